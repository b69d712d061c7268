/// A place in a text, as editors show it: both numbers count from 1, columns in Unicode scalars.
package struct TextPosition: Sendable, Equatable, Hashable {
    /// Line from 1.
    package var line: Int
    /// Column from 1, in characters.
    package var column: Int

    /// Puts a place together.
    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// Turns byte offsets into lines and columns.
///
/// It remembers the last place it was asked for and counts on from there, so asking for places in rising order
/// costs one pass over the text in all, even where the whole text is one line of many megabytes. Asking for an
/// earlier place counts from the beginning again; readers do so once, for the error they stop at.
package struct TextLocator: Sendable {
    private var offset = 0
    private var position = TextPosition(line: 1, column: 1)

    /// Begins at the first byte.
    package init() {}

    /// The place of a byte offset; an offset beyond the text gives the place after its last byte.
    package mutating func locate(_ target: Int, in text: Span<UInt8>) -> TextPosition {
        let end = min(target, text.count)
        if end < offset {
            offset = 0
            position = TextPosition(line: 1, column: 1)
        }
        while offset < end {
            let byte = text[offset]
            if byte == UInt8(ascii: "\n") {
                position.line += 1
                position.column = 1
            } else if byte & 0xC0 != 0x80 {
                // Continuation bytes of UTF-8 belong to the character before them.
                position.column += 1
            }
            offset += 1
        }
        return position
    }
}
