package import Inventory

/// Where a symbolic link leads, told from its text alone: nothing is opened, so nothing is followed.
package enum LinkTarget: Sendable, Equatable {
    /// It stays in the cache.
    case inside
    /// An absolute path that is not below the cache's directory.
    case absolute
    /// So many `..` that it climbs above the cache's directory.
    case climbs
    /// A `..` behind a name: if that name is itself a link, the place cannot be told.
    case unclear

    /// Judges the target of a link that lies at `path` (relative to the cache's directory, which is `cache`).
    package init(_ target: ByteString, at path: ByteString, in cache: ByteString) {
        let slash = UInt8(ascii: "/")
        let parts = target.bytes.split(separator: slash).map { Array($0) }
        let up = Array("..".utf8)
        let here = Array(".".utf8)
        if target.bytes.first == slash {
            let root = cache.bytes.split(separator: slash).map { Array($0) }
            let isBelow = parts.count >= root.count && Array(parts.prefix(root.count)) == root && !parts.contains(up)
            self = isBelow && !root.isEmpty ? .inside : .absolute
            return
        }
        // The folder of the link is exact: the walk follows no link on its way there.
        var depth = path.bytes.split(separator: slash).count - 1
        var hasName = false
        var isUnclear = false
        for part in parts where part != here {
            if part == up {
                depth -= 1
                if depth < 0 {
                    self = .climbs
                    return
                }
                if hasName { isUnclear = true }
            } else {
                depth += 1
                hasName = true
            }
        }
        self = isUnclear ? .unclear : .inside
    }
}
