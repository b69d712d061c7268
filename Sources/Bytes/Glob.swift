/// Patterns with `*` for any bytes and `?` for one; everything else stands for itself.
///
/// One place to go back to is enough: a later star can always take what an earlier one would have. So the time is at
/// most the product of both lengths, and nothing recurses.
package enum Glob {
    /// Whether all of the text fits the pattern.
    package static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        let (star, one) = (UInt8(ascii: "*"), UInt8(ascii: "?"))
        var (place, position) = (0, 0)
        var retry: (place: Int, position: Int)?
        while position < text.count {
            if place < pattern.count, pattern[place] == star {
                retry = (place, position)
                place += 1
            } else if place < pattern.count, pattern[place] == one || pattern[place] == text[position] {
                place += 1
                position += 1
            } else if let last = retry {
                retry = (last.place, last.position + 1)
                place = last.place + 1
                position = last.position + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == star }
    }
}
