/// The four kinds of strings.
///
/// | | one line | many lines |
/// |---|---|---|
/// | escapes | `"basic"` | `"""basic"""` |
/// | none | `'literal'` | `'''literal'''` |
extension TOMLParser {
    /// A string value of any kind.
    mutating func string() throws(ParseError) -> String {
        let isBasic = cursor.peek() == UInt8(ascii: "\"")
        let delimiter: [UInt8] = isBasic ? Self.threeQuotes : Self.threeApostrophes
        if cursor.starts(with: delimiter) { return try multiLineString(isBasic: isBasic, delimiter: delimiter) }
        return isBasic ? try basicString() : try literalString()
    }

    private static let threeQuotes = [UInt8](repeating: UInt8(ascii: "\""), count: 3)
    private static let threeApostrophes = [UInt8](repeating: UInt8(ascii: "'"), count: 3)

    /// `'…'`: everything stands for itself.
    mutating func literalString() throws(ParseError) -> String {
        let opening = cursor.offset
        advance()
        let start = cursor.offset
        while let next = cursor.peek(), next != UInt8(ascii: "'") {
            if next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r") { throw unclosed("'", opening) }
            if next.isForbiddenControl { throw expected("no control character in a string") }
            advance()
        }
        let text = copy(start..<cursor.offset)
        guard cursor.take(UInt8(ascii: "'")) else { throw unclosed("'", opening) }
        return text
    }

    /// `"…"`: with escapes.
    mutating func basicString() throws(ParseError) -> String {
        let opening = cursor.offset
        advance()
        let start = cursor.offset
        while let next = cursor.peek(), next != UInt8(ascii: "\""), next != UInt8(ascii: "\\"), next >= 0x20,
            next != 0x7F
        {
            advance()
        }
        // Nearly all strings have no escape and are copied in one piece.
        let plain = start..<cursor.offset
        if cursor.take(UInt8(ascii: "\"")) { return copy(plain) }
        var text: [UInt8] = []
        for index in plain { text.append(cursor.bytes[index]) }
        while let next = cursor.peek(), next != UInt8(ascii: "\"") {
            if next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r") { throw unclosed("\"", opening) }
            if next.isForbiddenControl { throw expected("an escape such as `\\u0000` for a control character") }
            if next == UInt8(ascii: "\\") {
                try escape(into: &text)
            } else {
                text.append(next)
                advance()
            }
        }
        guard cursor.take(UInt8(ascii: "\"")) else { throw unclosed("\"", opening) }
        return String(decoding: text, as: UTF8.self)
    }

    /// `"""…"""` and `'''…'''`. A line break right behind the opening is dropped, CR LF becomes LF, and up to two
    /// quotes may stand directly before the closing three.
    private mutating func multiLineString(isBasic: Bool, delimiter: [UInt8]) throws(ParseError) -> String {
        let opening = cursor.offset
        let quote = delimiter[0]
        try cursor.skip(3)
        if cursor.peek() == UInt8(ascii: "\n") || cursor.peek() == UInt8(ascii: "\r") { try lineBreak() }
        var text: [UInt8] = []
        while let next = cursor.peek() {
            if next == quote, cursor.take(delimiter) {
                for _ in 0..<2 where cursor.take(quote) { text.append(quote) }
                return String(decoding: text, as: UTF8.self)
            }
            if next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r") {
                try lineBreak()
                text.append(UInt8(ascii: "\n"))
            } else if next.isForbiddenControl {
                throw expected("no control character but tab and line feed in a string")
            } else if isBasic, next == UInt8(ascii: "\\") {
                if try !lineContinuation() { try escape(into: &text) }
            } else {
                text.append(next)
                advance()
            }
        }
        throw unclosed(String(decoding: delimiter, as: UTF8.self), opening)
    }

    /// A backslash last in its line: goes over it and all blanks and line breaks behind it.
    private mutating func lineContinuation() throws(ParseError) -> Bool {
        var distance = 1
        while let next = cursor.peek(distance), next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") {
            distance += 1
        }
        let isLast: Bool
        switch cursor.peek(distance) {
        case UInt8(ascii: "\n"): isLast = true
        case UInt8(ascii: "\r"): isLast = cursor.peek(distance + 1) == UInt8(ascii: "\n")
        default: isLast = false
        }
        guard isLast else { return false }
        advance()
        while true {
            skipBlanks()
            guard cursor.peek() == UInt8(ascii: "\n") || cursor.peek() == UInt8(ascii: "\r") else { return true }
            try lineBreak()
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(ParseError) {
        let start = cursor.offset
        advance()
        switch cursor.peek() {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "u"): return try scalar(digits: 4, start, into: &text)
        case UInt8(ascii: "U"): return try scalar(digits: 8, start, into: &text)
        default:
            throw expected("`b t n f r \" \\ u` or `U` after a backslash (or write the text in '…')")
        }
        advance()
    }

    /// `\uXXXX` and `\UXXXXXXXX`.
    private mutating func scalar(digits: Int, _ start: Int, into text: inout [UInt8]) throws(ParseError) {
        advance()
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = cursor.peek()?.hexadecimalValue else {
                throw expected("\(digits) hexadecimal digits in an escape")
            }
            value = value << 4 | UInt32(digit)
            advance()
        }
        guard let scalar = Unicode.Scalar(value) else {
            throw fail(
                "found an escape for U+\(String(value, radix: 16, uppercase: true)), which is no character", at: start)
        }
        text.append(contentsOf: Array(String(scalar).utf8))
    }

    private func unclosed(_ delimiter: String, _ opening: Int) -> ParseError {
        var earlier = locator
        let place = earlier.locate(opening, in: cursor.bytes)
        return expected("`\(delimiter)` (the string began in line \(place.line), column \(place.column))")
    }
}
