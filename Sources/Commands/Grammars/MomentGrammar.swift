/// A moment in UTC: a day, or a day with a time. The value is in nanoseconds since 1970.
///
/// ```
///  2026-11-21                   the beginning of that day
///  2026-11-21T03:04:05Z
/// ```
struct MomentGrammar: Grammar {
    private static let dayLength = 10
    private static let fullLength = 20
    private static let second: Int64 = 1_000_000_000

    var expectation: String { "a day such as `2026-11-21`, or a time such as `2026-11-21T03:04:05Z`" }

    func read(argument: [UInt8]) -> Int64? {
        guard argument.count == Self.dayLength || argument.count == Self.fullLength,
            let year = Self.number(argument, 0..<4, 1970...2262), argument[4] == UInt8(ascii: "-"),
            let month = Self.number(argument, 5..<7, 1...12), argument[7] == UInt8(ascii: "-"),
            let day = Self.number(argument, 8..<10, 1...Self.days(in: month, of: year))
        else { return nil }
        var seconds = Self.days(before: year, month, day) * 86_400
        if argument.count == Self.fullLength {
            guard argument[10] == UInt8(ascii: "T"), let hour = Self.number(argument, 11..<13, 0...23),
                argument[13] == UInt8(ascii: ":"), let minute = Self.number(argument, 14..<16, 0...59),
                argument[16] == UInt8(ascii: ":"), let rest = Self.number(argument, 17..<19, 0...59),
                argument[19] == UInt8(ascii: "Z")
            else { return nil }
            seconds += hour * 3_600 + minute * 60 + rest
        }
        let (product, overflow) = seconds.multipliedReportingOverflow(by: Self.second)
        return overflow ? nil : product
    }

    /// A moment is no default of anything.
    func literal(_ value: Int64) -> Literal? { nil }

    private static func number(_ text: [UInt8], _ range: Range<Int>, _ allowed: ClosedRange<Int64>) -> Int64? {
        NumberGrammar.digits(text[range]).flatMap { allowed.contains($0) ? $0 : nil }
    }

    private static func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 to a date that is not before it.
    private static func days(before year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        var days = day - 1
        for earlier in 1970..<year { days += isLeap(earlier) ? 366 : 365 }
        for earlier in 1..<month { days += Self.days(in: earlier, of: year) }
        return days
    }
}
