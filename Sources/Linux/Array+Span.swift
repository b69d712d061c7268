extension [UInt8] {
    /// Appends the bytes of a span as one block. (The standard library appends sequences; a span is none.)
    package mutating func append(copying span: Span<UInt8>) {
        unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
