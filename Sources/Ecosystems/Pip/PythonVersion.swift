/// A version as Python packages have it (PEP 440), ordered as pip orders it.
///
/// ```
///   v 1! 2.0.3 .rc1 .post2 .dev4 +ubuntu.1
///     |  |     |    |      |     local
///     |  |     |    |      dev
///     |  |     |    post, also `-2`
///     |  |     pre: a, b, rc and their other spellings
///     |  release
///     epoch
///
///   1.0.dev1 < 1.0a1.dev1 < 1.0a1 < 1.0a1.post1 < 1.0b1 < 1.0rc1 < 1.0 < 1.0+x < 1.0+5 < 1.0.post1 < 1.0.1 < 1!0
/// ```
///
/// Two versions are equal where pip takes them for the same: `1.0`, `1` and `v1.0.0` are one version.
package struct PythonVersion: Hashable, Sendable {
    /// Bytes of the longest version that is read; Python itself refuses numbers of more than 4300 digits.
    package static let lengthLimit = 4096

    /// Its place in the order.
    private let key: [UInt8]
    /// As it was written.
    package let text: String
    /// Whether it has a part `a`, `b`, `rc` or `dev`: pip takes such a version only where it is asked for or nothing
    /// else fits.
    package let isPrerelease: Bool
    /// Whether it has a part `post`, which fits where the release itself was asked for.
    package let isPostrelease: Bool
    /// Whether it has a local part behind `+`: nothing that an index publishes has one.
    package let isLocal: Bool
    /// Whether it has an epoch other than 0, which lifts it above every version without.
    package let hasEpoch: Bool

    /// Reads a version; `nil` where pip would not take it for one.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let parts = Parts(bytes) else { return nil }
        self.text = text
        key = parts.sortKey(in: bytes)
        isPrerelease = parts.pre != nil || parts.dev != nil
        isPostrelease = parts.post != nil
        isLocal = parts.local != nil
        hasEpoch = !bytes[parts.epoch].allSatisfy { $0 == UInt8(ascii: "0") }
    }

    /// The one spelling of this version: lower case, no leading zeros, `rc` for `preview`. Trailing zeros stay.
    package var normalized: String {
        let bytes = Array(text.utf8)
        return Parts(bytes)?.normalized(bytes) ?? text
    }

    /// The same without its local part.
    package var publicText: String {
        let normalized = normalized
        return normalized.firstIndex(of: "+").map { String(normalized[..<$0]) } ?? normalized
    }

    package static func == (left: PythonVersion, right: PythonVersion) -> Bool { left.key == right.key }

    package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

extension PythonVersion: Comparable {
    /// The order of PEP 440.
    package static func < (left: PythonVersion, right: PythonVersion) -> Bool {
        left.key.lexicographicallyPrecedes(right.key)
    }
}
