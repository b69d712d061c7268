import Bytes

/// Writes TOML values in one spelling: basic strings, inline tables, one line per key.
enum TOMLSpelling {
    /// A whole document.
    static func document(_ table: TOMLTable) -> String {
        table.entries.map { "\(quoted($0.key)) = \(value($0.item.value))\n" }.joined()
    }

    /// Calls itself: the fuzz target's nesting limit bounds it.
    private static func value(_ value: TOMLValue) -> String {
        switch value {
        case .string(let text): quoted(text)
        case .integer(let number): String(number)
        case .float(let number): number.isNaN ? "nan" : String(number)
        case .boolean(let flag): flag ? "true" : "false"
        case .offsetDateTime(let instant): instant.description
        case .localDateTime(let instant): instant.description
        case .localDate(let date): date.description
        case .localTime(let time): time.description
        case .array(let items): "[" + items.map { Self.value($0.value) }.joined(separator: ", ") + "]"
        case .table(let table):
            "{" + table.entries.map { "\(quoted($0.key)) = \(Self.value($0.item.value))" }.joined(separator: ", ") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\u{20}"..."\u{7E}": result.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16)
                result += "\\U" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
            }
        }
        return result + "\""
    }
}
