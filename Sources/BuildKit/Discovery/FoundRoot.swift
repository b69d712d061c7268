package import Inventory

/// One worker of a state root, with all that is needed to read it.
///
/// ```
///   standalone   /var/lib/buildkit     runc-overlayfs/metadata_v2.db          history.db
///   docker       /var/lib/docker       buildkit/metadata_v2.db                buildkit/history.db
///   docker       /var/lib/docker       buildkit/containerd-overlayfs/…        buildkit/history_c8d.db
///                ^ path                ^ folder       ^ metadata              ^ historyFolder, history
/// ```
package struct FoundRoot: Sendable, Hashable {
    /// Where snapshots are and who numbers them.
    package enum Layout: Sendable, Hashable {
        /// The worker's own folder holds everything.
        case worker
        /// A containerd keeps the snapshots; folders that may be its root, best first, as this process sees them.
        case containerd(roots: [ByteString])
        /// One of Docker's graph drivers does; folders of drivers that are there, best first.
        case graphDriver([String])
        /// Folders of caches and nothing else: Buildah's.
        case plain
    }

    /// The state root as this process sees it, without links.
    package var path: ByteString
    /// The same as a value of the inventory.
    package var root: StateRoot
    package var layout: Layout
    /// Folder that holds the records' database, below `path`.
    package var folder: ByteString
    /// Name of the records' database.
    package var metadata: ByteString
    /// Folder of the build history below `path`; empty for `path` itself.
    package var historyFolder: ByteString
    /// Name of the history's database; `nil` where there is none.
    package var history: ByteString?
    /// What was seen on the way and does not fit a known version.
    package var oddities: [String]

    package init(path: ByteString, kind: StateRoot.Kind, layout: Layout, folder: ByteString, metadata: ByteString) {
        self.path = path
        root = StateRoot(path: path, kind: kind)
        self.layout = layout
        self.folder = folder
        self.metadata = metadata
        historyFolder = ""
        oddities = []
    }

    /// Absolute path of the folder that holds the records.
    package var workerPath: ByteString { folder.isEmpty ? path : path.appending(folder) }

    /// Absolute paths of folders that may hold the blobs of the history (`<hex>` files), best first.
    package var blobFolders: [ByteString] {
        let inside: ByteString = "content/blobs/sha256"
        switch layout {
        case .worker, .graphDriver: return [workerPath.appending(inside)]
        case .containerd(let roots):
            return roots.map { $0.appending("io.containerd.content.v1.content/blobs/sha256") }
        case .plain: return []
        }
    }
}
