/// Times of the internet (RFC 3339): `2026-09-04T00:47:46.156672516Z`.
///
/// ```
///   2026-09-04 T 00:47:46 .156672516 Z
///   day          time      nine digits count, further ones are cut off
///                                     or +02:00
/// ```
package enum InternetTime {
    /// Digits behind the dot that count.
    private static let fraction = 9
    /// Bytes of the longest text that is read.
    private static let lengthLimit = 64

    /// Nanoseconds since 1970; `nil` for another form, or where they do not fit.
    package static func nanoseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= lengthLimit else { return nil }
        guard bytes[4] == dash, bytes[7] == dash, bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[13] == colon,
            bytes[16] == colon, let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
            let day = number(bytes[8..<10]), let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
            let second = number(bytes[17..<19]), (1...12).contains(month), (1...days(month, of: year)).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var at = 19
        var rest: Int64 = 0
        if bytes[at] == UInt8(ascii: ".") {
            let digits = bytes[(at + 1)...].prefix { $0.isASCIIDigit }
            guard let value = number(digits.prefix(fraction)) else { return nil }
            rest = value
            for _ in digits.prefix(fraction).count..<fraction { rest *= 10 }
            at += 1 + digits.count
        }
        guard let offset = offset(bytes[at...]) else { return nil }
        let seconds = ((dayNumber(year, month, day) * 24 + hour) * 60 + minute - offset) * 60 + second
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = product.addingReportingOverflow(rest)
        return overflow || carry ? nil : sum
    }

    private static let dash = UInt8(ascii: "-")
    private static let colon = UInt8(ascii: ":")

    /// A number of at most nine digits; `nil` where there is none.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard !digits.isEmpty, digits.count <= fraction, digits.allSatisfy(\.isASCIIDigit) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    private static func days(_ month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Minutes ahead of UTC: `Z` or `+hh:mm`.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        let zone = Array(bytes)
        if zone.count == 1 { return zone[0] | 0x20 == UInt8(ascii: "z") ? 0 : nil }
        guard zone.count == 6, zone[3] == colon, let hours = number(zone[1..<3]), let minutes = number(zone[4..<6]),
            hours < 24, minutes < 60
        else { return nil }
        switch zone[0] {
        case UInt8(ascii: "+"): return hours * 60 + minutes
        case dash: return -(hours * 60 + minutes)
        default: return nil
        }
    }

    /// Days since 1970, counted from March, so that the leap day is the last of its year.
    private static func dayNumber(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month < 3 ? year - 1 : year
        let place = (month + 9) % 12
        let whole = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400
        return whole + (place * 306 + 5) / 10 + day - 1 - 719_468
    }
}
