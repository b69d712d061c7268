/// Moments as RFC 3339 writes them, always in UTC.
///
/// ```
///  1795229045123456789 ns   ->   2026-11-21T03:04:05.123Z
///                                ^ civil date      ^ cut to milliseconds, not rounded
/// ```
package enum Timestamp {
    /// Seconds of a moment in 1970 and the ends of what four digits of a year can say.
    static let first: Int64 = -62_135_596_800  // 0001-01-01T00:00:00Z
    static let last: Int64 = 253_402_300_799  // 9999-12-31T23:59:59Z

    /// A moment counted in nanoseconds since 1970; every value has one.
    package static func rfc3339(nanoseconds: Int64) -> String {
        let (seconds, rest) = floorDivide(nanoseconds, 1_000_000_000)
        return rfc3339(seconds: seconds, milliseconds: Int(rest / 1_000_000))
    }

    /// A moment counted in seconds since 1970. Before the year 1 and after 9999 it saturates.
    package static func rfc3339(seconds: Int64, milliseconds: Int = 0) -> String {
        if seconds < first { return "0001-01-01T00:00:00.000Z" }
        if seconds > last { return "9999-12-31T23:59:59.999Z" }
        let (day, second) = floorDivide(seconds, 86_400)
        let date = civil(day: day)
        let fraction = min(max(milliseconds, 0), 999)
        return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2) + "T"
            + padded(second / 3_600, 2) + ":" + padded(second / 60 % 60, 2) + ":" + padded(second % 60, 2) + "."
            + padded(Int64(fraction), 3) + "Z"
    }

    /// The same moment for people: `2026-11-21 03:04:05 UTC`.
    package static func plain(nanoseconds: Int64) -> String {
        let text = rfc3339(nanoseconds: nanoseconds)
        return text.prefix(10) + " " + text.dropFirst(11).prefix(8) + " UTC"
    }

    /// The date of a day counted from 1970-01-01, in the Gregorian calendar carried backwards.
    ///
    /// Years are taken to begin in March, so that the leap day is the last of its year; 146,097 days are 400 years.
    private static func civil(day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivide(day + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        // Months from March have 31, 30, 31, 30, 31 days in turn: 153 in five.
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfMonth)
    }

    /// Division that rounds down, so that the rest is never negative.
    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, rest: Int64) {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
