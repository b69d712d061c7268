/// Reads a protobuf message field by field, without a schema.
///
/// ```
///   0a 04 69 64 6e 61   10 96 01        tag = varint: field number << 3 | kind of value
///    |  |  '---------'   |  '---'
///    |  length 4         |  varint 150         kinds: 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes;
///    field 1, kind 2     field 2, kind 0       3 and 4 (groups) are refused, 6 and 7 never existed
///
///   next() -> (1, bytes(2..<6))         message(2..<6) opens the bytes as a message inside this one
///   next() -> (2, varint(150))
///   next() -> nil                       the message is over
/// ```
///
/// Each field is checked to its end before it is handed out: a length never leads out of its message, whatever a caller
/// does with it. Who has no use for a field, or expected another kind of value, asks for the next one: so do all
/// readers of the format. Of a field that repeats where it should not the last one counts; that too is the caller's.
/// Nothing is copied and nothing allocated until `array` or `text` is called.
package struct ProtobufScanner: ~Escapable {
    /// Name of the format in errors.
    package static let format = "protobuf"
    /// Bytes a tag may have: the 32 bits of the largest one.
    private static let tagLength = 5

    private var cursor: Cursor
    /// Where this message ends; the cursor's bytes may go on.
    private let end: Int
    /// Messages that may still be opened inside this one.
    private let depthLeft: Int

    /// Begins at the first byte.
    @_lifetime(copy bytes)
    package init(_ bytes: Span<UInt8>, limits: ProtobufLimits = .standard) throws(ParseError) {
        cursor = Cursor(bytes, format: Self.format)
        end = bytes.count
        depthLeft = limits.nesting - 1
        if bytes.count > limits.size {
            throw cursor.error("the message has \(bytes.count) bytes, more than the limit of \(limits.size)")
        }
    }

    /// Begins a message that lies inside another one.
    @_lifetime(copy parent)
    private init(inside parent: borrowing ProtobufScanner, at range: Range<Int>) throws(ParseError) {
        guard parent.depthLeft > 0 else { throw parent.cursor.error("messages are nested deeper than the limit") }
        cursor = parent.cursor
        try cursor.move(to: range.lowerBound)
        guard range.upperBound <= parent.end else { throw cursor.error("a message ends behind the one around it") }
        end = range.upperBound
        depthLeft = parent.depthLeft - 1
    }

    /// The offset of the next field, from the beginning of the outermost message.
    package var offset: Int { cursor.offset }

    /// Reads the next field; `nil` at the end of the message.
    package mutating func next() throws(ParseError) -> ProtobufField? {
        guard cursor.offset < end else { return nil }
        let start = cursor.offset
        let tag = try varint()
        guard cursor.offset - start <= Self.tagLength, tag <= UInt64(UInt32.max) else {
            throw cursor.error("a tag is larger than 32 bits")
        }
        let number = Int(truncatingIfNeeded: tag >> 3)
        guard number > 0 else { throw cursor.error("a field has the number 0") }
        switch tag & 7 {
        case 0:
            return ProtobufField(number: number, value: .varint(try varint()))
        case 1:
            let range = try take(8, in: number)
            return ProtobufField(number: number, value: .fixed64(little(range)))
        case 2:
            let length = try varint()
            guard let length = Int(exactly: length) else { throw tooLong(number) }
            return ProtobufField(number: number, value: .bytes(try take(length, in: number)))
        case 5:
            let range = try take(4, in: number)
            return ProtobufField(number: number, value: .fixed32(UInt32(truncatingIfNeeded: little(range))))
        case 3, 4:
            throw cursor.error("field \(number) is a group, which is not supported")
        default:
            throw cursor.error("field \(number) is of a kind that does not exist")
        }
    }

    /// Opens the bytes of a field as a message.
    @_lifetime(copy self)
    package func message(_ range: Range<Int>) throws(ParseError) -> ProtobufScanner {
        try ProtobufScanner(inside: self, at: range)
    }

    /// The bytes of a field, lent.
    @_lifetime(copy self)
    package func span(_ range: Range<Int>) throws(ParseError) -> Span<UInt8> {
        try cursor.slice(range)
    }

    /// The bytes of a field, copied.
    package func array(_ range: Range<Int>) throws(ParseError) -> [UInt8] {
        let lent = try cursor.slice(range)
        return Array(capacity: lent.count) { output in
            for index in 0..<lent.count { output.append(lent[index]) }
        }
    }

    /// The text of a field; an error where it is not UTF-8, as the format demands.
    package func text(_ range: Range<Int>) throws(ParseError) -> String {
        let lent = try cursor.slice(range)
        guard let utf8 = try? UTF8Span(validating: lent) else { throw cursor.error("a text is not UTF-8") }
        return String(copying: utf8)
    }

    /// The numbers of a packed field (`repeated int64` and the like), which lie without tags behind one another.
    package func packedVarints(_ range: Range<Int>) throws(ParseError) -> [UInt64] {
        var inside = Cursor(try cursor.slice(range), format: Self.format)
        var numbers: [UInt64] = []
        while !inside.isAtEnd { numbers.append(try inside.varint()) }
        return numbers
    }

    /// An error at this place, for a caller that finds the meaning wrong.
    package func error(_ reason: String) -> ParseError { cursor.error(reason) }

    // MARK: Values

    /// A varint that ends within this message.
    private mutating func varint() throws(ParseError) -> UInt64 {
        let value = try cursor.varint()
        guard cursor.offset <= end else { throw cursor.error("a number goes on behind its message") }
        return value
    }

    private mutating func take(_ count: Int, in number: Int) throws(ParseError) -> Range<Int> {
        guard count <= end - cursor.offset else { throw tooLong(number) }
        let start = cursor.offset
        try cursor.skip(count)
        return start..<cursor.offset
    }

    /// Of at most eight bytes that were taken before.
    private func little(_ range: Range<Int>) -> UInt64 {
        var value: UInt64 = 0
        for index in range.reversed() { value = value << 8 | UInt64(cursor.bytes[index]) }
        return value
    }

    private func tooLong(_ number: Int) -> ParseError {
        cursor.error("field \(number) is longer than its message")
    }
}
