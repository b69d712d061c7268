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
        // Bytes, not characters: a manifest holds hundreds of thousands of digests.
        Array(text.utf8).split(separator: UInt8(ascii: " ")).compactMap { digest($0) }
    }

    private static func digest(_ text: ArraySlice<UInt8>) -> ContentDigest? {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")),
            let algorithm = ContentDigest.Algorithm(rawValue: String(decoding: text[..<colon], as: UTF8.self)),
            text.endIndex - colon - 1 == 2 * algorithm.size
        else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(algorithm.size)
        for index in stride(from: colon + 1, to: text.endIndex, by: 2) {
            guard let high = value(text[index]), let low = value(text[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return ContentDigest(algorithm, bytes)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
