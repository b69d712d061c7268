/// Takes bytes apart into Unicode scalars, and says which bytes are none.
///
/// ```
///  61     c3 a9     f0 9f 98 80     ff         ed a0 80
///  "a"    "é"       one scalar      invalid    three invalid bytes (a surrogate)
/// ```
///
/// Overlong forms, surrogates and values above U+10FFFF are invalid, as the Unicode standard has it.
struct UTF8Reader {
    /// One step of the reader.
    enum Piece: Equatable {
        case scalar(Unicode.Scalar)
        case invalid(UInt8)
    }

    private let bytes: [UInt8]
    private var position = 0

    /// Reads from the first byte on.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether the bytes are UTF-8 from end to end.
    static func isValid(_ bytes: [UInt8]) -> Bool {
        var reader = UTF8Reader(bytes)
        while let piece = reader.next() {
            if case .invalid = piece { return false }
        }
        return true
    }

    /// The next scalar or invalid byte; `nil` at the end.
    mutating func next() -> Piece? {
        guard position < bytes.count else { return nil }
        let first = bytes[position]
        guard first >= 0x80 else {
            position += 1
            return .scalar(Unicode.Scalar(first))
        }
        guard let scalar = longScalar(first) else {
            position += 1
            return .invalid(first)
        }
        return .scalar(scalar)
    }

    /// A scalar of two to four bytes at the position, which it passes; `nil` where none stands there.
    private mutating func longScalar(_ first: UInt8) -> Unicode.Scalar? {
        let length: Int
        let least: UInt32
        var value: UInt32
        switch first {
        case 0xc2...0xdf: (length, least, value) = (2, 0x80, UInt32(first & 0x1f))
        case 0xe0...0xef: (length, least, value) = (3, 0x800, UInt32(first & 0x0f))
        case 0xf0...0xf4: (length, least, value) = (4, 0x10000, UInt32(first & 0x07))
        default: return nil
        }
        guard bytes.count - position >= length else { return nil }
        for offset in 1..<length {
            let byte = bytes[position + offset]
            guard byte & 0xc0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3f)
        }
        // The initialiser refuses surrogates and values above U+10FFFF.
        guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
        position += length
        return scalar
    }
}
