package import Inventory

/// Digests as lockfiles spell them.
package enum DigestText {
    /// `sha256:hex` or `sha256=hex`; `nil` for anything else.
    package static func labelled(_ text: String) -> ContentDigest? {
        let bytes = Array(text.utf8)
        guard let split = bytes.firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }) else {
            return nil
        }
        let name = String(decoding: bytes[..<split].map(\.asciiLowercased), as: UTF8.self)
        guard let algorithm = ContentDigest.Algorithm(rawValue: name) else { return nil }
        return hex(algorithm, bytes[(split + 1)...])
    }

    /// Hexadecimal digits of either case, as many as the algorithm has; none of a list of files.
    package static func hex(_ algorithm: ContentDigest.Algorithm, _ digits: ArraySlice<UInt8>) -> ContentDigest? {
        guard digits.count == 2 * algorithm.size, algorithm != .h1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(algorithm.size)
        var high: UInt8?
        for digit in digits {
            guard let value = digit.hexDigitValue else { return nil }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return ContentDigest(algorithm, bytes)
    }

    /// The same for a text.
    package static func hex(_ algorithm: ContentDigest.Algorithm, _ text: String) -> ContentDigest? {
        hex(algorithm, Array(text.utf8)[...])
    }

    /// Subresource integrity: `sha512-base64 sha1-base64…`, blanks between them. Of several, npm uses those of the
    /// strongest algorithm, and any of them may match; the others are left out here.
    ///
    /// `hasUnknown` tells whether a part was no digest of a known algorithm.
    package static func integrity(_ text: ArraySlice<UInt8>) -> (digests: [ContentDigest], hasUnknown: Bool) {
        var digests: [ContentDigest] = []
        var hasUnknown = false
        for part in text.split(whereSeparator: { $0 == 0x20 || (0x09...0x0D).contains($0) }) {
            guard let digest = integrityPart(part) else {
                hasUnknown = true
                continue
            }
            if let strongest = digests.first?.algorithm {
                if digest.algorithm < strongest { continue }
                if strongest < digest.algorithm { digests.removeAll() }
            }
            digests.append(digest)
        }
        return (digests, hasUnknown)
    }

    private static func integrityPart(_ part: ArraySlice<UInt8>) -> ContentDigest? {
        guard let hyphen = part.firstIndex(of: UInt8(ascii: "-")) else { return nil }
        let name = part[..<hyphen]
        let known = ContentDigest.Algorithm.allCases.first { $0 != .h1 && name.elementsEqual($0.rawValue.utf8) }
        guard let algorithm = known else { return nil }
        var encoded = part[(hyphen + 1)...]
        // Options behind `?` mean nothing to anybody.
        if let options = encoded.firstIndex(of: UInt8(ascii: "?")) { encoded = encoded[..<options] }
        guard let bytes = base64(encoded, count: algorithm.size) else { return nil }
        return ContentDigest(algorithm, bytes)
    }

    /// Standard base64 with its padding, of exactly so many bytes.
    static func base64(_ text: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
        let padding = (3 - count % 3) % 3
        guard text.count == (count + 2) / 3 * 4, text.suffix(padding).allSatisfy({ $0 == UInt8(ascii: "=") }) else {
            return nil
        }
        let letters = text.span
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        var bits: UInt32 = 0
        var held: UInt32 = 0
        for index in 0..<(letters.count &- padding) {
            let value = base64Value(letters[index])
            if value > 63 { return nil }
            bits = bits &<< 6 | value
            held &+= 6
            if held >= 8 {
                held &-= 8
                bytes.append(UInt8(truncatingIfNeeded: bits &>> held))
            }
        }
        return bytes.count == count ? bytes : nil
    }

    /// More than 63 for what is no letter of it.
    private static func base64Value(_ byte: UInt8) -> UInt32 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte &- UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte &- UInt8(ascii: "a")) &+ 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte &- UInt8(ascii: "0")) &+ 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: 64
        }
    }
}
