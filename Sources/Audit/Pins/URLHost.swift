import Inventory

/// The host of an address, in small letters, without user, password and port.
enum URLHost {
    /// `nil` where the text is no address with a host.
    static func of(_ url: some Collection<UInt8>) -> [UInt8]? {
        let bytes = Array(url)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 2 < bytes.count,
            bytes[colon + 1] == UInt8(ascii: "/"), bytes[colon + 2] == UInt8(ascii: "/")
        else { return nil }
        let rest = bytes[(colon + 3)...]
        var authority = rest.prefix { byte in
            byte != UInt8(ascii: "/") && byte != UInt8(ascii: "?") && byte != UInt8(ascii: "#")
                && byte != UInt8(ascii: "\\")
        }
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) { authority = authority[(at + 1)...] }
        // An address of version 6 stands in brackets, and its colons are no port's.
        if authority.first != UInt8(ascii: "["), let port = authority.firstIndex(of: UInt8(ascii: ":")) {
            authority = authority[..<port]
        }
        let host = authority.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 + 32 : $0 }
        return host.isEmpty ? nil : host
    }

    /// The same of a text.
    static func of(_ url: String?) -> [UInt8]? { url.flatMap { of($0.utf8) } }

    /// The same of bytes from a cache.
    static func of(_ url: ByteString?) -> [UInt8]? { url.flatMap { of($0.bytes) } }
}
