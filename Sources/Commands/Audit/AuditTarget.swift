import Audit
import Inventory
import Linux
import Walk

/// A directory that is to be audited as one cache, open.
struct AuditTarget {
    let cache: MountCache
    let root: WalkRoot
    /// Owner of the directory.
    let owner: UInt32
    /// Whether the kernel itself keeps this audit from writing there.
    let isConfined: Bool

    /// What the hygiene rules must know of it.
    var ground: Hygiene.Ground {
        Hygiene.Ground(path: cache.path, owner: owner, expectsExecutables: cache.expectsExecutables)
    }

    /// Opens a tree. Its id is its real absolute path, so that one directory named in two ways has one history.
    static func open(tree path: ByteString, index: Int) throws(SystemError) -> AuditTarget {
        let directory = try Descriptor.open(path.bytes, [.directory])
        // Nothing there is a file that was written: digests of it would mean nothing.
        if try directory.fileSystem().isMadeUp { throw SystemError(SystemError.notSupported, .fstatfs) }
        let status = try directory.status()
        let name = ByteString(try directory.realPath())
        let cache = MountCache(id: name, root: name, path: name)
        if let view = try directory.confinedView() {
            let root = try WalkRoot(cache: Int32(index), directory: view)
            return AuditTarget(cache: cache, root: root, owner: status.owner, isConfined: true)
        }
        let root = try WalkRoot(cache: Int32(index), directory: directory)
        return AuditTarget(cache: cache, root: root, owner: status.owner, isConfined: false)
    }
}
