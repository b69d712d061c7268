/// Finds what looks like a secret in any text: addresses, commands, messages, Dockerfiles.
///
/// | looks like | example |
/// |---|---|
/// | password in an address | `https://user:HERE@host/`, `https://HERE@host/` |
/// | token of a known service | `ghp_HERE`, `AKIAHERE`, a JSON web token; see `TokenShape` |
/// | private key | `-----BEGIN … PRIVATE KEY-----HERE-----END …` |
/// | value of a telling name | `TOKEN=HERE`, `"password": "HERE"`, `--password HERE`, `ENV TOKEN HERE`, `-u me:HERE` |
/// | header | `Authorization: HERE` |
///
/// It rather takes too much than too little: what it takes is replaced in a report, and nothing is decided by it.
/// A value that begins with `$` is a reference to a variable and no secret itself.
struct SecretFinder {
    /// A place in the text.
    struct Hit: Equatable {
        var range: Range<Int>
        var kind: String
    }

    private let text: [UInt8]
    private let readsNames: Bool
    private var hits: [Hit] = []
    private var at = 0
    /// Bytes that were looked at, some of them more than once.
    private var steps = 0

    /// Every hit, in order; none overlaps another.
    ///
    /// - Parameter readsNames: whether a telling name makes a secret of its value. In identifiers it does not: an image
    ///   may well be called `auth:latest`.
    static func hits(in text: [UInt8], readsNames: Bool = true) -> [Hit] {
        var finder = SecretFinder(text, readsNames)
        finder.search()
        return finder.hits
    }

    /// How many bytes are looked at to find every hit, each as often as it is.
    static func cost(of text: [UInt8]) -> Int {
        var finder = SecretFinder(text, true)
        finder.search()
        return finder.steps
    }

    private init(_ text: [UInt8], _ readsNames: Bool) {
        self.text = text
        self.readsNames = readsNames
    }

    private mutating func search() {
        while at < text.count {
            steps += 1
            let byte = text[at]
            let hit: Hit?
            switch byte {
            case UInt8(ascii: ":"): hit = address() ?? assigned()
            case UInt8(ascii: "="): hit = assigned()
            case UInt8(ascii: "-"): hit = privateKey() ?? (readsNames ? option() : nil)
            case UInt8(ascii: " "), 0x09: hit = readsNames ? environment() ?? header() : nil
            default: hit = TokenShape.byFirstByte[Int(byte)].isEmpty ? nil : token()
            }
            if let hit, !hit.range.isEmpty {
                hits.append(hit)
                at = max(at + 1, hit.range.upperBound)
            } else {
                at += 1
            }
        }
    }

    // MARK: Addresses

    /// `://user:password@`, seen from its colon.
    private mutating func address() -> Hit? {
        guard at + 2 < text.count, text[at + 1] == UInt8(ascii: "/"), text[at + 2] == UInt8(ascii: "/") else {
            return nil
        }
        let start = at + 3
        var end = start
        var sign: Int?
        while end < text.count, !Self.endsAuthority(text[end]) {
            if text[end] == UInt8(ascii: "@") { sign = end }
            end += 1
        }
        steps += end - start
        guard let sign, sign > start else { return nil }
        let user = text[start..<sign]
        if let colon = user.firstIndex(of: UInt8(ascii: ":")) {
            guard colon + 1 < sign else { return nil }
            return Hit(range: start..<sign, kind: "password in a URL")
        }
        // `ssh://git@host` names a user; before a web server a lone name is a token.
        let scheme = text[..<at].reversed().prefix { $0.isWordLetter || $0 == UInt8(ascii: "+") }
        let isWeb = Array(scheme.reversed().map(\.lowercased)).suffix(5).starts(with: Array("http".utf8))
        guard isWeb || user.count >= 20 else { return nil }
        return Hit(range: start..<sign, kind: "token in a URL")
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
            || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "<")
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

