/// Reads JSON (RFC 8259) strictly: no comments, no trailing commas, no `NaN`, no byte order mark, one value.
///
/// For large files of which little is wanted there is `JSONScanner`; this makes a whole tree.
package enum JSON {
    /// Name of the format in errors.
    package static let format = "JSON"

    /// The three words of the format.
    static let trueWord = Array("true".utf8)
    static let falseWord = Array("false".utf8)
    static let nullWord = Array("null".utf8)

    /// An array or object that is still open.
    private struct Frame {
        var isObject: Bool
        var elements: [JSONValue] = []
        var members: [JSONObject.Member] = []
        var key = ""
        var keyOffset = 0
    }

    /// Reads a whole document.
    package static func parse(_ bytes: [UInt8], limits: JSONLimits = .standard) throws(ParseError) -> JSONValue {
        try parse(bytes.span, limits: limits)
    }

    /// Reads a whole document from lent bytes.
    package static func parse(_ bytes: Span<UInt8>, limits: JSONLimits = .standard) throws(ParseError) -> JSONValue {
        var scanner = try JSONScanner(bytes, limits: limits)
        var frames: [Frame] = []
        var root = JSONValue.null
        var values = 0
        while true {
            let value: JSONValue
            switch try scanner.next() {
            case .end:
                return root
            case .beginObject:
                frames.append(Frame(isObject: true))
                continue
            case .beginArray:
                frames.append(Frame(isObject: false))
                continue
            case .key:
                frames[frames.count - 1].key = scanner.text()
                frames[frames.count - 1].keyOffset = scanner.tokenStart
                continue
            case .endObject: value = .object(JSONObject(members: frames.popLast()?.members ?? []))
            case .endArray: value = .array(frames.popLast()?.elements ?? [])
            case .string: value = .string(scanner.text())
            case .number: value = .number(JSONNumber(token: scanner))
            case .boolean(let flag): value = .boolean(flag)
            case .null: value = .null
            }
            guard values < limits.values else {
                throw error(
                    "the document has more values than the limit of \(limits.values)", at: scanner.offset, in: bytes)
            }
            values += 1
            guard let top = frames.indices.last else {
                root = value
                continue
            }
            if frames[top].isObject {
                frames[top].members.append(
                    JSONObject.Member(key: frames[top].key, keyOffset: frames[top].keyOffset, value: value))
            } else {
                frames[top].elements.append(value)
            }
        }
    }

    /// An error with its line and column.
    static func error(_ reason: String, at offset: Int, in bytes: Span<UInt8>) -> ParseError {
        var locator = TextLocator()
        return ParseError(
            format: format, reason: reason, offset: offset, position: locator.locate(offset, in: bytes))
    }
}
