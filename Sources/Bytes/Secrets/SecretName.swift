/// Whether a name says that its value is a secret: of a build argument, a variable, an option, a header.
package enum SecretName {
    /// How much a name tells.
    package enum Weight: Sendable {
        case none
        /// Its value is a secret if it looks like one: `DEPLOY_KEY`, `DB_PASS`.
        case hint
        /// Its value is a secret: `PASSWORD`.
        case sure
    }

    /// Bytes of the shortest name that is a hint by itself: `pass`.
    static let shortest = 4
    private static let lengths = 3...200

    private static func list(_ words: String) -> [[UInt8]] { words.split(separator: " ").map { Array($0.utf8) } }

    private static let words = list(
        "password passwd passphrase secret token apikey api_key api-key accesskey access_key access-key privatekey "
            + "private_key private-key signingkey signing_key signing-key credential authorization auth_key _auth "
            + "cookie")
    /// Words so short that they stand in others (`path`, `author`): they count only as a whole part of the name.
    private static let wholeWords = Set(list("pat pwd auth"))
    /// Names that end like this tell where a secret lies, or about it.
    private static let endings = list(
        "file path dir stdin mount name url uri host type mode length count size scope expiry expires ttl enabled "
            + "required")

    /// Words that end in `pass` and are no password.
    private static let otherPasses = list(
        "compass bypass trespass surpass encompass overpass underpass multipass singlepass onepass twopass firstpass")
    /// What stands before a `pass` that something makes.
    private static let passCounts = Set(
        list("one two three first second third single multi next last render shadow pre post no all test tests"))
    /// What stands before a `key` that is no secret. Those of GnuPG in Dockerfiles are names of public keys.
    private static let harmlessKeys = Set(
        list(
            "public pub cache primary foreign sort partition gpg pgp apt rpm dnf hot map object row group index order "
                + "shift arrow press any hash dict json yaml toml xml config context lookup unique composite routing "
                + "message translation i18n query header param label annotation feature registry the by for per each "
                + "known trusted release signed idempotency build artifact step job metric tag attribute property"))
    /// What a `key` in one word with it is of.
    private static let keyOwners = list(
        "ssh deploy master encryption license app service account storage webhook jwt hmac aes rsa tls ssl")

    /// Parameters of addresses that grant access by themselves.
    private static let parameters = Set(list("sig signature x-amz-signature x-goog-signature"))
    /// Values that are no secret, whatever they are called.
    private static let plainValues = Set(
        list("true false yes no on off none null nil undefined default auto always never optional enabled disabled"))
    /// Bytes of the longest of them.
    private static let plainLength = 9
    /// Digits of a number that may be a password.
    private static let digits = 6

    /// Whether a value is a secret that has this name.
    package static func isSecret(_ name: some Collection<UInt8>, value: some Collection<UInt8>) -> Bool {
        switch weight(of: name) {
        case .none: false
        case .hint: mayBeSecret(value)
        case .sure: !value.isEmpty && !isPlain(value)
        }
    }

    /// How much a name tells.
    package static func weight(of name: some Collection<UInt8>) -> Weight {
        guard lengths.contains(name.count) else { return .none }
        let small = name.map(\.lowercased)
        if endings.contains(where: { small.suffix($0.count).elementsEqual($0) }) { return .none }
        if words.contains(where: { small.firstOffset(of: $0) != nil }) { return .sure }
        let parts = parts(of: Array(name))
        if parts.contains(where: wholeWords.contains) { return .sure }
        guard let last = parts.last else { return .none }
        let before = parts.dropLast().last
        return isPass(last, behind: before) || isKey(last, behind: before) ? .hint : .none
    }

    /// Whether it is the name of a parameter that grants access, in an address.
    static func isOfParameter(_ name: some Collection<UInt8>) -> Bool {
        name.count <= lengths.upperBound && parameters.contains(name.map(\.lowercased))
    }

    /// Whether a value can be a secret: no number of a few digits, no path, no address, no place for one.
    package static func mayBeSecret(_ value: some Collection<UInt8>) -> Bool {
        guard let first = value.first, !"/.~<{%@*$".utf8.contains(first) else { return false }
        let start = value.prefix(8).map(\.lowercased)
        if start.starts(with: "http://".utf8) || start.starts(with: "https://".utf8) { return false }
        return !isPlain(value) && (value.count >= digits || !value.allSatisfy(\.isDigit))
    }

    private static func isPlain(_ value: some Collection<UInt8>) -> Bool {
        value.count <= plainLength && plainValues.contains(value.map(\.lowercased))
    }

    // MARK: Parts

    /// `dbPass`, `DB_PASS` and `db-pass` are `db` and `pass`.
    private static func parts(of name: [UInt8]) -> [[UInt8]] {
        var parts: [[UInt8]] = []
        var part: [UInt8] = []
        for (index, byte) in name.enumerated() {
            let isCapital = (0x41...0x5A).contains(byte)
            let begins = isCapital && index > 0 && (0x61...0x7A).contains(name[index - 1])
            if begins || !byte.isWordLetter {
                if !part.isEmpty { parts.append(part) }
                part = []
            }
            if byte.isWordLetter { part.append(byte.lowercased) }
        }
        return part.isEmpty ? parts : parts + [part]
    }

    private static func isPass(_ part: [UInt8], behind before: [UInt8]?) -> Bool {
        guard part.suffix(4).elementsEqual("pass".utf8), !otherPasses.contains(part) else { return false }
        return before.map { !passCounts.contains($0) } ?? true
    }

    private static func isKey(_ part: [UInt8], behind before: [UInt8]?) -> Bool {
        guard part.suffix(3).elementsEqual("key".utf8) else { return false }
        if part.count > 3 { return keyOwners.contains { $0.elementsEqual(part.dropLast(3)) } }
        return before.map { !harmlessKeys.contains($0) } ?? false
    }
}
