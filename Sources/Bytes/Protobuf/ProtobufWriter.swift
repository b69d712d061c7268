/// Writes a protobuf message field by field: the requests to engines, and what tests read.
///
/// ```
///   var request = ProtobufWriter()
///   request.text(1, "type==exec.cachemount")
///   request.message(2) { $0.varint(1, 7) }
///   request.bytes              0a 15 74 79 …
/// ```
///
/// Values that are zero or empty are written like all others: who wants them left out, as proto3 does, does not call.
package struct ProtobufWriter: Sendable {
    /// What was written so far.
    package private(set) var bytes: [UInt8] = []

    /// Begins an empty message.
    package init() {}

    /// An unsigned integer, an enumeration.
    package mutating func varint(_ field: Int, _ value: UInt64) {
        tag(field, kind: 0)
        append(value)
    }

    /// An `int64` or `int32`.
    package mutating func signed(_ field: Int, _ value: Int64) {
        varint(field, UInt64(bitPattern: value))
    }

    /// A truth value.
    package mutating func boolean(_ field: Int, _ value: Bool) {
        varint(field, value ? 1 : 0)
    }

    /// A `fixed64`, `sfixed64` or the bits of a `double`.
    package mutating func fixed64(_ field: Int, _ value: UInt64) {
        tag(field, kind: 1)
        for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * shift))) }
    }

    /// A `fixed32`, `sfixed32` or the bits of a `float`.
    package mutating func fixed32(_ field: Int, _ value: UInt32) {
        tag(field, kind: 5)
        for shift in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * shift))) }
    }

    /// Bytes, or a message that was written before.
    package mutating func bytes(_ field: Int, _ value: [UInt8]) {
        tag(field, kind: 2)
        append(UInt64(value.count))
        bytes += value
    }

    /// A text.
    package mutating func text(_ field: Int, _ value: String) {
        bytes(field, Array(value.utf8))
    }

    /// A message inside this one.
    package mutating func message(_ field: Int, _ body: (inout ProtobufWriter) -> Void) {
        var inner = ProtobufWriter()
        body(&inner)
        bytes(field, inner.bytes)
    }

    /// A map's entry with texts on both sides.
    package mutating func entry(_ field: Int, _ key: String, _ value: String) {
        message(field) { entry in
            entry.text(1, key)
            entry.text(2, value)
        }
    }

    /// Field numbers stand in our own code and are never read from a file.
    private mutating func tag(_ field: Int, kind: UInt64) {
        append(UInt64(truncatingIfNeeded: field) << 3 | kind)
    }

    private mutating func append(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}
