import BuildKit
import Ecosystems
import Inventory
import Linux

/// Finds the lockfiles of a repository: a bounded walk that follows no link, enters no other file system's surprise and
/// leaves out what a package manager has unpacked there.
struct LockfileFinder {
    /// Bounds of one walk; a repository that has more is named as not wholly seen.
    enum Limit {
        static let folders = 50_000
        static let lockfiles = 2_000
    }

    /// Folders with lockfiles of others in them, or with none.
    private static let leftOut: Set<ByteString> = [
        "node_modules", "bower_components", "__pycache__", "site-packages", "venv", "target",
    ]
    /// The one folder with a dot where lockfiles lie: Maven's trusted checksums.
    private static let mavenFolder: ByteString = ".mvn"

    /// Paths relative to the folder, in byte order, with their formats.
    private(set) var found: [(path: ByteString, format: LockfileFormat)] = []
    private(set) var troubles: [Trouble] = []

    /// Looks through a folder.
    init(in root: borrowing Folder) {
        let search = FolderSearch(
            folderLimit: Limit.folders,
            enters: { name in
                let isHidden = name.bytes.first == UInt8(ascii: ".") && name != Self.mavenFolder
                return !isHidden && !Self.leftOut.contains(name)
            },
            wants: { LockfileFormat(fileName: $0.utf8Text ?? "") != nil })
        search.run(in: root) { step in
            switch step {
            case .file(let path, let name):
                // One more than is kept tells that there are more.
                guard found.count <= Limit.lockfiles else { return }
                if let format = LockfileFormat(fileName: name.utf8Text ?? "") { found.append((path, format)) }
            case .trouble(let path, let reason, let detail): note(path, reason, detail)
            }
        }
        found.sort { $0.path < $1.path }
        if found.count > Limit.lockfiles {
            note(root.path, .tooLarge, "more than \(Limit.lockfiles) lockfiles; the rest was left out")
            found.removeLast(found.count - Limit.lockfiles)
        }
    }

    private mutating func note(_ path: ByteString, _ reason: Trouble.Reason, _ detail: String) {
        troubles.append(Trouble(cache: -1, path: path, reason: reason, detail: detail, isSubtree: true))
    }
}
