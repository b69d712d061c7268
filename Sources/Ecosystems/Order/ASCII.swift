/// What names and versions ask of a byte.
extension UInt8 {
    /// `0` to `9`.
    var isASCIIDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    /// `a` to `z` and `A` to `Z`.
    var isASCIILetter: Bool {
        let lower = self | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
    }

    /// A letter or a digit.
    var isASCIIAlphanumeric: Bool { isASCIIDigit || isASCIILetter }

    /// The small form of a capital letter; everything else as it is.
    var asciiLowercased: UInt8 {
        self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self
    }

    /// The value of a hexadecimal digit of either case.
    var hexDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// White space as languages have it: each set is that of one client.
enum Blank {
    /// The bytes without blanks at either end, as JavaScript's `trim` takes them off.
    static func trimmedAsJavaScript(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        trimmed(bytes, isJavaScript)
    }

    /// The bytes without blanks at either end, as Python's `str.strip` takes them off.
    static func trimmedAsPython(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        trimmed(bytes, isPython)
    }

    /// `WhiteSpace` and `LineTerminator` of ECMAScript.
    static func isJavaScript(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF: true
        default: false
        }
    }

    /// `str.isspace` of Python, which is also `\s` of its patterns.
    static func isPython(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
            true
        default: false
        }
    }

    private static func trimmed(
        _ bytes: ArraySlice<UInt8>, _ isBlank: (Unicode.Scalar) -> Bool
    ) -> ArraySlice<UInt8> {
        var rest = bytes
        while let (scalar, length) = first(rest), isBlank(scalar) { rest = rest.dropFirst(length) }
        while let (scalar, length) = last(rest), isBlank(scalar) { rest = rest.dropLast(length) }
        return rest
    }

    /// The first character and its length in bytes; `nil` where the bytes are no UTF-8.
    static func first(_ bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
        guard let lead = bytes.first else { return nil }
        if lead < 0x80 { return (Unicode.Scalar(lead), 1) }
        var decoder = UTF8()
        var iterator = bytes.prefix(4).makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
        return (scalar, UTF8.width(scalar))
    }

    private static func last(_ bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
        var length = 1
        while length < 4, length < bytes.count, bytes[bytes.endIndex - length] & 0xC0 == 0x80 { length += 1 }
        let tail = bytes.suffix(length)
        guard let (scalar, width) = first(tail), width == tail.count else { return nil }
        return (scalar, width)
    }
}
