/// A value of a TOML document.
///
/// Equality is that of documents: strings are equal when their bytes are (Swift's own `==` takes two spellings of an
/// accented letter for one, which lets an attacker's key pass for another), and `nan` equals `nan`.
package enum TOMLValue: Sendable, Equatable {
    case string(String)
    case integer(Int64)
    case float(Double)
    case boolean(Bool)
    case offsetDateTime(TOMLOffsetDateTime)
    case localDateTime(TOMLLocalDateTime)
    case localDate(TOMLLocalDate)
    case localTime(TOMLLocalTime)
    case array([TOMLItem])
    case table(TOMLTable)

    /// The word for people: `a string`, `an integer`.
    package var kind: String {
        switch self {
        case .string: "a string"
        case .integer: "an integer"
        case .float: "a float"
        case .boolean: "a boolean"
        case .offsetDateTime: "a date-time with an offset"
        case .localDateTime: "a local date-time"
        case .localDate: "a local date"
        case .localTime: "a local time"
        case .array: "an array"
        case .table: "a table"
        }
    }

    /// Compares as documents do; see the type.
    package static func == (left: TOMLValue, right: TOMLValue) -> Bool {
        switch (left, right) {
        case (.string(let one), .string(let two)): one.hasSameBytes(as: two)
        case (.integer(let one), .integer(let two)): one == two
        case (.float(let one), .float(let two)): one == two || (one.isNaN && two.isNaN)
        case (.boolean(let one), .boolean(let two)): one == two
        case (.offsetDateTime(let one), .offsetDateTime(let two)): one == two
        case (.localDateTime(let one), .localDateTime(let two)): one == two
        case (.localDate(let one), .localDate(let two)): one == two
        case (.localTime(let one), .localTime(let two)): one == two
        case (.array(let one), .array(let two)): one.elementsEqual(two) { $0.value == $1.value }
        case (.table(let one), .table(let two)): one == two
        default: false
        }
    }
}

/// A value and the place where it begins.
package struct TOMLItem: Sendable, Equatable {
    /// What stands there.
    package var value: TOMLValue
    /// Line from 1.
    package var line: Int
    /// Column from 1, in characters.
    package var column: Int

    /// Puts a value at a place.
    package init(value: TOMLValue, line: Int = 1, column: Int = 1) {
        self.value = value
        self.line = line
        self.column = column
    }

    /// The place where the value begins.
    package var position: TextPosition { TextPosition(line: line, column: column) }

    /// The text, where the value is a string.
    package var string: String? { if case .string(let text) = value { text } else { nil } }

    /// The number, where the value is an integer.
    package var integer: Int64? { if case .integer(let number) = value { number } else { nil } }

    /// The number, where the value is a float.
    package var float: Double? { if case .float(let number) = value { number } else { nil } }

    /// The number, where the value is a float or an integer.
    package var number: Double? {
        switch value {
        case .float(let number): number
        case .integer(let number): Double(number)
        default: nil
        }
    }

    /// The truth value, where the value is one.
    package var boolean: Bool? { if case .boolean(let flag) = value { flag } else { nil } }

    /// The elements, where the value is an array.
    package var array: [TOMLItem]? { if case .array(let items) = value { items } else { nil } }

    /// The table, where the value is one.
    package var table: TOMLTable? { if case .table(let table) = value { table } else { nil } }

    /// The texts, where the value is an array of strings only.
    package var strings: [String]? {
        guard let array else { return nil }
        var texts: [String] = []
        texts.reserveCapacity(array.count)
        for item in array {
            guard let text = item.string else { return nil }
            texts.append(text)
        }
        return texts
    }
}
