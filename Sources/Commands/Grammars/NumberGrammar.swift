/// A whole number within bounds, in decimal digits.
struct NumberGrammar: Grammar {
    let range: ClosedRange<Int>

    var expectation: String { "a whole number from \(range.lowerBound) to \(range.upperBound)" }

    func read(argument: [UInt8]) -> Int? { Self.number(argument, in: range) }

    func read(literal: Literal) -> Int? {
        guard case .integer(let number) = literal, let value = Int(exactly: number) else { return nil }
        return range.contains(value) ? value : nil
    }

    func literal(_ value: Int) -> Literal? { .integer(Int64(value)) }

    /// Digits only: no sign, no spaces. Overflow is a refusal like any other.
    static func number(_ bytes: [UInt8], in range: ClosedRange<Int>) -> Int? {
        guard let value = digits(bytes[...]).flatMap({ Int(exactly: $0) }) else { return nil }
        return range.contains(value) ? value : nil
    }

    /// The value of one or more decimal digits; `nil` for anything else and for what 64 bits do not hold.
    static func digits(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard !bytes.isEmpty else { return nil }
        var value: Int64 = 0
        for byte in bytes {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tenfold.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            if overflow || carry { return nil }
            value = sum
        }
        return value
    }
}
