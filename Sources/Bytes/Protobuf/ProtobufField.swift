/// One field of a protobuf message, as it stands on the wire: which meaning its number has only the schema knows.
package struct ProtobufField: Sendable, Equatable {
    /// What the field holds. The wire has four kinds of values; a schema's types are readings of them.
    package enum Value: Sendable, Equatable {
        /// Integers, truth values and enumerations; a negative `int64` as its two's complement.
        case varint(UInt64)
        /// `fixed64`, and the bits of a `double`.
        case fixed64(UInt64)
        /// `fixed32`, and the bits of a `float`.
        case fixed32(UInt32)
        /// Texts, bytes, messages and packed numbers: where they lie in the scanner's bytes.
        case bytes(Range<Int>)
    }

    /// 1 to 536,870,911.
    package var number: Int
    /// What it holds.
    package var value: Value

    /// Puts a field together.
    package init(number: Int, value: Value) {
        self.number = number
        self.value = value
    }

    /// The number read as `int64` or `int32`.
    package var signed: Int64? { if case .varint(let bits) = value { Int64(bitPattern: bits) } else { nil } }

    /// The number read as `bool`: everything but zero is true.
    package var boolean: Bool? { if case .varint(let bits) = value { bits != 0 } else { nil } }
}
