/// Whether a name says that its value is a secret: of a build argument, a variable, an option, a header.
enum SecretName {
    private static let words = [
        "password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "api_key", "api-key", "accesskey",
        "access_key", "access-key", "privatekey", "private_key", "private-key", "signingkey", "signing_key",
        "credential", "authorization", "auth_key", "_auth", "cookie", "pat", "auth",
    ].map { Array($0.utf8) }
    /// Words so short that they stand in others (`path`, `author`): they count only as a whole part of the name.
    private static let wholeWords = ["pat", "pwd", "auth"].map { Array($0.utf8) }
    /// Names that end like this tell where a secret lies, or about it.
    private static let endings = [
        "file", "path", "dir", "stdin", "mount", "name", "url", "uri", "host", "type", "mode", "length", "count",
        "size",
        "scope", "expiry", "expires", "ttl", "enabled", "required",
    ].map { Array($0.utf8) }

    /// Whether it does.
    static func isSecret(_ name: some Collection<UInt8>) -> Bool {
        guard name.count >= 3, name.count <= 200 else { return false }
        let small = name.map(\.lowercased)
        if endings.contains(where: { small.suffix($0.count).elementsEqual($0) }) { return false }
        for word in words {
            guard let at = small.firstOffset(of: word) else { continue }
            guard wholeWords.contains(word) else { return true }
            let end = at + word.count
            let isWhole = (at == 0 || !small[at - 1].isWordLetter) && (end == small.count || !small[end].isWordLetter)
            if isWhole { return true }
        }
        return false
    }
}
