/// A version as npm packages have it (Semantic Versioning), ordered as npm orders it.
///
/// ```
///   v 1.2.3 -beta.11 +build.5
///     |     |        |
///     |     |        build: no part of the order
///     |     prerelease: before 1.2.3; numbers before words, fewer parts before more
///     major, minor, patch
/// ```
///
/// Two versions are equal where npm takes them for the same: `1.0.0+a` and `1.0.0+b` are one version.
package struct NodeVersion: Hashable, Sendable {
    /// What is accepted.
    package enum Mode: Sendable {
        /// What Semantic Versioning says, with a `v` before it if need be.
        case strict
        /// Also leading zeros, a missing hyphen (`1.2.3beta`) and `=` before it, as npm's `loose` has it.
        case loose
    }

    /// Characters (UTF-16) of the longest version that is read.
    package static let lengthLimit = 256
    /// The largest number before the prerelease: what JavaScript counts exactly.
    package static let numberLimit: UInt64 = 9_007_199_254_740_991

    /// Its place in the order.
    private let key: [UInt8]
    /// As it was written.
    package let text: String
    /// The numbers before the prerelease.
    package let major: UInt64
    package let minor: UInt64
    package let patch: UInt64
    /// The prerelease between `-` and `+`; empty where there is none.
    package let prerelease: String
    /// What stands behind `+`; empty where there is none.
    package let build: String

    /// Whether it has a prerelease: a range takes such a version only where it names one of the same three numbers.
    package var isPrerelease: Bool { !prerelease.isEmpty }

    /// The one spelling of this version, without its build.
    package var normalized: String {
        let numbers = "\(major).\(minor).\(patch)"
        return isPrerelease ? numbers + "-" + Self.normalizedPrerelease(prerelease) : numbers
    }

    /// Reads a version; `nil` where npm would not take it for one.
    package init?(_ text: String, mode: Mode = .strict) {
        // Four bytes are the most that two UTF-16 units need.
        guard text.utf8.count <= Self.lengthLimit * 4, text.utf16.count <= Self.lengthLimit else { return nil }
        let bytes = Array(text.utf8)
        guard let parts = Parts(bytes, mode: mode), let major = Self.number(bytes[parts.major]),
            let minor = Self.number(bytes[parts.minor]), let patch = Self.number(bytes[parts.patch])
        else { return nil }
        self.text = text
        self.major = major
        self.minor = minor
        self.patch = patch
        prerelease = String(decoding: bytes[parts.prerelease], as: UTF8.self)
        build = String(decoding: bytes[parts.build], as: UTF8.self)
        var key = SortKey()
        key.append(digits: bytes[parts.major])
        key.append(digits: bytes[parts.minor])
        key.append(digits: bytes[parts.patch])
        Self.append(prerelease: bytes[parts.prerelease], to: &key)
        self.key = key.bytes
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            value = value * 10 + UInt64(digit &- UInt8(ascii: "0"))
            if value > numberLimit { return nil }
        }
        return value
    }

    /// None: 1. Else 0, then for each part: a number 1 and its value, a word 2 and its letters; then 0.
    private static func append(prerelease: ArraySlice<UInt8>, to key: inout SortKey) {
        if prerelease.isEmpty {
            key.append(rank: 1)
            return
        }
        key.append(rank: 0)
        for part in prerelease.split(separator: UInt8(ascii: ".")) {
            if part.allSatisfy(\.isASCIIDigit) {
                key.append(rank: 1)
                // JavaScript compares these as floats; of numbers that are not negative the bits are in their order.
                let value = Double(String(decoding: part, as: UTF8.self)) ?? .infinity
                key.append(word: value.bitPattern)
            } else {
                key.append(rank: 2)
                key.append(text: part)
            }
        }
        key.append(rank: 0)
    }

    /// Numbers that JavaScript counts exactly lose their leading zeros, larger ones stay words.
    private static func normalizedPrerelease(_ text: String) -> String {
        text.split(separator: ".").map { part in
            guard part.utf8.allSatisfy(\.isASCIIDigit), let value = UInt64(part), value < numberLimit else {
                return String(part)
            }
            return String(value)
        }.joined(separator: ".")
    }

    package static func == (left: NodeVersion, right: NodeVersion) -> Bool { left.key == right.key }

    package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension NodeVersion: Comparable {
    /// The order of npm. One difference: where two prereleases hold different numbers above `numberLimit` that are the
    /// same float, npm looks no further and calls the versions equal; here what follows decides.
    package static func < (left: NodeVersion, right: NodeVersion) -> Bool {
        left.key.lexicographicallyPrecedes(right.key)
    }
}
