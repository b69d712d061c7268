package import Bytes

/// A value of a YAML document. Scalars stay text: what `no` or `1e3` mean differs between readers.
package indirect enum YAMLValue: Sendable, Equatable {
    case scalar(YAMLScalar)
    case sequence([YAMLValue])
    case mapping(YAMLMapping)

    /// The text, where it is a scalar.
    package var text: String? {
        if case .scalar(let scalar) = self { scalar.text } else { nil }
    }

    /// The elements, where it is a sequence.
    package var elements: [YAMLValue]? {
        if case .sequence(let elements) = self { elements } else { nil }
    }

    /// The members, where it is a mapping.
    package var mapping: YAMLMapping? {
        if case .mapping(let mapping) = self { mapping } else { nil }
    }
}

/// Text, and whether it was written without quotes.
package struct YAMLScalar: Sendable, Equatable {
    /// The text.
    package var text: String
    /// Only plain scalars may stand for numbers, truth values and nothing.
    package var isPlain: Bool

    /// Puts a scalar together.
    package init(text: String, isPlain: Bool) {
        self.text = text
        self.isPlain = isPlain
    }
}

/// Keys with their values, in the order of the document, duplicates too.
package struct YAMLMapping: Sendable, Equatable {
    /// A key with its value.
    package struct Member: Sendable, Equatable {
        package var key: String
        package var value: YAMLValue
        /// Where the key stands.
        package var position: TextPosition
    }

    /// The members in the order of the document.
    package var members: [Member]
    /// Keys that stand there more than once, each named once.
    package private(set) var duplicateKeys: [String]

    /// Takes the members.
    init(members: [Member]) {
        self.members = members
        // As bytes: two spellings of one letter are two keys.
        var seen: Set<[UInt8]> = []
        var reported: Set<[UInt8]> = []
        duplicateKeys = []
        for member in members {
            let key = Array(member.key.utf8)
            if !seen.insert(key).inserted, reported.insert(key).inserted { duplicateKeys.append(member.key) }
        }
    }

    /// The value of a key; of duplicates the last one, as most readers take it.
    package subscript(_ key: String) -> YAMLValue? {
        members.last { $0.key.hasSameBytes(as: key) }?.value
    }
}
