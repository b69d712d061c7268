/// Numbers of fixed and of variable width.
extension Cursor {
    /// Two bytes, the low one first.
    package mutating func littleUInt16() throws(ParseError) -> UInt16 {
        UInt16(truncatingIfNeeded: try little(count: 2))
    }

    /// Four bytes, the lowest first.
    package mutating func littleUInt32() throws(ParseError) -> UInt32 {
        UInt32(truncatingIfNeeded: try little(count: 4))
    }

    /// Eight bytes, the lowest first.
    package mutating func littleUInt64() throws(ParseError) -> UInt64 {
        try little(count: 8)
    }

    /// Two bytes, the high one first.
    package mutating func bigUInt16() throws(ParseError) -> UInt16 {
        UInt16(truncatingIfNeeded: try big(count: 2))
    }

    /// Four bytes, the highest first.
    package mutating func bigUInt32() throws(ParseError) -> UInt32 {
        UInt32(truncatingIfNeeded: try big(count: 4))
    }

    /// Eight bytes, the highest first.
    package mutating func bigUInt64() throws(ParseError) -> UInt64 {
        try big(count: 8)
    }

    /// A number in groups of seven bits, the lowest group first; the top bit says that another byte follows.
    ///
    /// ```
    ///   1ggggggg 1ggggggg 0ggggggg      at most ten bytes, the tenth holds one bit
    /// ```
    ///
    /// Zero groups at the end are accepted, as protobuf readers do; more than 64 bits are an error.
    package mutating func varint() throws(ParseError) -> UInt64 {
        var ahead = self
        var value: UInt64 = 0
        for group in 0..<10 {
            let next = try ahead.byte()
            let bits = UInt64(next & 0x7F)
            if group == 9, bits > 1 { throw error("a variable-length number is larger than 64 bits") }
            value |= bits << UInt64(7 * group)
            if next & 0x80 == 0 {
                self = ahead
                return value
            }
        }
        throw error("a variable-length number is longer than ten bytes")
    }

    /// The signed number that protobuf folds into an unsigned one: 0, -1, 1, -2, …
    package mutating func zigzagVarint() throws(ParseError) -> Int64 {
        let folded = try varint()
        return Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1)
    }

    private mutating func little(count: Int) throws(ParseError) -> UInt64 {
        let field = try take(count: count)
        var value: UInt64 = 0
        for index in 0..<count { value |= UInt64(field[index]) << UInt64(8 * index) }
        return value
    }

    private mutating func big(count: Int) throws(ParseError) -> UInt64 {
        let field = try take(count: count)
        var value: UInt64 = 0
        for index in 0..<count { value = value << 8 | UInt64(field[index]) }
        return value
    }
}

/// Arithmetic on numbers that a file chose.
extension Cursor {
    /// The sum, or an error where it does not fit.
    package func sum(_ left: Int, _ right: Int) throws(ParseError) -> Int {
        let (result, overflow) = left.addingReportingOverflow(right)
        if overflow { throw error("\(left) + \(right) is larger than any size can be") }
        return result
    }

    /// The difference, or an error where it does not fit.
    package func difference(_ left: Int, _ right: Int) throws(ParseError) -> Int {
        let (result, overflow) = left.subtractingReportingOverflow(right)
        if overflow { throw error("\(left) - \(right) is larger than any size can be") }
        return result
    }

    /// The product, or an error where it does not fit.
    package func product(_ left: Int, _ right: Int) throws(ParseError) -> Int {
        let (result, overflow) = left.multipliedReportingOverflow(by: right)
        if overflow { throw error("\(left) x \(right) is larger than any size can be") }
        return result
    }

    /// A foreign number as a size, or an error where it does not fit or is above a limit.
    package func size(_ value: UInt64, limit: Int = .max) throws(ParseError) -> Int {
        guard let size = Int(exactly: value), size <= limit else {
            throw error("the size \(value) is above the limit of \(limit)")
        }
        return size
    }
}
