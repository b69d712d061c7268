import Inventory

/// Which part of a directory is the content of a mount.
///
/// The native snapshotter copies the base of a mount whole: the directory of `from=debian,source=/seed` holds all of
/// Debian, and only `seed` in it is what builds mount. Layers of the other snapshotters hold changes only.
enum ContentPart {
    /// Narrows the cache's directory to the part that builds mount, where they agree on one.
    static func narrow(_ cache: inout MountCache, in root: StateRoot) {
        guard root.snapshotter == "native", cache.base != nil, cache.selectors.count == 1 else { return }
        let names = cache.selectors[0].bytes.split(separator: UInt8(ascii: "/"))
        let dots: [[UInt8]] = [[0x2e], [0x2e, 0x2e]]
        guard !names.isEmpty, !names.contains(where: { dots.contains(Array($0)) || $0.contains(0) }) else { return }
        cache.part = ByteString(Array(names.joined(separator: [UInt8(ascii: "/")])))
        cache.path = cache.path.appending(cache.part)
    }
}
