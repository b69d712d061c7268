import Bytes

/// Writes JSON values in the form that the oracle compares; see its head.
enum JSONTagged {
    /// One value as one line of JSON.
    static func line(_ value: JSONValue) -> String {
        switch value {
        case .null: return "[\"null\"]"
        case .boolean(let flag): return flag ? "true" : "false"
        case .string(let text): return "[\"s\",\(OracleText.quoted(text))]"
        case .array(let elements): return "[\"a\",[" + elements.map(line).joined(separator: ",") + "]]"
        case .object(let object):
            let members = object.members.map { "[\(OracleText.quoted($0.key)),\(line($0.value))]" }
            return "[\"o\",[" + members.joined(separator: ",") + "]]"
        case .number(let number):
            let integer = number.integer.map { "\"\($0)\"" } ?? "null"
            return "[\"n\",\"\(number.text)\",\(integer),\"\(OracleText.hexadecimal(number.double.bitPattern))\"]"
        }
    }
}
