/// A place in borrowed bytes, and every way to read on from it.
///
/// ```
///   bytes   | 7f | 45 | 4c | 46 | 02 | 01 | ...            |
///                       ^ offset      remaining ----------->
/// ```
///
/// The one way in which readers of this project touch foreign bytes: each length is compared with what is left
/// before it is used, sums and products of foreign numbers go through `sum` and `product`, and everything that does
/// not fit throws a `ParseError` with the offset. The bytes stay with their owner: the type cannot outlive them.
package struct Cursor: ~Escapable {
    /// All bytes, also those before `offset`.
    package let bytes: Span<UInt8>
    /// The next byte to be read; always `0...bytes.count`.
    package private(set) var offset: Int
    /// Name of the format, for errors.
    package let format: String

    /// Begins at the first byte.
    @_lifetime(copy bytes)
    package init(_ bytes: Span<UInt8>, format: String) {
        self.bytes = bytes
        self.format = format
        offset = 0
    }

    /// Bytes from here to the end.
    package var remaining: Int { bytes.count - offset }

    /// Whether everything was read.
    package var isAtEnd: Bool { offset == bytes.count }

    /// The error for this place.
    package func error(_ reason: String) -> ParseError {
        ParseError(format: format, reason: reason, offset: offset)
    }

    /// Looks at a byte from here without taking it; `nil` beyond the end.
    package func peek(_ distance: Int = 0) -> UInt8? {
        guard distance >= 0, distance < remaining else { return nil }
        return bytes[offset &+ distance]
    }

    /// Takes one byte.
    package mutating func byte() throws(ParseError) -> UInt8 {
        guard offset < bytes.count else { throw tooShort(wanted: 1) }
        let value = bytes[offset]
        offset &+= 1
        return value
    }

    /// Takes the next byte if it is this one.
    package mutating func take(_ expected: UInt8) -> Bool {
        guard offset < bytes.count, bytes[offset] == expected else { return false }
        offset &+= 1
        return true
    }

    /// Takes the next bytes if they are these.
    package mutating func take(_ expected: [UInt8]) -> Bool {
        guard starts(with: expected) else { return false }
        offset &+= expected.count
        return true
    }

    /// Whether the next bytes are these.
    package func starts(with expected: [UInt8]) -> Bool {
        guard expected.count <= remaining else { return false }
        for index in 0..<expected.count where bytes[offset &+ index] != expected[index] { return false }
        return true
    }

    /// Takes a number of bytes, lent.
    @_lifetime(copy self)
    package mutating func take(count: Int) throws(ParseError) -> Span<UInt8> {
        guard count >= 0, count <= remaining else { throw tooShort(wanted: count) }
        let lent = bytes.extracting(offset..<(offset &+ count))
        offset &+= count
        return lent
    }

    /// Lends bytes between two offsets that were seen before.
    @_lifetime(copy self)
    package func slice(_ range: Range<Int>) throws(ParseError) -> Span<UInt8> {
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else {
            throw error("bytes \(range.lowerBound) to \(range.upperBound) lie outside of the \(bytes.count) there are")
        }
        return bytes.extracting(range)
    }

    /// Goes over a number of bytes.
    package mutating func skip(_ count: Int) throws(ParseError) {
        guard count >= 0, count <= remaining else { throw tooShort(wanted: count) }
        offset &+= count
    }

    /// Goes to an offset from the beginning.
    package mutating func move(to target: Int) throws(ParseError) {
        guard target >= 0, target <= bytes.count else {
            throw error("offset \(target) lies outside of the \(bytes.count) bytes there are")
        }
        offset = target
    }

    private func tooShort(wanted: Int) -> ParseError {
        error("\(wanted) bytes expected, \(remaining) left")
    }
}
