import Bytes

/// Writes TOML values as toml-test's tagged JSON, in the form that the oracle compares; see its head.
enum TOMLTagged {
    /// One table as one line of JSON.
    static func line(_ table: TOMLTable) -> String {
        "{" + table.entries.map { "\(OracleText.quoted($0.key)):\(text($0.item.value))" }.joined(separator: ",") + "}"
    }

    private static func text(_ value: TOMLValue) -> String {
        switch value {
        case .string(let text): tag("string", text)
        case .integer(let number): tag("integer", String(number))
        case .float(let number): tag("float", number.isNaN ? "nan" : OracleText.hexadecimal(number.bitPattern))
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
        "{\"type\":\"\(type)\",\"value\":\(OracleText.quoted(value))}"
    }

    /// The oracle keeps microseconds.
    private static func clock(_ time: TOMLLocalTime) -> String {
        let parts = [time.hour, time.minute, time.second].map { OracleText.padded(String($0), to: 2) }
        return parts.joined(separator: ":") + "." + OracleText.padded(String(time.nanosecond / 1_000), to: 6)
    }

    private static func offset(_ minutes: Int) -> String {
        let ahead = abs(minutes)
        return (minutes < 0 ? "-" : "+") + OracleText.padded(String(ahead / 60), to: 2) + ":"
            + OracleText.padded(String(ahead % 60), to: 2)
    }
}
