import Bytes

/// `google.protobuf.Timestamp`: {1 seconds since 1970, 2 nanoseconds}.
enum Timestamp {
    /// Nanoseconds since 1970; `nil` where they do not fit.
    static func nanoseconds(_ message: consuming ProtobufScanner) throws(ParseError) -> Int64? {
        var seconds: Int64 = 0
        var rest: Int64 = 0
        while let field = try message.next() {
            switch field.number {
            case 1: seconds = field.signed ?? seconds
            case 2: rest = field.signed ?? rest
            default: break
            }
        }
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, late) = product.addingReportingOverflow(rest)
        return overflow || late ? nil : sum
    }
}
