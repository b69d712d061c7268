package import Inventory

/// The one name of a project, however its address is written: a repository has several addresses, and whoever starts a
/// build chooses among them.
///
/// ```
///  https://user:word@Git.Example.com/Acme/Web.git   ─┐
///  git@git.example.com:acme/web                      ├─►  git.example.com/acme/web
///  ssh://git@git.example.com:22/acme/web/            ─┘
///  web (a folder's name)                            ──►  web
/// ```
///
/// Letters become small, as the usual hosts of repositories do not tell them apart. Patterns go through the same.
package struct ProjectName: Sendable, Hashable {
    private static let slash = UInt8(ascii: "/")
    private static let colon = UInt8(ascii: ":")
    private static let at = UInt8(ascii: "@")
    private static let dot = UInt8(ascii: ".")
    private static let defaultPorts = [":443", ":80", ":22", ":9418"].map { Array($0.utf8) }
    private static let ending = Array(".git".utf8)

    /// The name.
    package let bytes: [UInt8]

    /// Takes a source, or a pattern for sources.
    package init(_ source: ByteString) {
        var rest = source.bytes.map(Self.small)[...]
        var hasHost = false
        if let end = Self.endOfScheme(rest) {
            rest = rest[end...]
            hasHost = true
        } else if let colon = Self.colonOfShortForm(rest) {
            rest[colon] = Self.slash
            hasHost = true
        }
        // Behind the mark stand branch and folder.
        if hasHost, let mark = rest.firstIndex(of: UInt8(ascii: "#")) { rest = rest[..<mark] }
        var parts = rest.split(separator: Self.slash).map { Array($0) }
        if hasHost, let host = parts.first { parts[0] = Self.host(host) }
        var name = Array(parts.joined(separator: [Self.slash]))
        if name.count > Self.ending.count, name.suffix(Self.ending.count) == Self.ending[...] {
            name.removeLast(Self.ending.count)
        }
        while name.last == Self.slash { name.removeLast() }
        bytes = name
    }

    /// The part behind the last slash.
    package var lastPart: [UInt8] { bytes.split(separator: Self.slash).last.map { Array($0) } ?? [] }

    private static func small(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte + 32 : byte
    }

    /// Where `scheme://` ends. A pattern may have stars in its scheme.
    private static func endOfScheme(_ text: ArraySlice<UInt8>) -> Int? {
        guard let colon = text.firstIndex(of: colon), colon > text.startIndex, colon + 2 < text.endIndex,
            text[colon + 1] == slash, text[colon + 2] == slash
        else { return nil }
        let others = Array("+-.*?".utf8)
        let isScheme = text[..<colon].allSatisfy { byte in
            (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z"))
                || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || others.contains(byte)
        }
        return isScheme ? colon + 3 : nil
    }

    /// The colon of `user@host:path`.
    private static func colonOfShortForm(_ text: ArraySlice<UInt8>) -> Int? {
        guard let colon = text.firstIndex(of: colon), let at = text.firstIndex(of: at), at < colon else { return nil }
        return text[..<colon].contains(slash) ? nil : colon
    }

    private static func host(_ authority: [UInt8]) -> [UInt8] {
        var host = authority.lastIndex(of: at).map { Array(authority[($0 + 1)...]) } ?? authority
        for port in defaultPorts where host.count > port.count && host.suffix(port.count) == port[...] {
            host.removeLast(port.count)
            break
        }
        return host
    }
}
