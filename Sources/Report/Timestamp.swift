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
        var bytes: [UInt8] = []
        append(nanoseconds: nanoseconds, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A moment counted in seconds since 1970. Before the year 1 and after 9999 it saturates.
    package static func rfc3339(seconds: Int64, milliseconds: Int = 0) -> String {
        var bytes: [UInt8] = []
        append(seconds: seconds, milliseconds: Int64(min(max(milliseconds, 0), 999)), to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends a moment counted in nanoseconds: inventories hold hundreds of thousands, and no text is made of them.
    static func append(nanoseconds: Int64, to bytes: inout [UInt8]) {
        let (seconds, rest) = floorDivide(nanoseconds, 1_000_000_000)
        append(seconds: seconds, milliseconds: rest / 1_000_000, to: &bytes)
    }

    private static func append(seconds: Int64, milliseconds: Int64, to bytes: inout [UInt8]) {
        if seconds < first { return bytes.append(contentsOf: "0001-01-01T00:00:00.000Z".utf8) }
        if seconds > last { return bytes.append(contentsOf: "9999-12-31T23:59:59.999Z".utf8) }
        let (day, second) = floorDivide(seconds, 86_400)
        let date = civil(day: day)
        append(date.year, 4, UInt8(ascii: "-"), to: &bytes)
        append(date.month, 2, UInt8(ascii: "-"), to: &bytes)
        append(date.day, 2, UInt8(ascii: "T"), to: &bytes)
        append(second / 3_600, 2, UInt8(ascii: ":"), to: &bytes)
        append(second / 60 % 60, 2, UInt8(ascii: ":"), to: &bytes)
        append(second % 60, 2, UInt8(ascii: "."), to: &bytes)
        append(milliseconds, 3, UInt8(ascii: "Z"), to: &bytes)
    }

    /// Appends the last digits of a number that is not negative, and what stands behind them.
    private static func append(_ value: Int64, _ width: Int, _ mark: UInt8, to bytes: inout [UInt8]) {
        var unit: Int64 = 1
        for _ in 1..<width { unit *= 10 }
        while unit > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / unit % 10))
            unit /= 10
        }
        bytes.append(mark)
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
}
