/// A pattern for names: `*` stands for any bytes (none and slashes included), `?` for one byte, all else for itself.
///
/// ```
///  git.example.com/forks/*     matches  git.example.com/forks/eve/web
///  release-?                   matches  release-7, not release-10
/// ```
///
/// `**` is the same as `*`; there are no classes and no escapes. Only the last `*` is ever taken back, so a match takes
/// at most pattern times name steps, whatever somebody puts into the name.
package struct Glob: Sendable, Hashable {
    /// Longer patterns are refused.
    package static let patternLimit = 1024
    /// Longer names match nothing.
    package static let nameLimit = 16_384

    private static let star = UInt8(ascii: "*")
    private static let any = UInt8(ascii: "?")

    /// The pattern's bytes.
    package let pattern: [UInt8]

    /// Takes a pattern; `nil` where it is longer than the limit.
    package init?(_ pattern: [UInt8]) {
        guard pattern.count <= Self.patternLimit else { return nil }
        self.pattern = pattern
    }

    /// Whether the whole name matches.
    package func matches(_ name: [UInt8]) -> Bool {
        guard name.count <= Self.nameLimit else { return false }
        var position = 0
        var index = 0
        // Where to go on when the match fails: behind the last star, which then takes one byte more.
        var retry: (position: Int, index: Int)?
        while index < name.count {
            if position < pattern.count, pattern[position] == Self.star {
                position += 1
                retry = (position, index)
            } else if position < pattern.count, pattern[position] == Self.any || pattern[position] == name[index] {
                position += 1
                index += 1
            } else if let last = retry {
                retry = (last.position, last.index + 1)
                (position, index) = (last.position, last.index + 1)
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == Self.star }
    }
}
