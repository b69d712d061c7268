/// An unquoted value, cut out of its document.
struct TOMLWord {
    /// Why it is no value.
    struct Problem: Error {
        var reason: String
    }

    private let text: [UInt8]

    /// Takes the bytes of the word.
    init(_ text: [UInt8]) {
        self.text = text
    }

    /// What the word means.
    func value() throws(Problem) -> TOMLValue {
        switch String(decoding: text, as: UTF8.self) {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "inf", "+inf": return .float(.infinity)
        case "-inf": return .float(-.infinity)
        case "nan", "+nan": return .float(.nan)
        case "-nan": return .float(-.nan)
        default: break
        }
        if looksLikeDate || looksLikeTime { return try dateOrTime() }
        return try number()
    }

    // MARK: Numbers

    private func number() throws(Problem) -> TOMLValue {
        if text.count > 1, text[0] == UInt8(ascii: "0") {
            switch text[1] {
            case UInt8(ascii: "x"): return .integer(try prefixed(radix: 16, "hexadecimal"))
            case UInt8(ascii: "o"): return .integer(try prefixed(radix: 8, "octal"))
            case UInt8(ascii: "b"): return .integer(try prefixed(radix: 2, "binary"))
            default: break
            }
        }
        var at = 0
        if isSign(at) { at += 1 }
        let wholeStart = at
        guard let wholeEnd = digits(from: at) else { throw notAValue() }
        if text[wholeStart] == UInt8(ascii: "0"), wholeEnd > wholeStart + 1 {
            throw Problem(reason: "expected a number without leading zeros")
        }
        at = wholeEnd
        if at == text.count { return .integer(try decimal()) }
        if text[at] == UInt8(ascii: ".") {
            guard let end = digits(from: at + 1) else { throw Problem(reason: "expected digits behind the point") }
            at = end
        }
        if at < text.count, text[at] == UInt8(ascii: "e") || text[at] == UInt8(ascii: "E") {
            at += 1
            if isSign(at) { at += 1 }
            guard let end = digits(from: at) else { throw Problem(reason: "expected digits in the exponent") }
            at = end
        }
        guard at == text.count else { throw notAValue() }
        guard let number = Double(withoutUnderscores) else { throw notAValue() }
        return .float(number)
    }

    /// The end of digits with single underscores between them; `nil` where there are none, or an underscore stands
    /// first, last or doubled.
    private func digits(from start: Int) -> Int? {
        var at = start
        while at < text.count {
            if text[at].isDigit {
                at += 1
            } else if text[at] == UInt8(ascii: "_"), at > start, text[at - 1].isDigit, at + 1 < text.count,
                text[at + 1].isDigit
            {
                at += 1
            } else {
                break
            }
        }
        return at > start ? at : nil
    }

    private func isSign(_ at: Int) -> Bool {
        at < text.count && (text[at] == UInt8(ascii: "+") || text[at] == UInt8(ascii: "-"))
    }

