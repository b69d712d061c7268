/// Reads TOML 1.0.
///
/// ```
///   bytes --UTF8Span--> valid UTF-8 --TOMLParser--> statements --TOMLTree--> tables, with the rules on defining
///                                                                            a name twice --> TOMLTable
/// ```
///
/// The reader is strict: what TOML 1.0 forbids is an error, also where other readers let it pass. It does not call
/// itself, whatever the nesting; its memory is bounded by the limits and the size of the document.
package enum TOML {
    /// Name of the format in errors.
    package static let format = "TOML"

    /// Reads a whole document.
    package static func parse(_ bytes: [UInt8], limits: TOMLLimits = .standard) throws(ParseError) -> TOMLTable {
        try parse(bytes.span, limits: limits)
    }

    /// Reads a whole document from lent bytes.
    package static func parse(_ bytes: Span<UInt8>, limits: TOMLLimits = .standard) throws(ParseError) -> TOMLTable {
        guard bytes.count <= limits.size else {
            throw ParseError(
                format: format, reason: "the document has \(bytes.count) bytes, more than the limit of \(limits.size)",
                offset: 0)
        }
        if let bad = bytes.firstInvalidUTF8 {
            var locator = TextLocator()
            throw ParseError(
                format: format, reason: "found bytes that are not UTF-8, expected UTF-8 text", offset: bad,
                position: locator.locate(bad, in: bytes))
        }
        var parser = TOMLParser(bytes, limits: limits)
        return try parser.document()
    }
}

extension Span<UInt8> {
    /// Offset of the first byte that is not part of valid UTF-8; `nil` where all are.
    package var firstInvalidUTF8: Int? {
        do {
            _ = try UTF8Span(validating: self)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }
}
