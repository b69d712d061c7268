internal import Inventory

/// Several digests as one column.
///
/// ```
///  sha256:ab…  sha512:cd…     as text, a blank between them, so that any SQLite client can be asked for one
/// ```
enum DigestColumn {
    /// The column's text.
    static func text(_ digests: [ContentDigest]) -> String {
        digests.map(\.description).joined(separator: " ")
    }

    /// What the text says; what is no digest is left out.
    static func digests(_ text: String) -> [ContentDigest] {
        text.split(separator: " ").compactMap { digest($0) }
    }

    private static func digest(_ text: Substring) -> ContentDigest? {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let algorithm = ContentDigest.Algorithm(rawValue: String(parts[0])) else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in parts[1].utf8 {
            guard let value = Character(UnicodeScalar(digit)).hexDigitValue.map({ UInt8($0) }) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? ContentDigest(algorithm, bytes) : nil
    }
}
