import Hashing
import Inventory

/// URLs as pip and its cache treat them.
///
/// ```
///   https://user:secret@host/packages/a2/55/8f…/docopt-0.6.2.tar.gz?query#sha256=49b3…
///          └─ cut off ─┘                                                └─ cut off ─┘    sha224 ─► key
/// ```
enum PipURL {
    /// Bytes of the longest URL that is looked at.
    static let limit = 8192

    /// The name under which pip's cache keeps the answer to a URL: SHA-224, in hexadecimal digits.
    static func key(_ url: String) -> [UInt8] { hexSHA224(Array(canonical(url).utf8)) }

    /// SHA-224 in hexadecimal digits; empty where libcrypto has none.
    static func hexSHA224(_ bytes: [UInt8]) -> [UInt8] {
        do throws(HashError) {
            var digest = try RunningDigest(.sha224)
            try digest.update(bytes.span)
            return ContentDigest(.sha224, try digest.finish()).map { Array($0.hex.utf8) } ?? []
        } catch {
            return []
        }
    }

    /// Without fragment and credentials; scheme and authority in small letters, an empty path as `/`.
    static func canonical(_ url: String) -> String {
        guard let parts = Parts(withoutFragment(url)) else { return withoutFragment(url) }
        return parts.scheme + "://" + parts.host + (parts.rest.isEmpty ? "/" : parts.rest)
    }

    /// Cuts off what stands behind `#`.
    static func withoutFragment(_ url: String) -> String {
        url.utf8.firstIndex(of: UInt8(ascii: "#")).map { String(url[..<$0]) } ?? url
    }

    /// Without credentials, and without the values of a query that looks like a signature.
    static func shown(_ url: String) -> ByteString {
        let clean = Parts(withoutFragment(url)).map { $0.scheme + "://" + $0.host + $0.rest } ?? withoutFragment(url)
        guard hasSecretQuery(url), let mark = clean.utf8.firstIndex(of: UInt8(ascii: "?")) else {
            return ByteString(clean)
        }
        return ByteString(String(clean[..<mark]))
    }

    /// Whether a query holds what grants access.
    static func hasSecretQuery(_ url: String) -> Bool {
        guard let mark = url.utf8.firstIndex(of: UInt8(ascii: "?")) else { return false }
        let names = [
            "x-amz-signature=", "x-goog-signature=", "signature=", "sig=", "token=", "access_token=", "x-amz-security",
            "auth=", "api_key=", "apikey=", "password=",
        ]
        return url[mark...].lowercased().split(whereSeparator: { "?&#;".contains($0) })
            .contains { part in names.contains { part.hasPrefix($0) } }
    }

    /// Whether it holds a name with a password.
    static func hasCredentials(_ url: String) -> Bool { Parts(url)?.hasCredentials ?? false }

    /// A link of a page as a whole URL; `nil` where the page's own URL would be needed and is not known.
    static func joined(_ link: String, base: String?) -> String? {
        guard link.utf8.count <= limit else { return nil }
        if Parts(link) != nil { return link }
        guard let base, let parts = Parts(withoutFragment(base)) else { return nil }
        if link.hasPrefix("//") { return parts.scheme + ":" + link }
        let root = parts.scheme + "://" + parts.host
        if link.hasPrefix("/") { return root + link }
        let path = parts.rest.utf8.firstIndex(of: UInt8(ascii: "?")).map { String(parts.rest[..<$0]) } ?? parts.rest
        var folders = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().map(String.init)
        if folders.isEmpty { folders = [""] }
        let pieces = link.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        for (index, piece) in pieces.enumerated() {
            let isLast = index == pieces.count - 1
            switch piece {
            case "..":
                if folders.count > 1 { folders.removeLast() }
                if isLast { folders.append("") }
            case ".":
                if isLast { folders.append("") }
            default: folders.append(piece)
            }
        }
        return root + folders.joined(separator: "/")
    }

    /// Scheme, host, and all behind the host.
    struct Parts {
        let scheme: String
        /// In small letters, with its port.
        let host: String
        let rest: String
        let hasCredentials: Bool

        /// `nil` where the URL has no host.
        init?(_ url: String) {
            let bytes = Array(url.utf8)
            guard bytes.count <= limit, let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0,
                bytes[..<colon].allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "+") }),
                bytes[(colon + 1)...].starts(with: "//".utf8)
            else { return nil }
            let start = colon + 3
            let end =
                bytes[start...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? bytes.endIndex
            let authority = bytes[start..<end]
            let at = authority.lastIndex(of: UInt8(ascii: "@"))
            scheme = String(decoding: bytes[..<colon].map(\.asciiLowercased), as: UTF8.self)
            host = String(
                decoding: authority[(at.map { $0 + 1 } ?? start)...].map(\.asciiLowercased), as: UTF8.self)
            rest = String(decoding: bytes[end...], as: UTF8.self)
            hasCredentials = at.map { authority[..<$0].contains(UInt8(ascii: ":")) } ?? false
        }
    }

    /// The digest that a path of the Python Package Index stands for: `/packages/2/2/60 digits/file`; `nil` for others.
    static func pathDigest(_ url: String) -> [UInt8]? {
        guard let parts = Parts(withoutFragment(url)) else { return nil }
        let pieces = Array(parts.rest.utf8).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard pieces.count >= 5 else { return nil }
        let tail = Array(pieces.suffix(5))
        guard tail[0].elementsEqual("packages".utf8), tail[1].count == 2, tail[2].count == 2, tail[3].count == 60 else {
            return nil
        }
        return DigestText.hex(.sha256, tail[1] + tail[2] + tail[3])?.bytes
    }
}