    private var withoutUnderscores: String {
        String(decoding: text.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    }

    private func decimal() throws(Problem) -> Int64 {
        guard let number = Int64(withoutUnderscores) else { throw tooLarge() }
        return number
    }

    private func prefixed(radix: Int64, _ name: String) throws(Problem) -> Int64 {
        var number: Int64 = 0
        var isAfterDigit = false
        for byte in text.dropFirst(2) {
            if byte == UInt8(ascii: "_"), isAfterDigit {
                isAfterDigit = false
                continue
            }
            guard let digit = byte.hexadecimalValue, Int64(digit) < radix else {
                throw Problem(reason: "expected \(name) digits, with single underscores between them at most")
            }
            let (product, overflow) = number.multipliedReportingOverflow(by: radix)
            let (sum, carry) = product.addingReportingOverflow(Int64(digit))
            if overflow || carry { throw tooLarge() }
            number = sum
            isAfterDigit = true
        }
        guard isAfterDigit else {
            throw Problem(reason: "expected \(name) digits, with single underscores between them at most")
        }
        return number
    }

    private func tooLarge() -> Problem {
        Problem(reason: "expected an integer from \(Int64.min) to \(Int64.max)")
    }

    // MARK: Dates and times

    private var looksLikeDate: Bool {
        text.count >= 5 && text[0].isDigit && text[1].isDigit && text[2].isDigit && text[3].isDigit
            && text[4] == UInt8(ascii: "-")
    }

    private var looksLikeTime: Bool {
        text.count >= 3 && text[0].isDigit && text[1].isDigit && text[2] == UInt8(ascii: ":")
    }

    private func dateOrTime() throws(Problem) -> TOMLValue {
        var at = 0
        guard looksLikeDate else {
            let clock = try time(&at)
            guard at == text.count else {
                throw Problem(reason: "expected a local time such as `07:32:00` and no more")
            }
            return .localTime(clock)
        }
        let day = try date(&at)
        if at == text.count { return .localDate(day) }
        guard text[at] == UInt8(ascii: "T") || text[at] == UInt8(ascii: "t") || text[at] == UInt8(ascii: " ") else {
            throw Problem(reason: "expected `T` or a blank between date and time")
        }
        at += 1
        let clock = try time(&at)
        if at == text.count { return .localDateTime(TOMLLocalDateTime(date: day, time: clock)) }
        let minutes = try offset(&at)
        guard at == text.count, let instant = TOMLOffsetDateTime(date: day, time: clock, offsetMinutes: minutes) else {
            throw Problem(reason: "expected nothing behind the offset")
        }
        return .offsetDateTime(instant)
    }

    private func date(_ at: inout Int) throws(Problem) -> TOMLLocalDate {
        let shape = Problem(reason: "expected a date such as `1979-05-27`")
        guard let year = fixed(4, &at), skip("-", &at), let month = fixed(2, &at), skip("-", &at),
            let day = fixed(2, &at)
        else { throw shape }
        guard let date = TOMLLocalDate(year: year, month: month, day: day) else {
            throw Problem(reason: "expected a day that the calendar has")
        }
        return date
    }

    private func time(_ at: inout Int) throws(Problem) -> TOMLLocalTime {
        guard let hour = fixed(2, &at), skip(":", &at), let minute = fixed(2, &at), skip(":", &at),
            let second = fixed(2, &at)
        else { throw Problem(reason: "expected a time with hours, minutes and seconds such as `07:32:00`") }
        var nanosecond = 0
        if skip(".", &at) {
            let start = at
            while at < text.count, text[at].isDigit {
                if at - start < 9 { nanosecond = nanosecond * 10 + Int(text[at] - UInt8(ascii: "0")) }
                at += 1
            }
            guard at > start else { throw Problem(reason: "expected digits behind the point") }
            for _ in min(9, at - start)..<9 { nanosecond *= 10 }
        }
        guard let time = TOMLLocalTime(hour: hour, minute: minute, second: second, nanosecond: nanosecond) else {
            throw Problem(reason: "expected a time from `00:00:00` to `23:59:59`")
        }
        return time
    }

    private func offset(_ at: inout Int) throws(Problem) -> Int {
        if skip("Z", &at) || skip("z", &at) { return 0 }
        let isNegative = skip("-", &at)
        guard isNegative || skip("+", &at), let hours = fixed(2, &at), skip(":", &at), let minutes = fixed(2, &at),
            hours <= 23, minutes <= 59
        else { throw Problem(reason: "expected `Z` or an offset such as `+02:00` behind the time") }
        return (hours * 60 + minutes) * (isNegative ? -1 : 1)
    }

    /// A number of exactly so many digits.
    private func fixed(_ count: Int, _ at: inout Int) -> Int? {
        guard at + count <= text.count else { return nil }
        var number = 0
        for index in at..<(at + count) {
            guard text[index].isDigit else { return nil }
            number = number * 10 + Int(text[index] - UInt8(ascii: "0"))
        }
        at += count
        return number
    }

    private func skip(_ character: Unicode.Scalar, _ at: inout Int) -> Bool {
        guard at < text.count, text[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    private func notAValue() -> Problem {
        switch String(decoding: text, as: UTF8.self).lowercased() {
        case "true", "false", "inf", "+inf", "-inf", "nan", "+nan", "-nan":
            Problem(reason: "expected it in lower case")
        case "null", "none", "nil", "yes", "no", "on", "off":
            Problem(reason: "expected a value: TOML knows `true` and `false`, and leaves out what has no value")
        default:
            text[0].isDigit || isSign(0)
                ? Problem(reason: "expected a number, a date or a time")
                : Problem(reason: "expected a value; text stands in quotes")
        }
    }
}
