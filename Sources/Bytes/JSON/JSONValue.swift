/// A value of a JSON document. Equality compares the bytes of texts, not what Unicode takes for equal, and the digits
/// of numbers.
package enum JSONValue: Sendable, Equatable {
    case null
    case boolean(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// The text, where the value is a string.
    package var string: String? { if case .string(let text) = self { text } else { nil } }

    /// The number, where the value is one.
    package var number: JSONNumber? { if case .number(let number) = self { number } else { nil } }

    /// The number, where the value is an integer that fits.
    package var integer: Int64? { number?.integer }

    /// The truth value, where the value is one.
    package var boolean: Bool? { if case .boolean(let flag) = self { flag } else { nil } }

    /// The elements, where the value is an array.
    package var array: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

    /// The object, where the value is one.
    package var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

    /// Compares as documents do; see the type.
    package static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.boolean(let one), .boolean(let two)): one == two
        case (.number(let one), .number(let two)): one == two
        case (.string(let one), .string(let two)): one.hasSameBytes(as: two)
        case (.array(let one), .array(let two)): one == two
        case (.object(let one), .object(let two)): one == two
        default: false
        }
    }
}

/// A number as the file has it: JSON sets no size, so the digits are kept, and understood when somebody asks.
package struct JSONNumber: Sendable, Hashable {
    /// As written: `-1.50e3`.
    package let text: String

    /// Takes the scanner's last token, a number.
    package init(token scanner: borrowing JSONScanner) {
        text = scanner.text()
    }

    /// The number, where it is written as an integer and fits.
    package var integer: Int64? { Int64(text) }

    /// The nearest double; too large numbers are infinite.
    package var double: Double { Double(text) ?? .nan }
}

/// An object: all members in the order of the file, also where keys repeat.
package struct JSONObject: Sendable, Equatable {
    /// One key with its value.
    package struct Member: Sendable, Equatable {
        package var key: String
        /// Offset of the key's first byte in the document.
        package var keyOffset: Int
        package var value: JSONValue

        /// Puts a member together.
        package init(key: String, keyOffset: Int = 0, value: JSONValue) {
            self.key = key
            self.keyOffset = keyOffset
            self.value = value
        }

        /// Compares key bytes and value, not places.
        package static func == (left: Member, right: Member) -> Bool {
            left.key.hasSameBytes(as: right.key) && left.value == right.value
        }
    }

    /// The members in the order of the file.
    package let members: [Member]
    /// Keys that stand more than once, each named once, in the order of their first repetition. Readers disagree on
    /// which value counts, so a lockfile with such keys may say one thing to its tool and another to whoever checks it.
    package let duplicateKeys: [String]

    /// Takes members as they are.
    package init(members: [Member]) {
        self.members = members
        duplicateKeys = Self.duplicates(members)
    }

    /// The value of a key, compared by its bytes; of a repeated key the last one, as JavaScript and Python have it.
    /// Looks at one member after the other: loop over `members` instead of asking for each key of a large object.
    package subscript(_ key: String) -> JSONValue? {
        members.last { $0.key.hasSameBytes(as: key) }?.value
    }

    private static func duplicates(_ members: [Member]) -> [String] {
        guard members.count > 1 else { return [] }
        var seen: Set<ExactText> = []
        seen.reserveCapacity(members.count)
        var reported: Set<ExactText> = []
        var result: [String] = []
        for member in members {
            let key = ExactText(text: member.key)
            if !seen.insert(key).inserted, reported.insert(key).inserted { result.append(member.key) }
        }
        return result
    }
}
