/// A length of time in days, hours, minutes or seconds: `90d`, `12h`, `30m`, `90s`. The value is in seconds.
struct DurationGrammar: Grammar {
    /// A hundred years: more is a slip of the finger, and would leave the range of times in nanoseconds.
    static let longest: Int64 = 36_500 * 86_400

    // Longest first, so that writing finds the shortest form.
    private static let units: [(letter: UInt8, seconds: Int64)] = [
        (UInt8(ascii: "d"), 86_400), (UInt8(ascii: "h"), 3_600), (UInt8(ascii: "m"), 60),
        (UInt8(ascii: "s"), 1),
    ]

    var expectation: String { "a length of time such as `90d`, `12h` or `30m`" }

    func read(argument: [UInt8]) -> Int64? {
        guard let unit = Self.units.first(where: { $0.letter == argument.last }),
            let count = NumberGrammar.digits(argument.dropLast())
        else { return nil }
        let (seconds, overflow) = count.multipliedReportingOverflow(by: unit.seconds)
        return overflow || seconds < 1 || seconds > Self.longest ? nil : seconds
    }

    func literal(_ value: Int64) -> Literal? {
        for unit in Self.units where value % unit.seconds == 0 {
            return .text("\(value / unit.seconds)\(Character(Unicode.Scalar(unit.letter)))")
        }
        return nil
    }
}
