/// Secrets of addresses: what stands between the slashes and the `@`.
///
/// ```
///   https://user:HERE@host/      the whole of user and password is taken
///   https://HERE@host/           before a web server a lone name is a token; `ssh://git@host/` names a user
///   https://HERE:@host/          a token and an empty password
///   //user:HERE@host/            without a scheme
///   https://u:HE#RE@host/        signs that should have been escaped
/// ```
extension SecretFinder {
    private static let passwordKind = "password in a URL"
    private static let tokenKind = "token in a URL"
    /// Letters of a lone name that is a token anywhere.
    private static let tokenLength = 20
    /// Bytes behind a slash in which the end of a password is looked for.
    private static let passwordLength = 256
    private static let schemeEnd = Array("://".utf8)
    private static let slash = UInt8(ascii: "/")
    private static let sign = UInt8(ascii: "@")

    /// `//user:password@`, seen from its first slash.
    mutating func address() -> Hit? {
        guard at + 2 < text.count, text[at + 1] == Self.slash, at == 0 || text[at - 1] != Self.slash else { return nil }
        let start = at + 2
        var end = start
        var first: Int?
        var last: Int?
        // Where the user and the host end by the book.
        var limit: Int?
        while end < text.count, text[end] != Self.slash, !Self.endsAddress(text[end]) {
            switch text[end] {
            case Self.sign:
                if first == nil { first = end }
                last = end
            case UInt8(ascii: "?"), UInt8(ascii: "#"): if limit == nil { limit = end }
            default: break
            }
            end += 1
        }
        steps += end - start
        let authority = start..<(limit ?? end)
        if first.map({ $0 >= authority.upperBound }) ?? true {
            // No user, or a password with a sign that should have been escaped: then what follows the colon is no port.
            guard hasPassword(authority) else { return nil }
            if last == nil { last = signBehind(end) }
        }
        guard let last, last > start, !isDigest(behind: last) else { return nil }
        return user(start..<last)
    }

    /// What stands before the `@`; `nil` where it is no secret.
    private func user(_ range: Range<Int>) -> Hit? {
        guard let colon = text[range].firstIndex(of: UInt8(ascii: ":")) else {
            guard isWeb(before: at) || range.count >= Self.tokenLength, !isReference(range),
                !text[range].elementsEqual("git".utf8)
            else { return nil }
            return Hit(range: range, kind: Self.tokenKind, isUserOfAddress: true)
        }
        // Without a password the user is the secret.
        if colon + 1 == range.upperBound {
            guard colon > range.lowerBound, !isReference(range.lowerBound..<colon) else { return nil }
            return Hit(range: range, kind: Self.tokenKind, isUserOfAddress: true)
        }
        guard !isReference((colon + 1)..<range.upperBound) else { return nil }
        return Hit(range: range, kind: Self.passwordKind, isUserOfAddress: true)
    }

    /// `user:password@host` at the beginning of an address without `//`, or with one slash too few.
    mutating func userWithoutScheme() -> Hit? {
        guard let last = text.firstIndex(of: Self.sign), !isDigest(behind: last) else { return nil }
        let before = text[..<last]
        let start = before.lastIndex(of: Self.slash).map { $0 + 1 } ?? 0
        guard !before.contains(where: \.isBlank), before.firstOffset(of: Self.schemeEnd) == nil,
            let colon = text[start..<last].firstIndex(of: UInt8(ascii: ":")), colon + 1 < last, colon > start,
            text[colon + 1] != UInt8(ascii: "\\"), !isReference((colon + 1)..<last)
        else { return nil }
        return Hit(range: start..<last, kind: Self.passwordKind, isUserOfAddress: true)
    }

    private static func endsAddress(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "<")
    }

    /// Whether what stands here is no host with a port, but a user with a part of a password.
    private func hasPassword(_ range: Range<Int>) -> Bool {
        guard let initial = text[range].first, initial != UInt8(ascii: "["),
            let colon = text[range].firstIndex(of: UInt8(ascii: ":")), colon + 1 < range.upperBound
        else { return false }
        let rest = text[(colon + 1)..<range.upperBound]
        // `${PORT}`, `{port}`, `%d`
        return rest.contains { !$0.isDigit } && !Array("${%[".utf8).contains(text[colon + 1])
    }

    /// The next `@` in the same word.
    private mutating func signBehind(_ end: Int) -> Int? {
        let word = text[end...].prefix(Self.passwordLength).prefix { !Self.endsAddress($0) }
        steps += word.count
        return word.firstIndex(of: Self.sign)
    }

    /// `name:tag@sha256:…` is an image.
    private func isDigest(behind sign: Int) -> Bool {
        text[(sign + 1)...].starts(with: Array("sha256:".utf8))
    }

    /// `$NAME` or `${NAME}`.
    private func isReference(_ range: Range<Int>) -> Bool {
        text[range].first == UInt8(ascii: "$")
            && text[range].dropFirst().allSatisfy {
                $0.isNameLetter || $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}")
            }
    }

    /// Whether the scheme before these slashes is a web server's.
    private func isWeb(before slashes: Int) -> Bool {
        guard slashes > 0, text[slashes - 1] == UInt8(ascii: ":") else { return false }
        let scheme = text[..<(slashes - 1)].suffix(5).map(\.lowercased)
        return scheme.suffix(4).elementsEqual("http".utf8) || scheme.elementsEqual("https".utf8)
    }
}
