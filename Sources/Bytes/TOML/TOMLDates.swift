/// A date without a place: `1979-05-27`.
package struct TOMLLocalDate: Sendable, Hashable, CustomStringConvertible {
    // Kept small: the size of a date is the size of every TOML value.
    private let storedYear: Int16
    private let storedMonth: UInt8
    private let storedDay: UInt8

    /// 0 to 9999.
    package var year: Int { Int(storedYear) }
    /// 1 to 12.
    package var month: Int { Int(storedMonth) }
    /// 1 to 31, and no more than the month has.
    package var day: Int { Int(storedDay) }

    /// The date, or `nil` where the calendar has none such.
    package init?(year: Int, month: Int, day: Int) {
        guard (0...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= Self.days(inMonth: month, ofYear: year)
        else { return nil }
        storedYear = Int16(year)
        storedMonth = UInt8(month)
        storedDay = UInt8(day)
    }

    /// Days of a month in the Gregorian calendar, which RFC 3339 uses for all years.
    package static func days(inMonth month: Int, ofYear year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// `1979-05-27`.
    package var description: String {
        "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))"
    }
}

/// A time of day without a place: `07:32:00.999999`.
package struct TOMLLocalTime: Sendable, Hashable, CustomStringConvertible {
    private let storedHour: UInt8
    private let storedMinute: UInt8
    private let storedSecond: UInt8
    private let storedNanosecond: Int32

    /// 0 to 23.
    package var hour: Int { Int(storedHour) }
    /// 0 to 59.
    package var minute: Int { Int(storedMinute) }
    /// 0 to 59: without a table of leap seconds nobody can tell a right 60 from a wrong one, so none is accepted.
    package var second: Int { Int(storedSecond) }
    /// Nanoseconds; further digits of the document are dropped, as TOML asks.
    package var nanosecond: Int { Int(storedNanosecond) }

    /// The time, or `nil` where no clock shows it.
    package init?(hour: Int, minute: Int, second: Int, nanosecond: Int = 0) {
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
            (0...999_999_999).contains(nanosecond)
        else { return nil }
        storedHour = UInt8(hour)
        storedMinute = UInt8(minute)
        storedSecond = UInt8(second)
        storedNanosecond = Int32(nanosecond)
    }

    /// `07:32:00`, with nine digits of a fraction where there is one.
    package var description: String {
        let whole = "\(hour.padded(to: 2)):\(minute.padded(to: 2)):\(second.padded(to: 2))"
        return nanosecond == 0 ? whole : "\(whole).\(nanosecond.padded(to: 9))"
    }
}

/// A date and a time without a place: `1979-05-27T07:32:00`.
package struct TOMLLocalDateTime: Sendable, Hashable, CustomStringConvertible {
    /// The day.
    package var date: TOMLLocalDate
    /// The time of that day.
    package var time: TOMLLocalTime

    /// Joins both.
    package init(date: TOMLLocalDate, time: TOMLLocalTime) {
        self.date = date
        self.time = time
    }

    /// `1979-05-27T07:32:00`.
    package var description: String { "\(date)T\(time)" }
}

/// An instant: `1979-05-27T00:32:00-07:00`.
package struct TOMLOffsetDateTime: Sendable, Hashable, CustomStringConvertible {
    /// The day.
    package var date: TOMLLocalDate
    /// The time of that day.
    package var time: TOMLLocalTime
    private let storedOffset: Int16

    /// Minutes ahead of UTC, -1439 to 1439.
    package var offsetMinutes: Int { Int(storedOffset) }

    /// Joins date, time and offset; `nil` where the offset is a day or more.
    package init?(date: TOMLLocalDate, time: TOMLLocalTime, offsetMinutes: Int) {
        guard (-1439...1439).contains(offsetMinutes) else { return nil }
        self.date = date
        self.time = time
        storedOffset = Int16(offsetMinutes)
    }

    /// `1979-05-27T00:32:00-07:00`; UTC is `Z`.
    package var description: String {
        if offsetMinutes == 0 { return "\(date)T\(time)Z" }
        let minutes = abs(offsetMinutes)
        let sign = offsetMinutes < 0 ? "-" : "+"
        return "\(date)T\(time)\(sign)\((minutes / 60).padded(to: 2)):\((minutes % 60).padded(to: 2))"
    }
}

extension Int {
    /// Decimal digits with zeros in front; for numbers of at least 0.
    fileprivate func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
