import Bolt
import Bytes
import Inventory

/// One property of a record: JSON in which BuildKit wraps every value.
///
/// ```
///   {"value":1795219611966790769}                        a number: nanoseconds, counts
///   {"value":"//root/.cache/pip","index":"cache-dir:…"}  a text, and the name it is found by
///   {"value":["<record>","<record>"]}                    a list of texts
///   (nothing)                                            a property that was cleared
/// ```
enum RecordProperty {
    /// Bytes of one value.
    static let sizeLimit = 1 << 20
    /// What half a character becomes is what the daemon's own reader makes of it.
    private static let limits = JSONLimits(size: sizeLimit, nesting: 8, values: 4096, loneSurrogates: .replaced)
    private static let value: JSONName = "value"

    /// What stands under `value`.
    enum Content {
        case text(ByteString)
        case number(Int64)
        case flag(Bool)
        case texts([ByteString])
        /// Something else, or nothing.
        case other
    }

    /// Reads the wrapped value.
    static func content(_ bytes: Span<UInt8>) throws(ParseError) -> Content {
        var scanner = try JSONScanner(bytes, limits: limits)
        guard try scanner.next() == .beginObject else { return .other }
        var content = Content.other
        while true {
            switch try scanner.next() {
            case .key:
                // Of a repeated key the last one counts, as it does for the daemon.
                if scanner.tokenIs(value) {
                    content = try read(&scanner)
                } else {
                    try scanner.skipValue()
                }
            case .endObject, .end:
                return content
            default:
                return .other
            }
        }
    }

    private static func read(_ scanner: inout JSONScanner) throws(ParseError) -> Content {
        switch try scanner.next() {
        case .string: return .text(ByteString(scanner.decodedToken()))
        case .number: return scanner.integer().map(Content.number) ?? .other
        case .boolean(let flag): return .flag(flag)
        case .beginArray: return try list(&scanner)
        case .beginObject:
            let outside = scanner.depth - 1
            while scanner.depth > outside { _ = try scanner.next() }
            return .other
        default: return .other
        }
    }

    /// A list; what else than texts stands in it is left out.
    private static func list(_ scanner: inout JSONScanner) throws(ParseError) -> Content {
        let outside = scanner.depth - 1
        var texts: [ByteString] = []
        while scanner.depth > outside {
            let event = try scanner.next()
            if event == .string, scanner.depth == outside + 1 { texts.append(ByteString(scanner.decodedToken())) }
        }
        return .texts(texts)
    }
}

extension RecordProperty.Content {
    var text: ByteString? { if case .text(let text) = self { text } else { nil } }
    var texts: [ByteString] { if case .texts(let texts) = self { texts } else { [] } }
    var number: Int64? { if case .number(let number) = self { number } else { nil } }
    var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
}
