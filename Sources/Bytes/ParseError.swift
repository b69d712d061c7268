/// Why bytes could not be read as their format says.
///
/// Every reader in this room throws this and nothing else. The sentence names no file: whoever opened the file
/// adds its path. Text that an attacker chose stands in it only through `Quoted`, which escapes it.
package struct ParseError: Error, Sendable, Equatable {
    /// Name of the format, as people write it: `TOML`, `JSON`.
    package var format: String
    /// What was found and what was expected; a sentence without its full stop.
    package var reason: String
    /// Where it was found, in bytes from the beginning.
    package var offset: Int
    /// Line and column of that place, both from 1, where the format is text. Columns count characters, not bytes.
    package var position: TextPosition?

    /// Puts an error together.
    package init(format: String, reason: String, offset: Int, position: TextPosition? = nil) {
        self.format = format
        self.reason = reason
        self.offset = offset
        self.position = position
    }

    /// Line from 1, where the format is text.
    package var line: Int? { position?.line }

    /// Column from 1, where the format is text.
    package var column: Int? { position?.column }
}

extension ParseError: CustomStringConvertible {
    /// `TOML, line 3, column 7: found …, expected …`.
    package var description: String {
        if let position { return "\(format), line \(position.line), column \(position.column): \(reason)" }
        return "\(format), byte \(offset): \(reason)"
    }
}
