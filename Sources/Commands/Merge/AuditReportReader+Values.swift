import Bytes
import Ecosystems
import Inventory

/// Values of a report, each checked.
extension AuditReportReader {
    /// Name of the format in errors.
    static let format = "JSON"

    /// A text, or nothing (`null`).
    static func text(_ what: String, _ scanner: inout JSONScanner) throws(ParseError) -> String? {
        try bytes(what, &scanner).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of a text, or nothing (`null`).
    static func bytes(_ what: String, _ scanner: inout JSONScanner) throws(ParseError) -> [UInt8]? {
        guard let token = try token(what, &scanner) else { return nil }
        return scanner.decoded(token)
    }

    /// Where a text stands, or nothing (`null`).
    static func token(_ what: String, _ scanner: inout JSONScanner) throws(ParseError) -> JSONToken? {
        switch try scanner.next() {
        case .null: return nil
        case .string:
            guard scanner.token.length <= Limit.text else {
                throw fail("`\(what)` has more than \(Limit.text) bytes", scanner)
            }
            return scanner.token
        default: throw fail("`\(what)` is no text", scanner)
        }
    }

    /// A moment.
    static func moment(_ what: String, _ scanner: inout JSONScanner) throws(ParseError) -> Int64 {
        guard let moment = try optionalMoment(what, &scanner) else { throw fail("`\(what)` is missing", scanner) }
        return moment
    }

    /// A moment, or nothing (`null`).
    static func optionalMoment(_ what: String, _ scanner: inout JSONScanner) throws(ParseError) -> Int64? {
        guard let text = try text(what, &scanner) else { return nil }
        guard let moment = InternetTime.nanoseconds(text) else { throw fail("`\(what)` is no moment", scanner) }
        return moment
    }

    /// A number that is not negative.
    static func count(_ what: String, _ scanner: inout JSONScanner) throws(ParseError) -> Int {
        guard try scanner.next() == .number, let number = scanner.integer(), (0...Limit.count).contains(number) else {
            throw fail("`\(what)` is no count", scanner)
        }
        return Int(clamping: number)
    }

    /// True or false.
    static func flag(_ what: String, _ scanner: inout JSONScanner) throws(ParseError) -> Bool {
        guard case .boolean(let flag) = try scanner.next() else {
            throw fail("`\(what)` is neither true nor false", scanner)
        }
        return flag
    }

    /// One word of a list.
    static func word<Word: RawRepresentable>(
        _ what: String, _ words: Word.Type, _ scanner: inout JSONScanner
    ) throws(ParseError) -> Word where Word.RawValue == String {
        guard let word = try text(what, &scanner).flatMap({ Word(rawValue: $0) }) else {
            throw fail("`\(what)` is none of the words that may stand there", scanner)
        }
        return word
    }

    /// Bytes that stand as text or, where `isPercent` says so, with `%XX` for what is no UTF-8.
    static func plain(_ bytes: [UInt8], isPercent: Bool) -> ByteString {
        ByteString(isPercent ? PercentText.decodeLoosely(bytes) : bytes)
    }

    /// An error at the token that was read last.
    static func fail(_ reason: String, _ scanner: borrowing JSONScanner) -> ParseError {
        var locator = TextLocator()
        let place = min(scanner.offset, scanner.bytes.count)
        return ParseError(
            format: format, reason: reason, offset: place, position: locator.locate(place, in: scanner.bytes))
    }
}
