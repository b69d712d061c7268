import Bolt
package import Inventory

/// The lockfiles that builds used, as far as the state root still holds them.
///
/// ```
///   mount cache ── description ─┐
///   build ── steps with mounts ─┴─► command X
///                                       │  "mount / from exec X": the result of that step
///                                       ▼
///   record ──cache.parent──► record ──cache.parent──► record …     each is one layer
///                              │ COPY package-lock.json ./
///                              ▼
///                     snapshots/<n>/fs/app/package-lock.json       layer     the nearest of several counts
///   source.local  ───► snapshots/<n>/fs/package-lock.json          context   of the last build that sent it
///   git-snapshot  ───► snapshots/<n>/fs/package-lock.json          checkout  of that commit
/// ```
///
/// Layers that steps made or that came with an image are passed over: what a step wrote is a package's word, not the
/// project's. With the snapshotter `native`, and with Docker's `vfs` and `btrfs`, each layer holds all files of those
/// below it; there a file counts for the layer that brought it.
///
/// A reused layer bears the description of who made it first; a lockfile that is only mounted (`type=bind`) leaves no
/// layer, and stands in the context alone.
package enum StateLockfiles {
    /// Finds them for an inventory that has its caches and builds; reads the databases for it.
    package static func find(_ root: FoundRoot, into inventory: inout StateInventory) {
        guard root.layout != .plain else { return }
        do throws(StateDatabases.Failure) {
            find(root, try StateDatabases.read(root), into: &inventory)
        } catch {
            inventory.troubles.append(error.trouble)
        }
    }

    /// Finds them with databases that were read before.
    static func find(_ root: FoundRoot, _ databases: StateDatabases, into inventory: inout StateInventory) {
        do throws(BoltError) {
            var finder = try LockfileFinder(databases)
            finder.run(&inventory)
        } catch {
            let path = root.workerPath.appending(root.metadata)
            inventory.troubles.append(StateDatabases.Failure(error, path: path).trouble)
        }
    }
}
