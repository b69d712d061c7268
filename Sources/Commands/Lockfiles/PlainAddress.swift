/// Addresses without what may be a secret: the user before the host, and all behind `?` or `#`.
package enum PlainAddress {
    /// The rest of the address.
    package static func of(_ url: String) -> String {
        let bytes = Array(url.utf8)
        let end = bytes.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? bytes.count
        var rest = Array(bytes[..<end])
        if let start = startOfAuthority(rest) {
            let stop = rest[start...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") } ?? rest.count
            if let at = rest[start..<stop].lastIndex(of: UInt8(ascii: "@")) { rest.removeSubrange(start...at) }
        }
        return String(decoding: rest, as: UTF8.self)
    }

    /// The place behind `://`.
    private static func startOfAuthority(_ bytes: [UInt8]) -> Int? {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon + 2 < bytes.count,
            bytes[colon + 1] == UInt8(ascii: "/"), bytes[colon + 2] == UInt8(ascii: "/")
        else { return nil }
        return colon + 3
    }
}