    /// `NAME=value`, `NAME: value`, `"NAME": "value"`, seen from the sign in the middle.
    private mutating func assigned() -> Hit? {
        guard readsNames else { return nil }
        var end = at
        if end > 0, Self.isQuote(text[end - 1]) { end -= 1 }
        let start = nameStart(before: end)
        guard SecretName.isSecret(text[start..<end]) else { return nil }
        var value = at + 1
        let isColon = text[at] == UInt8(ascii: ":")
        if isColon {
            while value < text.count, text[value] == 0x20 || text[value] == 0x09 { value += 1 }
        }
        // A header's value has blanks: `Authorization: Bearer …`.
        let isHeader = isColon && isAuthorization(text[start..<end])
        return valueHit(
            value, takesBlanks: isHeader, kind: isHeader ? "Authorization header" : "value of a secret's name")
    }

    private func isAuthorization(_ name: ArraySlice<UInt8>) -> Bool {
        Array(name.map(\.lowercased)).firstOffset(of: Array("auth".utf8)) != nil
    }

    /// `--password value` and `-u user:password`, seen from the first dash.
    private mutating func option() -> Hit? {
        guard at == 0 || !text[at - 1].isNameLetter && text[at - 1] != UInt8(ascii: "-") else { return nil }
        let name = text[at...].prefix { $0.isNameLetter || $0 == UInt8(ascii: "-") }
        let end = at + name.count
        steps += name.count
        guard end < text.count, text[end] == 0x20 else { return nil }
        let value = end + 1
        if name.elementsEqual(Array("-u".utf8)) || name.elementsEqual(Array("--user".utf8)) {
            guard let hit = valueHit(value, takesBlanks: false, kind: "password of an option"),
                let colon = text[hit.range].firstIndex(of: UInt8(ascii: ":")), colon + 1 < hit.range.upperBound,
                // `--user 1000:1000` is no password.
                text[hit.range].contains(where: { !(0x30...0x3A).contains($0) }), text[colon + 1] != UInt8(ascii: "$")
            else { return nil }
            return hit
        }
        guard name.count > 4, text[at + 1] == UInt8(ascii: "-"), SecretName.isSecret(name),
            value < text.count, text[value] != UInt8(ascii: "-")
        else { return nil }
        return valueHit(value, takesBlanks: false, kind: "password of an option")
    }

    /// `ENV NAME value` and `ARG`'s like, seen from the blank before the value.
    private mutating func environment() -> Hit? {
        let start = nameStart(before: at)
        guard start > 3, start < at, text[start - 1].isBlank,
            text[(start - 4)..<(start - 1)].map(\.lowercased).elementsEqual(Array("env".utf8)),
            SecretName.isSecret(text[start..<at])
        else { return nil }
        // The line is looked at only where it counts: a text may hold this a million times in one line.
        guard at + 1 < text.count, !Self.noValues.contains(text[at + 1]) else { return nil }
        let line = text[(at + 1)...].prefix { $0 != 0x0A }
        steps += line.count
        return Hit(range: line.startIndex..<line.endIndex, kind: "value of a secret's name")
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

    private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    /// The value that begins here: to its closing quote, or to the next blank (line end, where it may hold blanks).
    private mutating func valueHit(_ begin: Int, takesBlanks: Bool, kind: String) -> Hit? {
        guard begin < text.count else { return nil }
        var start = begin
        var quote: UInt8?
        if Self.isQuote(text[start]) {
            quote = text[start]
            start += 1
        }
        guard start < text.count, text[start] != UInt8(ascii: "$") else { return nil }
        var end = start
        while end < text.count {
            let byte = text[end]
            if let quote {
                if byte == quote { break }
            } else if byte == 0x0A || Self.isQuote(byte) || (byte.isBlank && !takesBlanks) {
                break
            }
            end += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        steps += end - start
        return Hit(range: start..<min(end, text.count), kind: kind)
    }
}
