/// Bytes that somebody else chose, made fit for a message on a terminal.
package enum Quotation {
    /// Characters shown of one quotation; the rest is cut, so that a message stays a message.
    static let longest = 200

    /// Control, bidi and invisible characters as `\u{…}`, bytes that are no UTF-8 as `\x…`, backslashes doubled.
    package static func text(_ bytes: [UInt8]) -> String {
        var result = ""
        var count = 0
        var rest = bytes[...]
        while !rest.isEmpty {
            if count == longest {
                result += "..."
                break
            }
            count += 1
            let (shown, used) = next(rest)
            result += shown
            rest = rest.dropFirst(used)
        }
        return result
    }

    /// The first character and how many bytes it took.
    private static func next(_ bytes: ArraySlice<UInt8>) -> (String, Int) {
        // A character of UTF-8 has at most four bytes; the shortest valid beginning is the character.
        for length in 1...4 where length <= bytes.count {
            guard let text = String(validating: bytes.prefix(length), as: UTF8.self),
                let scalar = text.unicodeScalars.first
            else { continue }
            return (shown(scalar), length)
        }
        let byte = bytes.first ?? 0
        return (byte < 16 ? "\\x0\(String(byte, radix: 16))" : "\\x\(String(byte, radix: 16))", 1)
    }

    private static func shown(_ scalar: Unicode.Scalar) -> String {
        if scalar == "\\" { return "\\\\" }
        if scalar.properties.isDefaultIgnorableCodePoint { return "\\u{\(String(scalar.value, radix: 16))}" }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            return "\\u{\(String(scalar.value, radix: 16))}"
        default:
            return String(scalar)
        }
    }
}
