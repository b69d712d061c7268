extension Escape {
    /// Appends a JSON string with its quotes.
    ///
    /// Besides what JSON demands, everything that is not visible becomes `\uXXXX`, so that a terminal that shows the
    /// file is safe, and so does the second `#` of two: some CI runners obey `##[command]` anywhere in a line.
    static func appendJSON(_ text: String, to bytes: inout [UInt8]) {
        if appendPlain(text.utf8.span, to: &bytes) { return }
        bytes.append(UInt8(ascii: "\""))
        var before: UInt8 = 0
        for scalar in text.unicodeScalars {
            guard scalar.value < 0x7f else {
                appendWide(scalar, to: &bytes)
                before = 0
                continue
            }
            let byte = UInt8(scalar.value)
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case UInt8(ascii: "\r"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
            case UInt8(ascii: "\t"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
            case UInt8(ascii: "#") where before == byte: appendUnit(UInt16(byte), to: &bytes)
            case 0..<0x20: appendUnit(UInt16(byte), to: &bytes)
            default: bytes.append(byte)
            }
            before = byte
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends bytes that need no escape, with quotes; does nothing and says `false` where there may be others.
    static func appendPlain(_ text: Span<UInt8>, to bytes: inout [UInt8]) -> Bool {
        for index in text.indices where !isPlain(text[index]) { return false }
        bytes.append(addingCapacity: text.count + 2) { output in
            output.append(UInt8(ascii: "\""))
            for index in text.indices { output.append(text[index]) }
            output.append(UInt8(ascii: "\""))
        }
        return true
    }

    /// Whether a byte stands for itself, whatever is before it.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7f && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
            && byte != UInt8(ascii: "#")
    }

    private static func appendWide(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        if Visibility.isVisible(scalar) {
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        } else {
            // A pair of surrogates above U+FFFF.
            for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter { appendUnit(unit, to: &bytes) }
        }
    }

    private static func appendUnit(_ unit: UInt16, to bytes: inout [UInt8]) {
        bytes += [UInt8(ascii: "\\"), UInt8(ascii: "u")]
        for shift in [12, 8, 4, 0] { bytes.append(digit(UInt8(unit >> UInt16(shift) & 15))) }
    }

    /// The lower-case hexadecimal digit of a number from 0 to 15.
    static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
