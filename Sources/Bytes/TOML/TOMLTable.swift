/// A table of a TOML document: its entries in the order of the file, each key once.
package struct TOMLTable: Sendable, Equatable {
    /// One key with its value.
    package struct Entry: Sendable, Equatable {
        package var key: String
        /// Where the key stands, from 1; of a dotted key the part that names this entry.
        package var keyLine: Int
        package var keyColumn: Int
        package var item: TOMLItem

        /// Puts an entry together.
        package init(key: String, keyLine: Int = 1, keyColumn: Int = 1, item: TOMLItem) {
            self.key = key
            self.keyLine = keyLine
            self.keyColumn = keyColumn
            self.item = item
        }

        /// The place of the key.
        package var keyPosition: TextPosition { TextPosition(line: keyLine, column: keyColumn) }

        /// Compares key bytes and value, not places.
        package static func == (left: Entry, right: Entry) -> Bool {
            left.key.hasSameBytes(as: right.key) && left.item.value == right.item.value
        }
    }

    /// The entries in the order of the file.
    package var entries: [Entry]

    /// Takes entries as they are.
    package init(entries: [Entry] = []) {
        self.entries = entries
    }

    /// The value of a key, compared by its bytes. Looks at one entry after the other: loop over `entries` instead of
    /// asking for each key of a large table.
    package subscript(_ key: String) -> TOMLItem? {
        entries.first { $0.key.hasSameBytes(as: key) }?.item
    }
}
