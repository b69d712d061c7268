/// The spelling that the oracles read: JSON strings in ASCII, bytes as hexadecimal digits.
enum OracleText {
    /// A JSON string in ASCII only.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for unit in text.utf16 {
            if (0x20..<0x7F).contains(unit), unit != 0x22, unit != 0x5C, let scalar = Unicode.Scalar(unit) {
                result.unicodeScalars.append(scalar)
            } else {
                result += "\\u" + padded(String(unit, radix: 16), to: 4)
            }
        }
        return result + "\""
    }

    /// Two digits per byte.
    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// What two digits per byte stand for.
    static func bytes(_ digits: Substring) -> [UInt8] {
        let values = digits.utf8.map { $0 < 0x60 ? $0 &- 0x30 : $0 &- 0x57 }
        return stride(from: 0, to: values.count - 1, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }

    /// Sixteen digits.
    static func hexadecimal(_ number: UInt64) -> String { padded(String(number, radix: 16), to: 16) }

    /// Zeros in front.
    static func padded(_ text: String, to width: Int) -> String {
        String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
