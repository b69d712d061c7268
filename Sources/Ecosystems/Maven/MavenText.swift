/// A Maven version as both of its orders look at it: in small letters, digits of all scripts as ASCII digits.
enum MavenText {
    /// Bytes of the longest version that is read.
    static let lengthLimit = 4096

    /// The bytes to be taken apart; `nil` where there are too many.
    static func bytes(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= lengthLimit else { return nil }
        var bytes = Array(text.utf8)
        if bytes.allSatisfy({ $0 < 0x80 }) {
            for index in bytes.indices { bytes[index] = bytes[index].asciiLowercased }
            return bytes
        }
        bytes.removeAll(keepingCapacity: true)
        for scalar in text.lowercased().unicodeScalars {
            // Java's characters are 16 bits wide: digits beyond them are none.
            if scalar.value < 0x10000, scalar.properties.numericType == .decimal,
                let value = scalar.properties.numericValue, value >= 0, value <= 9
            {
                bytes.append(UInt8(ascii: "0") + UInt8(value))
            } else {
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return bytes
    }
}
