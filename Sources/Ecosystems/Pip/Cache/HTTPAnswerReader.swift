import Bytes
import Inflate
import Inventory

/// Reads entries of `http` and `http-v2`.
///
/// ```
///   cc=1,  pickle                                     never read here
///   cc=2,  zlib( {"response":{"body":b64,"headers":{b64:b64},…},"vary":{b64:b64|null}} )
///   cc=4,  { response: { body: bin, headers: {…}, status: 200, … }, vary: {…} }        MessagePack
/// ```
/// Python 2 wrote the texts of MessagePack as bytes; both are taken.
enum HTTPAnswerReader {
    /// Bytes of an entry that is read into memory; a body may be longer, see `head`.
    static let entryLimit = 128 << 20
    /// Bytes of all that is not the body, on either side of it.
    static let headLimit = 1 << 20
    /// Bytes of a `cc=2` entry's JSON.
    static let jsonLimit = 256 << 20
    /// Headers of one answer.
    static let headerLimit = 10_000

    /// Reads an entry without holding a long body in memory.
    static func read(_ source: ByteSource) throws(PipFailure) -> HTTPAnswer {
        do throws(ArchiveError) {
            let head = try source.read(at: 0, count: headLimit)
            if head.count < source.size, head.starts(with: "cc=4,".utf8), let body = longBody(head) {
                guard body.upperBound <= source.size, source.size - body.upperBound <= headLimit else {
                    throw ArchiveError(.truncated, format: "pip's cache", reason: "the body ends outside", offset: 0)
                }
                let tail = try source.read(at: body.upperBound, count: headLimit)
                // What stands before the body ends in its length of four bytes and their mark.
                var answer = try parsed(head[..<(body.lowerBound - 5)] + [0xC4, 0] + tail)
                answer.body = body
                return answer
            }
            if head.starts(with: "cc=1,".utf8) { return HTTPAnswer(form: .pickle) }
            guard source.size <= entryLimit else {
                throw ArchiveError(
                    .tooLarge, format: "pip's cache",
                    reason: "the entry is larger than the limit of \(entryLimit) bytes",
                    offset: 0)
            }
            return try parsed(try source.read(at: 0, count: source.size)[...])
        } catch {
            throw PipFailure(error)
        }
    }

    private static func parsed(_ bytes: ArraySlice<UInt8>) throws(ArchiveError) -> HTTPAnswer {
        do throws(ParseError) {
            return try read(Array(bytes))
        } catch {
            throw ArchiveError(.malformed, format: error.format, reason: error.reason, offset: error.offset)
        }
    }

    /// Where a body lies that does not end within these bytes; `nil` where it cannot be told.
    private static func longBody(_ head: [UInt8]) -> Range<Int>? {
        do throws(ParseError) {
            var scanner = try MessagePackScanner(head.span.extracting(droppingFirst: 5))
            guard case .beginMap = try scanner.next() else { return nil }
            while let key = text(scanner, try scanner.next()) {
                guard key == "response" else {
                    try scanner.skipValue()
                    continue
                }
                guard case .beginMap = try scanner.next() else { return nil }
                while let inner = text(scanner, try scanner.next()) {
                    if inner == "body" { return longBytes(head, at: scanner.offset + 5) }
                    try scanner.skipValue()
                }
                return nil
            }
        } catch {}
        return nil
    }

    /// Bytes or text with a length of four bytes.
    private static func longBytes(_ head: [UInt8], at start: Int) -> Range<Int>? {
        guard head.count - start >= 5, head[start] == 0xC6 || head[start] == 0xDB else { return nil }
        let count = head[(start + 1)..<(start + 5)].reduce(0) { $0 << 8 | Int($1) }
        return (start + 5)..<(start + 5 + count)
    }

    /// Takes an entry's bytes.
    static func read(_ bytes: [UInt8]) throws(ParseError) -> HTTPAnswer {
        let mark = String(decoding: bytes.prefix(5), as: UTF8.self)
        switch mark {
        case "cc=1,": return HTTPAnswer(form: .pickle)
        case "cc=2,": return try readJSON(Array(bytes.dropFirst(5)))
        case "cc=4,": return try readMessagePack(bytes)
        default: return HTTPAnswer(form: .other)
        }
    }

    // MARK: MessagePack

    private static func readMessagePack(_ bytes: [UInt8]) throws(ParseError) -> HTTPAnswer {
        var answer = HTTPAnswer(form: .messagePack)
        // What follows the value is never read by pip either, and is an error here.
        var scanner = try MessagePackScanner(
            bytes.span.extracting(droppingFirst: 5), limits: MessagePackLimits(size: entryLimit, nesting: 16))
        guard case .beginMap = try scanner.next() else { throw malformed("the entry is no MessagePack map") }
        while true {
            let event = try scanner.next()
            if event == .endMap { break }
            guard let key = text(scanner, event) else { throw malformed("a key is no text") }
            switch key {
            case "response": try readResponse(&scanner, into: &answer)
            case "vary": try readTexts(&scanner, duplicates: &answer.hasDuplicates) { answer.vary[$0] = .some($1) }
            default: try scanner.skipValue()
            }
        }
        _ = try scanner.next()
        return answer
    }

