/// Reads JSON (RFC 8259) token by token, as the caller asks for them.
///
/// ```
///   {"name": "idna", "versions": [3.6]}
///
///   next() -> beginObject
///   next() -> key            tokenIs(name) == true
///   next() -> string         text() == "idna"
///   next() -> key            text() == "versions"
///   next() -> beginArray     (or skipValue() instead, for what is of no interest)
///   next() -> number         double() == 3.6
///   next() -> endArray
///   next() -> endObject
///   next() -> end            and nothing but blanks follows
/// ```
///
/// A token is two offsets into the lent bytes: nothing is copied and nothing allocated until `text()` is called.
/// Everything is checked on the way, also in what is skipped: UTF-8 (once, at the beginning), escapes, numbers,
/// nesting. An object's keys come as they stand in the file, duplicates too; who must not be fooled by those counts
/// them, or uses
/// `JSON.parse`.
///
/// The scanner keeps its own offset instead of a `Cursor`: its loops run once per byte of files with tens of megabytes.
package struct JSONScanner: ~Escapable {
    /// What was read.
    package enum Event: Sendable, Equatable {
        case beginObject, endObject, beginArray, endArray
        /// The key of a member; its value comes next.
        case key
        case string, number, null
        case boolean(Bool)
        /// The document is over.
        case end
    }

    /// What may stand next.
    private enum State {
        case value, firstElement, firstKey, separator, done
    }

    /// The document.
    package let bytes: Span<UInt8>
    /// What the document may ask for.
    let limits: JSONLimits
    /// The next byte to be read.
    package private(set) var offset = 0
    /// The last key, string (between its quotes) or number.
    package private(set) var tokenStart = 0
    /// The offset behind it.
    package private(set) var tokenEnd = 0
    /// Whether the token is written with backslashes.
    package private(set) var tokenHasEscapes = false
    private var state = State.value
    private var isInObject = false
    /// For each open container, whether it is an object.
    private var containers: [Bool] = []

    /// Begins at the first byte, when all bytes were found to be UTF-8.
    @_lifetime(copy bytes)
    package init(_ bytes: Span<UInt8>, limits: JSONLimits = .standard) throws(ParseError) {
        guard bytes.count <= limits.size else {
            throw ParseError(
                format: JSON.format,
                reason: "the document has \(bytes.count) bytes, more than the limit of \(limits.size)", offset: 0)
        }
        if let bad = bytes.firstInvalidUTF8 {
            throw JSON.error("found bytes that are not UTF-8, expected UTF-8 text", at: bad, in: bytes)
        }
        self.bytes = bytes
        self.limits = limits
    }

    /// Objects and arrays that are open.
    package var depth: Int { containers.count }

    /// Reads the next token.
    package mutating func next() throws(ParseError) -> Event {
        skipBlanks()
        switch state {
        case .value:
            return try value()
        case .separator:
            return try separator()
        case .firstKey:
            return current == UInt8(ascii: "}") ? close() : try key()
        case .firstElement:
            return current == UInt8(ascii: "]") ? close() : try value()
        case .done:
            guard offset == bytes.count else { throw expected("the end of the document") }
            return .end
        }
    }

    /// Reads the next value to its end, whatever it is: behind a `key` that is the key's value, in an array the next
    /// element, in an object the next member with its key. An error where the container or the document ends instead.
    package mutating func skipValue() throws(ParseError) {
        let outside = containers.count
        var event = try next()
        if event == .key { event = try next() }
        guard containers.count >= outside, event != .end else { throw fail("found no value to skip", at: offset) }
        while containers.count > outside { _ = try next() }
    }

    // MARK: Structure

    private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipBlanks() {
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): offset &+= 1
            default: return
            }
        }
    }

    private mutating func separator() throws(ParseError) -> Event {
        let byte = current
        if byte == UInt8(ascii: ",") {
            offset &+= 1
            skipBlanks()
            return isInObject ? try key() : try value()
        }
        guard byte == (isInObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
            throw expected(isInObject ? "`,` or `}`" : "`,` or `]`")
        }
        return close()
    }

    private mutating func open(isObject: Bool) throws(ParseError) -> Event {
        guard containers.count < limits.nesting else {
            throw fail("objects and arrays are nested deeper than the limit of \(limits.nesting)", at: offset)
        }
        containers.append(isObject)
        isInObject = isObject
        offset &+= 1
        state = isObject ? .firstKey : .firstElement
        return isObject ? .beginObject : .beginArray
    }

    /// Goes over the closing bracket, which the caller has seen.
    private mutating func close() -> Event {
        offset &+= 1
        let wasObject = containers.popLast() ?? false
        isInObject = containers.last ?? false
        finishValue()
        return wasObject ? .endObject : .endArray
    }

    private mutating func finishValue() {
        state = containers.isEmpty ? .done : .separator
    }

    private mutating func key() throws(ParseError) -> Event {
        guard current == UInt8(ascii: "\"") else { throw expected("a key in double quotes") }
        try string()
        skipBlanks()
        guard current == UInt8(ascii: ":") else { throw expected("`:` after a key") }
        offset &+= 1
        state = .value
        return .key
    }

    // MARK: Values

    private mutating func value() throws(ParseError) -> Event {
        guard let first = current else { throw expected("a value") }
        let event: Event
        switch first {
        case UInt8(ascii: "\""):
            try string()
            event = .string
        case UInt8(ascii: "{"):
            return try open(isObject: true)
        case UInt8(ascii: "["):
            return try open(isObject: false)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try number()
            event = .number
        case UInt8(ascii: "t"):
            try word(JSON.trueWord)
            event = .boolean(true)
        case UInt8(ascii: "f"):
            try word(JSON.falseWord)
            event = .boolean(false)
        case UInt8(ascii: "n"):
            try word(JSON.nullWord)
            event = .null
        default:
            throw expected("a value")
        }
        finishValue()
        return event
    }

    private mutating func word(_ word: [UInt8]) throws(ParseError) {
        for index in 0..<word.count {
            guard offset &+ index < bytes.count, bytes[offset &+ index] == word[index] else {
                throw expected("a value: `true`, `false` or `null`, or text in double quotes")
            }
        }
        offset &+= word.count
    }

    private mutating func string() throws(ParseError) {
        let opening = offset
        var at = offset &+ 1
        tokenStart = at
        tokenHasEscapes = false
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                tokenEnd = at
                offset = at &+ 1
                return
            }
            if byte == UInt8(ascii: "\\") {
                tokenHasEscapes = true
                at = try escapeEnd(at)
            } else if byte < 0x20 {
                offset = at
                throw expected("an escape such as `\\n` for a control character in a string")
            } else {
                at &+= 1
            }
        }
        throw fail("found the end of the document, expected `\"` at the end of this string", at: opening)
    }

    /// -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
    private mutating func number() throws(ParseError) {
        tokenStart = offset
        tokenHasEscapes = false
        if current == UInt8(ascii: "-") { offset &+= 1 }
        if current == UInt8(ascii: "0") {
            offset &+= 1
            if let next = current, next.isDigit { throw expected("a number without leading zeros") }
        } else {
            try digits()
        }
        if current == UInt8(ascii: ".") {
            offset &+= 1
            try digits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            offset &+= 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { offset &+= 1 }
            try digits()
        }
        tokenEnd = offset
        let length = tokenEnd - tokenStart
        guard length <= limits.numberLength else {
            throw fail("a number has \(length) bytes, more than the limit of \(limits.numberLength)", at: tokenStart)
        }
    }

    private mutating func digits() throws(ParseError) {
        guard let first = current, first.isDigit else { throw expected("a digit") }
        while offset < bytes.count, bytes[offset].isDigit { offset &+= 1 }
    }
}
