internal import Inventory

/// Where a symbolic link of a cache leads, told from its text alone.
enum LinkPath {
    /// The path in the same cache that a link leads to, empty for the cache itself; `nil` where it leads elsewhere.
    static func resolve(_ target: ByteString, from path: ByteString) -> ByteString? {
        let slash = UInt8(ascii: "/")
        guard target.bytes.first != slash else { return nil }
        var parts = path.bytes.split(separator: slash).dropLast()
        for part in target.bytes.split(separator: slash) where !part.elementsEqual(".".utf8) {
            if part.elementsEqual("..".utf8) {
                guard !parts.isEmpty else { return nil }
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        return ByteString(Array(parts.joined(separator: [slash])))
    }

    /// Whether a link stays in the first so many folders of its own path.
    static func stays(_ target: ByteString, from path: ByteString, within count: Int) -> Bool {
        let slash = UInt8(ascii: "/")
        let own = path.bytes.split(separator: slash)
        guard own.count > count, let place = resolve(target, from: path) else { return false }
        return place.bytes.split(separator: slash).starts(with: own.prefix(count))
    }
}
