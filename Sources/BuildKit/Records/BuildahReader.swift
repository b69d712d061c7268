import Inventory
import Linux

/// Buildah's cache mounts: folders beside each other, no record of any kind.
///
/// ```
///   /var/tmp/buildah-cache-<uid>/       one per user, in the folder for temporary files
///     3f8a9c0d1e2b4a5c/                 the first 16 digits of the SHA-256 of the id, or of the target without one
///     root/.cache/pip/                  older ones: the id or the target itself, which may be several folders deep
///     buildah-cache-lockfiles/          no cache
/// ```
///
/// Where a cache of the older kind begins is not recorded: the first folder counts as one.
enum BuildahReader {
    /// Folder of locks, which is no cache.
    static let lockFolder: ByteString = "buildah-cache-lockfiles"

    /// Reads it.
    static func read(_ root: FoundRoot) -> StateInventory {
        var inventory = StateInventory(root: root.root)
        do throws(SystemError) {
            let folder = try Folder(root.path)
            var troubles = TroubleList()
            for entry in try folder.entries() where entry.name != lockFolder {
                guard entry.mayBeFolder, folder.hasFolder(entry.name) else {
                    let path = root.path.appending(entry.name)
                    troubles.add(path, .malformed, "no folder lies in the place of a cache, and it was not audited")
                    continue
                }
                inventory.caches.append(
                    MountCache(id: entry.name, root: root.path, path: root.path.appending(entry.name)))
            }
            inventory.troubles = troubles.all(of: root.path)
        } catch {
            inventory.troubles.append(StateDatabases.Failure(error, path: root.path).trouble)
        }
        if !inventory.caches.isEmpty {
            inventory.notes.append("Buildah names a cache by a digest of its id or target; the id itself is not kept")
        }
        return inventory
    }
}
