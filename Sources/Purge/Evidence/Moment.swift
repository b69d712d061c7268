/// Moments of records, to the nanosecond and in UTC: the text says as much as the number.
///
/// ```
///  1795229045123456789   <->   2026-11-21T03:04:05.123456789Z
///  nanoseconds since 1970      RFC 3339, always with nine decimals
/// ```
enum Moment {
    /// Nanoseconds in a second.
    private static let second: Int64 = 1_000_000_000
    private static let day: Int64 = 86_400
    private static let length = 30

    /// The text of a moment; every number has one.
    static func text(_ nanoseconds: Int64) -> String {
        let (seconds, fraction) = floorDivide(nanoseconds, second)
        let (days, rest) = floorDivide(seconds, day)
        let date = civil(days)
        return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2) + "T"
            + padded(rest / 3_600, 2) + ":" + padded(rest / 60 % 60, 2) + ":" + padded(rest % 60, 2) + "."
            + padded(fraction, 9) + "Z"
    }

    /// The number of a text as above; `nil` for all else.
    static func nanoseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == length, let year = number(bytes[..<4]), let month = number(bytes[5..<7]),
            let dayOfMonth = number(bytes[8..<10]), let hour = number(bytes[11..<13]),
            let minute = number(bytes[14..<16]), let whole = number(bytes[17..<19]),
            let fraction = number(bytes[20..<29])
        else { return nil }
        guard (1...12).contains(month), (1...31).contains(dayOfMonth), hour < 24, minute < 60, whole < 60 else {
            return nil
        }
        let days = daysFromCivil(year, month, dayOfMonth)
        let seconds = days * day + hour * 3_600 + minute * 60 + whole
        // Below zero the product alone may not fit though the sum does: so one second goes to the fraction.
        let isNegative = seconds < 0
        let (product, overflow) = (isNegative ? seconds + 1 : seconds).multipliedReportingOverflow(by: second)
        let (sum, late) = product.addingReportingOverflow(isNegative ? fraction - second : fraction)
        guard !overflow, !late else { return nil }
        // Dates that no calendar has, and other punctuation, would be written otherwise.
        return self.text(sum) == text ? sum : nil
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }

    /// The date of a day counted from 1970-01-01. Years are taken to begin in March, so that the leap day is the last
    /// of its year; 146,097 days are 400 years.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (
            era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        )
    }

    /// The other way round.
    private static func daysFromCivil(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let (era, yearOfEra) = floorDivide(month <= 2 ? year - 1 : year, 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Division that rounds down, so that the rest is never negative.
    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, rest: Int64) {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
