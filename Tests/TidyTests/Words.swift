/// Finding words in lines of code.
enum Words {
    static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: byte >= 0x80
        }
    }

    /// The words of a line: runs of letters, digits and underscores.
    static func of(_ line: String) -> [String] {
        line.utf8.split { !isWordByte($0) }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether `part` stands in the line with no word byte before it. An end that is a word byte must end a word too.
    static func holds(_ line: String, _ part: String) -> Bool {
        let bytes = Array(line.utf8)
        let wanted = Array(part.utf8)
        guard let first = wanted.first, let last = wanted.last, bytes.count >= wanted.count else { return false }
        for start in 0...(bytes.count - wanted.count) where bytes[start] == first {
            let end = start + wanted.count
            guard bytes[start..<end].elementsEqual(wanted) else { continue }
            if isWordByte(first), start > 0, isWordByte(bytes[start - 1]) { continue }
            if isWordByte(last), end < bytes.count, isWordByte(bytes[end]) { continue }
            return true
        }
        return false
    }
}
