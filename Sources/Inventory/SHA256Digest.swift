/// A SHA-256 digest.
///
/// `[32 of UInt8]` has neither equality nor hashing; this wrapper supplies both and the hexadecimal form.
package struct SHA256Digest: Hashable, Sendable {
    /// The 32 bytes.
    package var bytes: [32 of UInt8]

    /// Wraps 32 bytes.
    package init(_ bytes: [32 of UInt8]) {
        self.bytes = bytes
    }

    /// All zero: stands where no digest was made.
    package static var zero: SHA256Digest { SHA256Digest([32 of UInt8](repeating: 0)) }

    /// Takes 32 bytes out of an array; `nil` for any other length.
    package init?(_ array: [UInt8]) {
        guard array.count == 32 else { return nil }
        bytes = [32 of UInt8] { array[$0] }
    }

    /// Reads 64 hexadecimal digits of either case; `nil` for anything else.
    package init?(hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count == 64 else { return nil }
        var result = [32 of UInt8](repeating: 0)
        for index in 0..<32 {
            guard let high = Self.value(ofDigit: digits[2 * index]),
                let low = Self.value(ofDigit: digits[2 * index + 1])
            else { return nil }
            result[index] = high << 4 | low
        }
        bytes = result
    }

    private static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The bytes as an array, for storage.
    package var array: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(32)
        for index in 0..<32 { result.append(bytes[index]) }
        return result
    }

    /// 64 lower-case hexadecimal digits.
    package var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for index in 0..<32 {
            text.append(digits[Int(bytes[index] >> 4)])
            text.append(digits[Int(bytes[index] & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    package static func == (left: SHA256Digest, right: SHA256Digest) -> Bool {
        for index in 0..<32 where left.bytes[index] != right.bytes[index] { return false }
        return true
    }

    package func hash(into hasher: inout Hasher) {
        for index in 0..<32 { hasher.combine(bytes[index]) }
    }
}
