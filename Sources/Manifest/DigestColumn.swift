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
        Array(text.utf8).split(separator: UInt8(ascii: " ")).compactMap { digest($0) }
    }

    private static func digest(_ text: ArraySlice<UInt8>) -> ContentDigest? {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")),
            let algorithm = ContentDigest.Algorithm(rawValue: String(decoding: text[..<colon], as: UTF8.self))
        else { return nil }
        let digits = text[(colon + 1)...]
        guard digits.count == 2 * algorithm.size else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(algorithm.size)
        var high: UInt8?
        for digit in digits {
            guard let value = value(ofDigit: digit) else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return ContentDigest(algorithm, bytes)
    }

    private static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
