import Bytes

/// Writes TOML values as toml-test's tagged JSON, in the form that the oracle compares; see its head.
enum TOMLTagged {
    /// One table as one line of JSON.
    static func line(_ table: TOMLTable) -> String {
        "{" + table.entries.map { "\(quoted($0.key)):\(text($0.item.value))" }.joined(separator: ",") + "}"
    }

    private static func text(_ value: TOMLValue) -> String {
        switch value {
        case .string(let text): tag("string", text)
        case .integer(let number): tag("integer", String(number))
        case .float(let number): tag("float", number.isNaN ? "nan" : hexadecimal(number.bitPattern))
        case .boolean(let flag): tag("bool", flag ? "true" : "false")
        case .offsetDateTime(let value):
            tag("datetime", "\(value.date)T\(clock(value.time))\(offset(value.offsetMinutes))")
        case .localDateTime(let value): tag("datetime-local", "\(value.date)T\(clock(value.time))")
        case .localDate(let date): tag("date-local", date.description)
        case .localTime(let time): tag("time-local", clock(time))
        case .array(let items): "[" + items.map { text($0.value) }.joined(separator: ",") + "]"
        case .table(let table): line(table)
        }
    }

    private static func tag(_ type: String, _ value: String) -> String {
        "{\"type\":\"\(type)\",\"value\":\(quoted(value))}"
    }

    /// A JSON string in ASCII only.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for unit in text.utf16 {
            if (0x20..<0x7F).contains(unit), unit != 0x22, unit != 0x5C, let scalar = Unicode.Scalar(unit) {
                result.unicodeScalars.append(scalar)
            } else {
                result += "\\u" + padded(String(unit, radix: 16), to: 4)
            }
        }
        return result + "\""
    }

    /// Two digits per byte.
    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    private static func hexadecimal(_ number: UInt64) -> String { padded(String(number, radix: 16), to: 16) }

    /// The oracle keeps microseconds.
    private static func clock(_ time: TOMLLocalTime) -> String {
        let parts = [time.hour, time.minute, time.second].map { padded(String($0), to: 2) }
        return parts.joined(separator: ":") + "." + padded(String(time.nanosecond / 1_000), to: 6)
    }

    private static func offset(_ minutes: Int) -> String {
        let ahead = abs(minutes)
        return (minutes < 0 ? "-" : "+") + padded(String(ahead / 60), to: 2) + ":" + padded(String(ahead % 60), to: 2)
    }

    private static func padded(_ text: String, to width: Int) -> String {
        String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
