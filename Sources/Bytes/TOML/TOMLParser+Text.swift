/// Blanks, comments, ends of lines, and what errors say.
extension TOMLParser {
    /// Goes one byte on; the caller has seen that there is one.
    mutating func advance() {
        _ = try? cursor.skip(1)
    }

    /// Goes over spaces and tabs.
    mutating func skipBlanks() {
        while let next = cursor.peek(), next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") { advance() }
    }

    /// Goes over spaces, tabs, ends of lines and comments.
    mutating func skipBlanksAndLines() throws(ParseError) {
        while true {
            skipBlanks()
            switch cursor.peek() {
            case UInt8(ascii: "#"): try comment()
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): try lineBreak()
            default: return
            }
        }
    }

    /// The end of a statement: blanks, a comment, then the end of the line or of the file.
    mutating func endOfLine() throws(ParseError) {
        skipBlanks()
        if cursor.peek() == UInt8(ascii: "#") { try comment() }
        switch cursor.peek() {
        case nil: return
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): try lineBreak()
        default: throw expected("the end of the line")
        }
    }

    /// Takes LF or CR LF.
    mutating func lineBreak() throws(ParseError) {
        if cursor.take(UInt8(ascii: "\n")) { return }
        guard cursor.peek(1) == UInt8(ascii: "\n") else { throw bareCarriageReturn() }
        advance()
        advance()
    }

    private mutating func comment() throws(ParseError) {
        while let next = cursor.peek() {
            if next == UInt8(ascii: "\n") { return }
            if next == UInt8(ascii: "\r") {
                if cursor.peek(1) == UInt8(ascii: "\n") { return }
                throw bareCarriageReturn()
            }
            if next.isForbiddenControl { throw expected("no control character in a comment") }
            advance()
        }
    }

    /// The error for a CR without its LF.
    func bareCarriageReturn() -> ParseError {
        fail("found a carriage return without a line feed, expected both or only the line feed", at: cursor.offset)
    }

    // MARK: Places

    /// Line and column of an offset.
    mutating func locate(_ offset: Int) -> TextPosition {
        locator.locate(offset, in: cursor.bytes)
    }

    /// Copies text out.
    func copy(_ range: Range<Int>) -> String {
        let part = cursor.bytes.extracting(range)
        // The document is UTF-8 and no range cuts a character, so the answer to the contrary cannot come.
        guard let text = try? UTF8Span(validating: part) else { return "\u{FFFD}" }
        return String(copying: text)
    }

    // MARK: Errors

    /// An error at an offset.
    func fail(_ reason: String, at offset: Int) -> ParseError {
        var locator = locator
        return ParseError(
            format: TOML.format, reason: reason, offset: offset,
            position: locator.locate(offset, in: cursor.bytes))
    }

    /// An error at this place that says what stands here.
    func expected(_ what: String) -> ParseError {
        fail("found \(found()), expected \(what)", at: cursor.offset)
    }

    /// An error for a key that breaks a rule of the tree.
    func conflict(_ conflict: TOMLTree.Conflict, _ path: [TOMLKey]) -> ParseError {
        let part = min(conflict.part, path.count - 1)
        return fail(conflict.reason, at: path[part].offset)
    }

    private func found() -> String {
        switch cursor.peek() {
        case nil: "the end of the file"
        case UInt8(ascii: "\n"): "the end of the line"
        case UInt8(ascii: "\r"): cursor.peek(1) == UInt8(ascii: "\n") ? "the end of the line" : "a carriage return"
        case UInt8(ascii: "\t"): "a tab"
        case let byte?: byte < 0x80 ? "\(Quoted(String(Unicode.Scalar(byte))))" : "\(Quoted(character()))"
        }
    }

    /// The character at this place, which is not ASCII.
    private func character() -> String {
        var end = cursor.offset + 1
        while end < cursor.bytes.count, cursor.bytes[end] & 0xC0 == 0x80 { end += 1 }
        return copy(cursor.offset..<end)
    }
}

extension UInt8 {
    /// Whether a bare key may hold it: `A-Z a-z 0-9 _ -`.
    var isBareKey: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Whether TOML forbids it in strings and comments: control characters but tab.
    var isForbiddenControl: Bool { (self < 0x20 && self != UInt8(ascii: "\t")) || self == 0x7F }

    /// Whether it is `0` to `9`.
    package var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    /// The value of a hexadecimal digit of either case.
    package var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self &- UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self &- UInt8(ascii: "a") &+ 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self &- UInt8(ascii: "A") &+ 10
        default: nil
        }
    }
}
