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
        static let depth = 32
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
        var open: [(path: ByteString, depth: Int)] = [("", 0)]
        var folders = 0
        while let next = open.popLast() {
            folders += 1
            if folders > Limit.folders {
                note(root.path, .tooLarge, "more than \(Limit.folders) folders; the rest was not looked at")
                break
            }
            do throws(SystemError) {
                if next.path.isEmpty {
                    look(at: try root.entries(), in: next, of: root, &open)
                } else {
                    look(at: try root.folder(next.path).entries(), in: next, of: root, &open)
                }
            } catch {
                // Where a listing does not tell what an entry is, a file is tried as a folder.
                if error.isNowhere { continue }
                note(root.path.appending(next.path), .unreadable, "the folder cannot be read: \(error.advice)")
            }
        }
        found.sort { $0.path < $1.path }
        if found.count > Limit.lockfiles {
            note(root.path, .tooLarge, "more than \(Limit.lockfiles) lockfiles; the rest was left out")
            found.removeLast(found.count - Limit.lockfiles)
        }
    }

    private mutating func look(
        at entries: [Folder.Entry], in folder: (path: ByteString, depth: Int), of root: borrowing Folder,
        _ open: inout [(path: ByteString, depth: Int)]
    ) {
        for entry in entries {
            let path = folder.path.appending(entry.name)
            if let format = LockfileFormat(fileName: entry.name.utf8Text ?? ""), found.count <= Limit.lockfiles,
                !entry.mayBeFolder || root.hasFile(path)
            {
                found.append((path, format))
                continue
            }
            let isHidden = entry.name.bytes.first == UInt8(ascii: ".") && entry.name != Self.mavenFolder
            guard entry.mayBeFolder, !isHidden, !Self.leftOut.contains(entry.name) else { continue }
            if folder.depth == Limit.depth {
                note(root.path.appending(path), .tooDeep, "more than \(Limit.depth) folders deep")
            } else {
                open.append((path, folder.depth + 1))
            }
        }
    }

    private mutating func note(_ path: ByteString, _ reason: Trouble.Reason, _ detail: String) {
        troubles.append(Trouble(cache: -1, path: path, reason: reason, detail: detail, isSubtree: true))
    }
}