    private static func readResponse(
        _ scanner: inout MessagePackScanner, into answer: inout HTTPAnswer
    ) throws(ParseError) {
        guard case .beginMap = try scanner.next() else { throw malformed("its response is no MessagePack map") }
        var seen: Set<String> = []
        while true {
            let event = try scanner.next()
            if event == .endMap { return }
            guard let key = text(scanner, event) else { throw malformed("a key is no text") }
            if !seen.insert(key).inserted { answer.hasDuplicates = true }
            switch key {
            case "body":
                switch try scanner.next() {
                case .binary, .text: answer.body = (scanner.tokenStart + 5)..<(scanner.tokenEnd + 5)
                default: throw malformed("the body is no bytes")
                }
            case "headers":
                try readTexts(&scanner, duplicates: &answer.hasDuplicates) { answer.headers[$0] = $1 ?? "" }
            case "status":
                if case .integer(let number) = try scanner.next() { answer.status = Int(number) }
            default: try scanner.skipValue()
            }
        }
    }

    private static func readTexts(
        _ scanner: inout MessagePackScanner, duplicates: inout Bool, store: (String, String?) -> Void
    ) throws(ParseError) {
        guard case .beginMap(let count) = try scanner.next() else { throw malformed("headers are no map") }
        guard count <= headerLimit else { throw malformed("more headers than the limit of \(headerLimit)") }
        var seen: Set<String> = []
        while true {
            let event = try scanner.next()
            if event == .endMap { return }
            guard let key = text(scanner, event)?.lowercased() else { throw malformed("a header's name is no text") }
            if !seen.insert(key).inserted { duplicates = true }
            let value = try scanner.next()
            switch value {
            case .beginMap, .beginArray: throw malformed("a header is no text")
            default: store(key, text(scanner, value))
            }
        }
    }

    private static func text(_ scanner: borrowing MessagePackScanner, _ event: MessagePackScanner.Event) -> String? {
        switch event {
        case .text, .binary: String(decoding: copy(scanner.token), as: UTF8.self)
        default: nil
        }
    }

    private static func copy(_ span: Span<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(span.count)
        for index in 0..<span.count { bytes.append(span[index]) }
        return bytes
    }

    // MARK: JSON

    private static func readJSON(_ packed: [UInt8]) throws(ParseError) -> HTTPAnswer {
        let bytes: [UInt8]
        do throws(ArchiveError) {
            var stream = try ByteStream(ByteSource(packed), coding: .zlib, limits: .memory(jsonLimit))
            bytes = try stream.readAll()
        } catch {
            throw malformed(error.reason)
        }
        let document = try JSON.parse(bytes, limits: JSONLimits(size: jsonLimit, nesting: 16, values: 100_000))
        guard let entry = document.object, let response = entry["response"]?.object else {
            throw malformed("the entry has no response")
        }
        var answer = HTTPAnswer(form: .json)
        answer.hasDuplicates = !entry.duplicateKeys.isEmpty || !response.duplicateKeys.isEmpty
        answer.status = response["status"]?.integer.flatMap { Int(exactly: $0) } ?? 0
        guard let body = decoded(response["body"]) else { throw malformed("the body is no base64") }
        answer.decodedBody = body
        for member in response["headers"]?.object?.members ?? [] {
            guard let name = decodedText(.string(member.key)), let value = decodedText(member.value) else {
                throw malformed("a header is no base64")
            }
            if answer.headers.updateValue(value, forKey: name.lowercased()) != nil { answer.hasDuplicates = true }
        }
        for member in entry["vary"]?.object?.members ?? [] {
            guard let name = decodedText(.string(member.key)) else { throw malformed("a header is no base64") }
            answer.vary[name.lowercased()] = .some(decodedText(member.value))
        }
        return answer
    }

    private static func decodedText(_ value: JSONValue?) -> String? {
        decoded(value).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func decoded(_ value: JSONValue?) -> [UInt8]? {
        guard let text = value?.string else { return nil }
        let bytes = Array(text.utf8)
        let padding = bytes.suffix(2).count { $0 == UInt8(ascii: "=") }
        guard bytes.count % 4 == 0 else { return nil }
        return DigestText.base64(bytes[...], count: bytes.count / 4 * 3 - padding)
    }

    /// An error of this format.
    static func malformed(_ reason: String) -> ParseError {
        ParseError(format: "pip's cache", reason: reason, offset: 0)
    }
}
