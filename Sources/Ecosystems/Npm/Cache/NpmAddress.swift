import Bytes
import Inventory

/// A URL as npm keeps it, taken apart.
///
/// ```
///   https://user:secret@registry.example:8443/@scope%2fname?token=secret#commit
///           └ credentials ┘└──── host ──────┘└── path ────┘└── query ─┘└─ fragment
/// ```
struct NpmAddress: Hashable {
    let scheme: [UInt8]
    /// Between `//` and `@`; `nil` where there is none.
    let credentials: [UInt8]?
    /// With its port.
    let host: [UInt8]
    let path: [UInt8]
    /// With its question mark.
    let query: [UInt8]
    /// With its `#`.
    let fragment: [UInt8]

    /// Takes a URL apart; `nil` for what has no scheme and host.
    init?(_ text: [UInt8]) {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            text[colon...].starts(with: "://".utf8)
        else { return nil }
        scheme = text[..<colon].map(\.asciiLowercased)
        var rest = text[(colon + 3)...]
        let authorityEnd = rest.firstIndex { "/?#\\".utf8.contains($0) } ?? rest.endIndex
        let authority = rest[..<authorityEnd]
        rest = rest[authorityEnd...]
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
            credentials = Array(authority[..<at])
            host = Self.host(authority[(at + 1)...], of: scheme)
        } else {
            credentials = nil
            host = Self.host(authority, of: scheme)
        }
        let hash = rest.firstIndex(of: UInt8(ascii: "#")) ?? rest.endIndex
        fragment = Array(rest[hash...])
        let question = rest[..<hash].firstIndex(of: UInt8(ascii: "?")) ?? hash
        path = Array(rest[..<question])
        query = Array(rest[question..<hash])
    }

    /// In small letters, without the port that goes without saying.
    private static func host(_ text: ArraySlice<UInt8>, of scheme: [UInt8]) -> [UInt8] {
        let host = text.map(\.asciiLowercased)
        let port = Array((scheme == Array("https".utf8) ? ":443" : ":80").utf8)
        return host.suffix(port.count).elementsEqual(port) ? Array(host.dropLast(port.count)) : host
    }

    /// Names of parameters that hold a secret, in small letters.
    private static let secretParameters: [[UInt8]] = [
        "token", "access_token", "auth", "auth_token", "authtoken", "private_token", "api_key", "apikey", "password",
        "secret", "sig", "signature", "x-amz-signature", "x-amz-security-token", "x-goog-signature",
    ].map { Array($0.utf8) }

    /// Whether the part before `@` is more than the name of an account: for the web a name alone is a token, too.
    var hasPassword: Bool {
        guard let credentials, !credentials.isEmpty else { return false }
        if scheme == Array("http".utf8) || scheme == Array("https".utf8) { return true }
        guard let colon = credentials.firstIndex(of: UInt8(ascii: ":")) else { return false }
        return colon + 1 < credentials.count
    }

    /// Whether a parameter of the query looks like a secret.
    var hasSecretParameter: Bool {
        query.dropFirst().split(separator: UInt8(ascii: "&")).contains { parameter in
            guard let equals = parameter.firstIndex(of: UInt8(ascii: "=")), equals + 1 < parameter.endIndex else {
                return false
            }
            let name = parameter[..<equals].map(\.asciiLowercased)
            return Self.secretParameters.contains(name)
        }
    }

    /// What all spellings of one request have in common.
    var request: [UInt8] {
        origin + (path.isEmpty ? [UInt8(ascii: "/")] : plainPath) + PercentText.decodeLoosely(query)
    }

    /// Scheme and host.
    var origin: [UInt8] { scheme + Array("://".utf8) + host }

    /// The whole without credentials; a query that holds a secret is left out.
    var harmless: ByteString {
        ByteString(origin + path + (hasSecretParameter ? [] : query) + fragment)
    }

    /// The path with its percent escapes replaced.
    var plainPath: [UInt8] { PercentText.decodeLoosely(path) }

    /// The last part of the path.
    var file: String? { LockedEntry.fileName(String(decoding: path, as: UTF8.self)) }

    /// Whether the path ends in the name of a package, as that of a registry's document does. Behind a part `-` lies
    /// all else that a registry answers.
    var isOfPackage: Bool {
        let parts = plainPath.split(separator: UInt8(ascii: "/"))
        guard let last = parts.last, !parts.contains(where: { $0.elementsEqual([UInt8(ascii: "-")]) }) else {
            return false
        }
        return NodeName(String(decoding: last, as: UTF8.self)) != nil
    }

    /// Name and version as the path of a registry's archive tells them: `/@scope/name/-/name-1.0.0.tgz`.
    var archive: (name: [UInt8], version: [UInt8])? {
        let parts = plainPath.split(separator: UInt8(ascii: "/"))
        guard parts.count >= 3, parts[parts.count - 2].elementsEqual([UInt8(ascii: "-")]) else { return nil }
        let base = parts[parts.count - 3]
        let prefix = base + [UInt8(ascii: "-")]
        let suffix = Array(".tgz".utf8)
        let file = parts[parts.count - 1]
        guard file.starts(with: prefix), file.suffix(suffix.count).elementsEqual(suffix),
            file.count > prefix.count + suffix.count
        else { return nil }
        var name = Array(base)
        if parts.count >= 4, parts[parts.count - 4].first == UInt8(ascii: "@") {
            name = parts[parts.count - 4] + [UInt8(ascii: "/")] + name
        }
        return (name, Array(file.dropFirst(prefix.count).dropLast(suffix.count)))
    }
}
