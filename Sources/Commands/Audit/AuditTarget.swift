import Audit
import BuildKit
import Inventory
import Linux
import Walk

/// A directory that is to be audited as one cache, open.
struct AuditTarget {
    var cache: MountCache
    let root: WalkRoot
    /// Owner of the directory.
    let owner: UInt32
    /// Whether the kernel itself keeps this audit from writing there.
    let isConfined: Bool
    /// Whether reading there touches no access time in any case.
    let keepsAccessTimes: Bool

    /// What the hygiene rules must know of it.
    var ground: Hygiene.Ground {
        Hygiene.Ground(
            path: cache.path, owner: owner, expectsExecutables: cache.expectsExecutables, hasBase: cache.base != nil)
    }

    /// Opens a tree. Its id is its real absolute path, so that one directory named in two ways has one history.
    static func open(tree path: ByteString, index: Int) throws(SystemError) -> AuditTarget {
        let name = try Folder.realPath(path)
        return try open(try Folder.open(name), MountCache(id: name, root: name, path: name), index: index)
    }

    /// Opens the directory of a mount cache, as one of several.
    static func open(
        _ cache: MountCache, index: Int, beside other: AuditTarget? = nil
    ) throws(SystemError) -> AuditTarget {
        try open(try directory(of: cache), cache, index: index, beside: other?.root)
    }

    /// The directory of a mount cache. Its path was put together from the state's own numbers, without links.
    static func directory(of cache: MountCache) throws(SystemError) -> Descriptor {
        let part = cache.part.bytes
        let whole = part.isEmpty ? cache.path : ByteString(Array(cache.path.bytes.dropLast(part.count)))
        // A tree is its own root, and may be a mount.
        let outer = try cache.root == cache.path ? Folder.open(whole) : Folder.open(cache: whole)
        if part.isEmpty { return outer }
        return try outer.openDirectory(beneath: (part + [0]).span)
    }

    private static func open(
        _ directory: consuming Descriptor, _ cache: MountCache, index: Int, beside other: WalkRoot? = nil
    ) throws(SystemError) -> AuditTarget {
        // Nothing there is a file that was written: digests of it would mean nothing.
        let fileSystem = try directory.fileSystem()
        if fileSystem.isMadeUp { throw SystemError(SystemError.notSupported, .fstatfs) }
        let owner = try directory.status().owner
        if let view = try directory.confinedView() {
            let root = try WalkRoot(cache: Int32(index), directory: view, beside: other)
            return AuditTarget(cache: cache, root: root, owner: owner, isConfined: true, keepsAccessTimes: true)
        }
        let root = try WalkRoot(cache: Int32(index), directory: directory, beside: other)
        return AuditTarget(
            cache: cache, root: root, owner: owner, isConfined: false, keepsAccessTimes: fileSystem.keepsAccessTimes)
    }
}
