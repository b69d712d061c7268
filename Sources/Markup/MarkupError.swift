package import Bytes

/// Why a document of markup could not be read. Errors of syntax are the parser's own words; limits and refusals are
/// ours.
package struct MarkupError: Error, Sendable, Equatable {
    /// What callers tell apart.
    package enum Kind: String, Sendable, Equatable, CaseIterable {
        /// The bytes are not what the format says.
        case malformed
        /// A limit was reached.
        case tooLarge = "too-large"
        /// Right, but of a kind that is not read on purpose: entities, internal subsets, unwanted aliases.
        case refused
        /// The parser got no memory.
        case outOfMemory = "out-of-memory"
    }

    /// What happened.
    package var kind: Kind
    /// Format, sentence and place.
    package var error: ParseError

    /// Puts an error together.
    package init(_ kind: Kind, format: String, reason: String, offset: Int, position: TextPosition?) {
        self.kind = kind
        error = ParseError(format: format, reason: reason, offset: offset, position: position)
    }
}

extension MarkupError: CustomStringConvertible {
    /// `XML, line 3, column 7: …`.
    package var description: String { error.description }
}
