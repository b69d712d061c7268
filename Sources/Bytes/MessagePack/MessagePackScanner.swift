/// Reads MessagePack token by token, as the caller asks for them.
///
/// ```
///   82              map of 2              next() -> beginMap(2)
///      a1 61        text of 1: "a"        next() -> text         tokenIs("a") == true
///      92           array of 2            next() -> beginArray(2)
///         05        5                     next() -> integer(5)
///         c4 01 ff  bytes of 1            next() -> binary       token is the range of `ff`
///                                         next() -> endArray
///      a1 62        "b"                   next() -> text
///      c0           nil                   next() -> null
///                                         next() -> endMap
///                                         next() -> end
/// ```
///
/// A token is two offsets into the lent bytes: nothing is copied. A count is compared with the bytes that are left
/// before it is believed, for each element has at least one: five bytes cannot ask for four thousand million. Maps come
/// key, value, key, value; a key may be of any kind and may repeat. Texts are not checked to be UTF-8: `text()` is.
package struct MessagePackScanner: ~Escapable {
    /// Name of the format in errors.
    package static let format = "MessagePack"

    /// What was read.
    package enum Event: Sendable, Equatable {
        case null
        case boolean(Bool)
        case integer(Int64)
        /// A number above what `Int64` holds.
        case unsigned(UInt64)
        case real(Double)
        /// A text; its bytes are the token.
        case text
        /// Bytes; they are the token.
        case binary
        /// A value of a type that the writer defined; its bytes are the token. -1 is a time.
        case `extension`(type: Int8)
        /// That many elements follow.
        case beginArray(Int)
        case endArray
        /// That many keys with their values follow.
        case beginMap(Int)
        case endMap
        /// The value is over.
        case end
    }

    private struct Container {
        var isMap: Bool
        /// Values that are to come; a key and its value are two.
        var left: Int
    }

    private var cursor: Cursor
    private let limits: MessagePackLimits
    private var open: [Container] = []
    private var hasBegun = false
    /// Where the last text, bytes or extension begins.
    package private(set) var tokenStart = 0
    /// The offset behind it.
    package private(set) var tokenEnd = 0

    /// Begins at the first byte.
    @_lifetime(copy bytes)
    package init(_ bytes: Span<UInt8>, limits: MessagePackLimits = .standard) throws(ParseError) {
        guard bytes.count <= limits.size else {
            throw ParseError(
                format: Self.format,
                reason: "the document has \(bytes.count) bytes, more than the limit of \(limits.size)", offset: 0)
        }
        cursor = Cursor(bytes, format: Self.format)
        self.limits = limits
    }

    /// The next byte to be read.
    package var offset: Int { cursor.offset }

    /// Arrays and maps that are open.
    package var depth: Int { open.count }

    /// Whether the next value is a key.
    package var isAtKey: Bool {
        guard let top = open.last else { return false }
        return top.isMap && top.left > 0 && top.left % 2 == 0
    }

    /// The bytes of the last text, bytes or extension.
    package var token: Span<UInt8> {
        @_lifetime(copy self)
        get { cursor.bytes.extracting(tokenStart..<tokenEnd) }
    }

    /// Whether the last text or bytes are these. Old writers wrote texts as bytes.
    package func tokenIs(_ text: String) -> Bool {
        let wanted = text.utf8
        guard tokenEnd - tokenStart == wanted.count else { return false }
        var at = tokenStart
        for byte in wanted {
            if cursor.bytes[at] != byte { return false }
            at += 1
        }
        return true
    }

    /// The last text or bytes as text; `nil` where they are not UTF-8.
    package func text() -> String? {
        guard let utf8 = try? UTF8Span(validating: token) else { return nil }
        return String(copying: utf8)
    }

    /// Reads the next token.
    package mutating func next() throws(ParseError) -> Event {
        if let top = open.last {
            if top.left == 0 {
                open.removeLast()
                return top.isMap ? .endMap : .endArray
            }
            open[open.count - 1].left -= 1
        } else if hasBegun {
            guard limits.allowsTrailingBytes || cursor.isAtEnd else {
                throw cursor.error("found \(cursor.remaining) bytes behind the value, expected the end")
            }
            return .end
        }
        hasBegun = true
        return try value()
    }

    /// Goes over the next value with all that is in it. At the end of a container, or of the document, that is an
    /// error.
    package mutating func skipValue() throws(ParseError) {
        let start = open.count
        guard open.last.map({ $0.left > 0 }) ?? !hasBegun else { throw cursor.error("found no value to skip") }
        repeat {
            _ = try next()
        } while open.count > start
    }

    private mutating func value() throws(ParseError) -> Event {
        let head = try cursor.byte()
        switch head {
        case 0x00...0x7F: return .integer(Int64(head))
        case 0x80...0x8F: return try begin(isMap: true, UInt64(head & 0x0F))
        case 0x90...0x9F: return try begin(isMap: false, UInt64(head & 0x0F))
        case 0xA0...0xBF: return try token(.text, UInt64(head & 0x1F))
        case 0xC0: return .null
        case 0xC2: return .boolean(false)
        case 0xC3: return .boolean(true)
        case 0xC4...0xC6: return try token(.binary, try length(head - 0xC4))
        case 0xC7...0xC9:
            let count = try length(head - 0xC7)
            return try typed(count)
        case 0xCA: return .real(Double(Float(bitPattern: try cursor.bigUInt32())))
        case 0xCB: return .real(Double(bitPattern: try cursor.bigUInt64()))
        case 0xCC...0xCE: return .integer(Int64(try length(head - 0xCC)))
        case 0xCF:
            let number = try cursor.bigUInt64()
            return Int64(exactly: number).map { .integer($0) } ?? .unsigned(number)
        case 0xD0: return .integer(Int64(Int8(bitPattern: try cursor.byte())))
        case 0xD1: return .integer(Int64(Int16(bitPattern: try cursor.bigUInt16())))
        case 0xD2: return .integer(Int64(Int32(bitPattern: try cursor.bigUInt32())))
        case 0xD3: return .integer(Int64(bitPattern: try cursor.bigUInt64()))
        case 0xD4...0xD8: return try typed(1 << UInt64(head - 0xD4))
        case 0xD9...0xDB: return try token(.text, try length(head - 0xD9))
        case 0xDC, 0xDD: return try begin(isMap: false, try length(head - 0xDC + 1))
        case 0xDE, 0xDF: return try begin(isMap: true, try length(head - 0xDE + 1))
        case 0xE0...0xFF: return .integer(Int64(Int8(bitPattern: head)))
        default: throw cursor.error("found the byte 0xC1, which begins no value")
        }
    }

    /// A number of 1, 2 or 4 bytes.
    private mutating func length(_ width: UInt8) throws(ParseError) -> UInt64 {
        switch width {
        case 0: UInt64(try cursor.byte())
        case 1: UInt64(try cursor.bigUInt16())
        default: UInt64(try cursor.bigUInt32())
        }
    }

    private mutating func token(_ event: Event, _ count: UInt64) throws(ParseError) -> Event {
        let count = try cursor.size(count)
        tokenStart = cursor.offset
        try cursor.skip(count)
        tokenEnd = cursor.offset
        return event
    }

    private mutating func typed(_ count: UInt64) throws(ParseError) -> Event {
        let type = Int8(bitPattern: try cursor.byte())
        return try token(.extension(type: type), count)
    }

    private mutating func begin(isMap: Bool, _ count: UInt64) throws(ParseError) -> Event {
        let count = try cursor.size(count)
        guard count <= cursor.remaining / (isMap ? 2 : 1) else {
            throw cursor.error("found a count of \(count), but \(cursor.remaining) bytes are left")
        }
        guard open.count < limits.nesting else {
            throw cursor.error("the document is nested deeper than the limit of \(limits.nesting)")
        }
        open.append(Container(isMap: isMap, left: isMap ? count * 2 : count))
        return isMap ? .beginMap(count) : .beginArray(count)
    }
}
