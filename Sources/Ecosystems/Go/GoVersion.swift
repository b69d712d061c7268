/// A version of a Go module (Semantic Versioning with a `v` before it), in the order of Go's `semver` package.
///
/// ```
///   v1.2.3 -beta.11 +incompatible
///     |       |        |
///     |       |        no part of the order
///     |       before v1.2.3; numbers before words, fewer parts before more
///     numbers of any size; v1 and v1.2 stand for v1.0.0 and v1.2.0
///
///   v0.0.0-20240102030405-0123456789ab      a commit: a prerelease like any other, ordered by its time
/// ```
package struct GoVersion: Hashable, Sendable {
    /// Bytes of the longest version that is read.
    package static let lengthLimit = 1024

    /// Its place in the order.
    private let key: [UInt8]
    /// As it was written.
    package let text: String
    /// Whether it has a prerelease, as that of a commit is one.
    package let isPrerelease: Bool

    /// Reads a version; `nil` where Go would not take it for one.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.lengthLimit, text.utf8.first == UInt8(ascii: "v") else { return nil }
        let bytes = Array(text.utf8.dropFirst())
        let plus = bytes.firstIndex(of: UInt8(ascii: "+"))
        let head = bytes[..<(plus ?? bytes.endIndex)]
        let hyphen = head.firstIndex(of: UInt8(ascii: "-"))
        let numbers = head[..<(hyphen ?? head.endIndex)].split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard numbers.count == 3 || numbers.count < 3 && hyphen == nil && plus == nil,
            numbers.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) && VersionWords.hasPlainZeros($0) })
        else { return nil }
        if let plus, VersionWords.split(bytes[(plus + 1)...]) == nil { return nil }
        var key = SortKey()
        for place in 0..<3 { key.append(digits: place < numbers.count ? numbers[place] : []) }
        if let hyphen {
            guard let parts = VersionWords.split(head[(hyphen + 1)...]), parts.allSatisfy(VersionWords.hasPlainZeros)
            else {
                return nil
            }
            key.append(rank: 0)
            for part in parts {
                let isNumber = part.allSatisfy(\.isASCIIDigit)
                key.append(rank: isNumber ? 1 : 2)
                if isNumber { key.append(digits: part) } else { key.append(text: part) }
            }
            key.append(rank: 0)
        } else {
            key.append(rank: 1)
        }
        self.key = key.bytes
        self.text = text
        isPrerelease = hyphen != nil
    }

    package static func == (left: GoVersion, right: GoVersion) -> Bool { left.key == right.key }

    package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension GoVersion: Comparable {
    /// The order of Go.
    package static func < (left: GoVersion, right: GoVersion) -> Bool {
        left.key.lexicographicallyPrecedes(right.key)
    }
}
