/// Bytes whose order as bytes is the order of the version they stand for.
///
/// ```
///   10.2    ->  number(10)      number(2)
///               02 '1' '0'      01 '2'           length before digits: more digits, larger number
/// ```
///
/// A version is taken apart once; fifty thousand of them are then sorted by comparing bytes. Numbers keep their digits,
/// so there is no largest one.
struct SortKey {
    /// Lengths from here on take two more bytes.
    private static let longLength = 0xFF

    /// What was put together so far.
    private(set) var bytes: [UInt8] = []

    /// Begins with room for nearly all versions.
    init() {
        bytes.reserveCapacity(32)
    }

    /// A small number that ranks what follows.
    mutating func append(rank: UInt8) {
        bytes.append(rank)
    }

    /// A number of any size, by its ASCII digits; none at all are zero.
    mutating func append(digits: ArraySlice<UInt8>) {
        var rest = digits
        while rest.first == UInt8(ascii: "0") { rest = rest.dropFirst() }
        if rest.count < Self.longLength {
            bytes.append(UInt8(truncatingIfNeeded: rest.count))
        } else {
            bytes.append(UInt8(truncatingIfNeeded: Self.longLength))
            // Texts are limited to far less than 2^16 bytes.
            bytes.append(UInt8(truncatingIfNeeded: rest.count >> 8))
            bytes.append(UInt8(truncatingIfNeeded: rest.count))
        }
        bytes.append(contentsOf: rest)
    }

    /// Eight bytes, the highest first.
    mutating func append(word: UInt64) {
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }

    /// Text; the beginning of a text comes before it. A zero ends it, so the two lowest bytes are written as two.
    mutating func append(text: ArraySlice<UInt8>) {
        for byte in text {
            if byte < 2 { bytes.append(1) }
            bytes.append(byte < 2 ? byte + 1 : byte)
        }
        bytes.append(0)
    }

    /// Letters and digits in lower case, ASCII only.
    mutating func append(lowercased text: ArraySlice<UInt8>) {
        for byte in text { bytes.append(byte.asciiLowercased) }
        bytes.append(0)
    }
}
