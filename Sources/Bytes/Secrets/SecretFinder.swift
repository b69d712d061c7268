/// Finds what looks like a secret in any text: addresses, commands, messages, Dockerfiles.
///
/// | looks like | example |
/// |---|---|
/// | password in an address | `https://user:HERE@host/`, `https://HERE@host/`, `//user:HERE@host/` |
/// | token of a known service | `ghp_HERE`, `AKIAHERE`, a JSON web token; see `TokenShape` |
/// | private key | `-----BEGIN … PRIVATE KEY-----HERE-----END …` |
/// | value of a telling name | `TOKEN=HERE`, `"password": "HERE"`, `ENV TOKEN HERE`, `?sig=HERE`; see `SecretName` |
/// | option of a program | `--password HERE`, `curl -ume:HERE`, `mysql -pHERE`; see `SecretProgram` |
/// | header | `Authorization: HERE` |
///
/// It rather takes too much than too little: what it takes is replaced in a report, and nothing is decided by it.
/// A value that begins with `$` is a reference to a variable and no secret itself.
package struct SecretFinder {
    /// What a text is.
    package enum Reading: Sendable {
        /// Anything, a command for instance.
        case text
        /// An address of a repository, with a scheme or without one. Names count before `=` alone.
        case address
        /// An identifier. Names of its parts tell nothing: an image may well be called `auth:latest`.
        case name
    }

    /// A place in the text.
    package struct Hit: Equatable, Sendable {
        package var range: Range<Int>
        /// What it looks like, in words.
        package var kind: String
        /// Whether it is all that stands before the `@` of an address.
        package var isUserOfAddress = false
    }

    let text: [UInt8]
    private let reading: Reading
    private var hits: [Hit] = []
    var at = 0
    /// Bytes that were looked at, some of them more than once.
    var steps = 0
    /// The program that the words here are for.
    var program: SecretProgram?
    /// Whether the program was told to log in.
    var isLogin = false

    /// Every hit, in order; none overlaps another.
    package static func hits(in text: [UInt8], reading: Reading = .text) -> [Hit] {
        var finder = SecretFinder(text, reading)
        finder.search()
        return finder.hits
    }

    /// How many bytes are looked at to find every hit, each as often as it is.
    package static func cost(of text: [UInt8]) -> Int {
        var finder = SecretFinder(text, .text)
        finder.search()
        return finder.steps
    }

    private init(_ text: [UInt8], _ reading: Reading) {
        self.text = text
        self.reading = reading
    }

    private mutating func search() {
        if reading == .address, let hit = userWithoutScheme() { take(hit) }
        while at < text.count {
            steps += 1
            let byte = text[at]
            if reading == .text { noteProgram() }
            switch byte {
            case UInt8(ascii: "/"): take(address())
            case UInt8(ascii: ":"): take(reading == .text ? assigned() : nil)
            case UInt8(ascii: "="): take(reading == .name ? nil : assigned())
            case UInt8(ascii: "-"): take(privateKey() ?? (reading == .text ? option() : nil))
            case UInt8(ascii: " "), 0x09: take(reading == .text ? environment() ?? header() : nil)
            default: take(TokenShape.byFirstByte[Int(byte)].isEmpty ? nil : token())
            }
        }
    }

    /// Goes behind a hit, or one byte on.
    private mutating func take(_ hit: Hit?) {
        guard let hit, !hit.range.isEmpty else {
            at += 1
            return
        }
        hits.append(hit)
        at = max(at + 1, hit.range.upperBound)
    }

    // MARK: Tokens and keys

    private mutating func token() -> Hit? {
        if at > 0, text[at - 1].isNameLetter { return nil }
        for shape in TokenShape.byFirstByte[Int(text[at])] where text[at...].starts(with: shape.prefix) {
            var end = at + shape.prefix.count
            while end < text.count, text[end].isWordLetter || shape.others.contains(text[end]) { end += 1 }
            steps += end - at
            if end - at - shape.prefix.count >= shape.length { return Hit(range: at..<end, kind: shape.kind) }
        }
        return nil
    }

    private static let dashes = Array("-----".utf8)
    private static let begin = Array("-----BEGIN ".utf8)
    private static let privateKeyWords = Array("PRIVATE KEY".utf8)
    private static let end = Array("-----END ".utf8)

    private mutating func privateKey() -> Hit? {
        guard text[at...].starts(with: Self.begin) else { return nil }
        let label = text[(at + Self.begin.count)...].prefix(60)
        guard label.firstOffset(of: Self.privateKeyWords) != nil else { return nil }
        let close = text[at...].firstOffset(of: Self.end)
        steps += (close ?? text.count) - at
        guard let close else { return Hit(range: at..<text.count, kind: "private key") }
        let rest = text[(close + Self.end.count)...].firstOffset(of: Self.dashes)
        return Hit(range: at..<(rest.map { $0 + Self.dashes.count } ?? text.count), kind: "private key")
    }

    // MARK: Names and values

    /// What is said of the value of a telling name.
    package static let valueKind = "value of a secret's name"

    /// `NAME=value`, `NAME: value`, `"NAME": "value"`, seen from the sign in the middle.
    private mutating func assigned() -> Hit? {
        var end = at
        let isQuoted = end > 0 && Self.isQuote(text[end - 1])
        if isQuoted { end -= 1 }
        let start = nameStart(before: end)
        let name = text[start..<end]
        let isParameter = start > 0 && Self.parameterSigns.contains(text[start - 1])
        let weight = isParameter && SecretName.isOfParameter(name) ? .sure : SecretName.weight(of: name)
        guard weight != .none else { return nil }
        var value = at + 1
        let isColon = text[at] == UInt8(ascii: ":")
        if isColon {
            while value < text.count, text[value] == 0x20 || text[value] == 0x09 { value += 1 }
            // `pass: 12` counts what passed; `pass:word` and `"pass": "word"` are passwords.
            if weight == .hint, value > at + 1, !isQuoted, name.count == SecretName.shortest { return nil }
        }
        // A header's value has blanks: `Authorization: Bearer …`.
        let isHeader = isColon && isAuthorization(name)
        return valueHit(
            value, of: weight, takesBlanks: isHeader, kind: isHeader ? "Authorization header" : Self.valueKind)
    }

    /// What stands before the parameters of an address.
    private static let parameterSigns = Array("?&".utf8)

    private func isAuthorization(_ name: ArraySlice<UInt8>) -> Bool {
        Array(name.map(\.lowercased)).firstOffset(of: Array("auth".utf8)) != nil
    }

    /// `ENV NAME value` and `ARG`'s like, seen from the blank before the value.
    private mutating func environment() -> Hit? {
        let start = nameStart(before: at)
        guard start > 3, start < at, text[start - 1].isBlank,
            text[(start - 4)..<(start - 1)].map(\.lowercased).elementsEqual(Array("env".utf8))
        else { return nil }
        let weight = SecretName.weight(of: text[start..<at])
        // The line is looked at only where it counts: a text may hold this a million times in one line.
        guard weight != .none, at + 1 < text.count, !Self.noValues.contains(text[at + 1]),
            weight == .sure || SecretName.mayBeSecret(text[(at + 1)...].prefix(Self.glance).prefix { $0 != 0x0A })
        else { return nil }
        let line = text[(at + 1)...].prefix { $0 != 0x0A }
        steps += line.count
        return Hit(range: line.startIndex..<line.endIndex, kind: Self.valueKind)
    }

    /// What a value does not begin with.
    private static let noValues = Array("=$\n".utf8)

    private static let schemes = ["bearer", "basic"].map { Array($0.utf8) }

    /// `Bearer value`, seen from the blank.
    private mutating func header() -> Hit? {
        let start = nameStart(before: at)
        guard Self.schemes.contains(text[start..<at].map(\.lowercased)) else { return nil }
        guard let hit = valueHit(at + 1, takesBlanks: false, kind: "Authorization header"), hit.range.count >= 8
        else { return nil }
        return hit
    }

    private mutating func nameStart(before end: Int) -> Int {
        var start = end
        // Longer names are none, and looking further for each sign would cost the square of the text.
        while start > 0, end - start < 200,
            text[start - 1].isNameLetter || text[start - 1] == UInt8(ascii: "-")
                || text[start - 1] == UInt8(ascii: ".")
        { start -= 1 }
        steps += end - start
        return start
    }

    static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    /// Bytes of a value that tell whether it may be a secret: going over all of it for nothing would cost the square of
    /// the text.
    static let glance = 256

    /// The value of a name that tells so much.
    mutating func valueHit(
        _ begin: Int, of weight: SecretName.Weight, takesBlanks: Bool = false, kind: String
    ) -> Hit? {
        if weight == .hint {
            guard let start = valueHit(begin, before: begin + Self.glance, takesBlanks: takesBlanks, kind: kind),
                SecretName.mayBeSecret(text[start.range])
            else { return nil }
        }
        return valueHit(begin, takesBlanks: takesBlanks, kind: kind)
    }

    /// The value that begins here: to its closing quote, or to the next blank (line end, where it may hold blanks).
    mutating func valueHit(_ begin: Int, before limit: Int = .max, takesBlanks: Bool = false, kind: String) -> Hit? {
        guard begin < text.count else { return nil }
        let limit = min(limit, text.count)
        var start = begin
        var quote: UInt8?
        if Self.isQuote(text[start]) {
            quote = text[start]
            start += 1
        }
        guard start < text.count, text[start] != UInt8(ascii: "$") else { return nil }
        var end = start
        while end < limit {
            let byte = text[end]
            if let quote {
                if byte == quote { break }
            } else if byte == 0x0A || Self.isQuote(byte) || (byte.isBlank && !takesBlanks) {
                break
            }
            end += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        steps += end - start
        return Hit(range: start..<max(start, min(end, limit)), kind: kind)
    }
}
