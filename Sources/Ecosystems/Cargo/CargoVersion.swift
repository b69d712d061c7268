/// A version as Cargo has it (Semantic Versioning 2, nothing looser), in the order of its `semver` library.
///
/// ```
///   1.2.3 -beta.11 +build.5
///     |       |        |
///     |       |        last: of two that are the same before it, Cargo takes the higher build
///     |       before 1.2.3; numbers before words, fewer parts before more
///     major, minor, patch: 64 bits, no zeros before them
/// ```
package struct CargoVersion: Hashable, Sendable {
    /// Bytes of the longest version that is read.
    package static let lengthLimit = 1024

    /// Its place in the order.
    private let key: [UInt8]
    /// As it was written.
    package let text: String
    /// Whether it has a prerelease: no requirement takes it that names none of the same three numbers.
    package let isPrerelease: Bool
    /// Whether something stands behind `+`.
    package let hasBuild: Bool

    /// Reads a version; `nil` where Cargo would not take it for one.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.lengthLimit else { return nil }
        let bytes = Array(text.utf8)
        let plus = bytes.firstIndex(of: UInt8(ascii: "+"))
        let head = bytes[..<(plus ?? bytes.endIndex)]
        let hyphen = head.firstIndex(of: UInt8(ascii: "-"))
        let numbers = head[..<(hyphen ?? head.endIndex)].split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard numbers.count == 3, numbers.allSatisfy(Self.isNumber) else { return nil }
        var key = SortKey()
        for number in numbers { key.append(digits: number) }
        if let hyphen {
            guard let parts = VersionWords.split(head[(hyphen + 1)...]), parts.allSatisfy(VersionWords.hasPlainZeros)
            else {
                return nil
            }
            key.append(rank: 0)
            Self.append(parts, to: &key)
        } else {
            key.append(rank: 1)
        }
        if let plus {
            guard let parts = VersionWords.split(bytes[(plus + 1)...]) else { return nil }
            Self.append(parts, to: &key)
        } else {
            key.append(rank: 0)
        }
        self.key = key.bytes
        self.text = text
        isPrerelease = hyphen != nil
        hasBuild = plus != nil
    }

    /// Digits of a number of 64 bits, with no zero before them.
    private static func isNumber(_ digits: ArraySlice<UInt8>) -> Bool {
        guard digits.allSatisfy(\.isASCIIDigit), VersionWords.hasPlainZeros(digits) else { return false }
        return UInt64(String(decoding: digits, as: UTF8.self)) != nil
    }

    /// For each part: a number 1, its value and how many zeros stand before it; a word 2 and its letters; then 0.
    private static func append(_ parts: [ArraySlice<UInt8>], to key: inout SortKey) {
        for part in parts {
            if part.allSatisfy(\.isASCIIDigit) {
                key.append(rank: 1)
                key.append(digits: part)
                key.append(word: UInt64(part.count))
            } else {
                key.append(rank: 2)
                key.append(text: part)
            }
        }
        key.append(rank: 0)
    }

    package static func == (left: CargoVersion, right: CargoVersion) -> Bool { left.key == right.key }

    package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension CargoVersion: Comparable {
    /// The order of Cargo.
    package static func < (left: CargoVersion, right: CargoVersion) -> Bool {
        left.key.lexicographicallyPrecedes(right.key)
    }
}
