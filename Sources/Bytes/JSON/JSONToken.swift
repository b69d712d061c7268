/// Where a key, a string or a number stands in a document. Only the scanner that gave it can read it: offsets alone say
/// nothing of another document.
package struct JSONToken: Sendable, Equatable {
    /// Between the quotes of a string.
    let start: Int
    let end: Int
    let hasEscapes: Bool

    /// Bytes as they stand in the document; escapes stand for fewer.
    package var length: Int { end - start }
}
