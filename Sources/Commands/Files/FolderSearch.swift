import BuildKit
import Inventory
import Linux

/// Goes through a folder that was named, for the files it may hold: bounded, without recursion, through no link.
///
/// ```
///  reports/         files first, in the order of their names,
///  ├ a.json         then each folder with all below it
///  ├ b.json
///  └ build-07/
///    └ c.json
/// ```
struct FolderSearch {
    /// What it comes to.
    enum Found {
        /// A regular file: its path relative to the folder, and its name.
        case file(ByteString, name: ByteString)
        /// What was not looked at, with its whole path.
        case trouble(ByteString, Trouble.Reason, String)
    }

    /// Folders below one another.
    static let depth = 32

    /// Folders in all.
    var folderLimit: Int
    /// Whether a folder of this name is entered.
    var enters: (ByteString) -> Bool = { _ in true }
    /// Whether a file of this name is of use.
    var wants: (ByteString) -> Bool = { _ in true }

    /// Hands out all that is wanted.
    func run<Failure: Error>(
        in root: borrowing Folder, _ take: (Found) throws(Failure) -> Void
    ) throws(Failure) {
        var open: [(path: ByteString, depth: Int)] = [("", 0)]
        var folders = 0
        while let next = open.popLast() {
            folders += 1
            guard folders <= folderLimit else {
                let detail = "more than \(folderLimit) folders; the rest was not looked at"
                return try take(.trouble(root.path, .tooLarge, detail))
            }
            let entries: [Folder.Entry]
            do throws(SystemError) {
                entries = try next.path.isEmpty ? root.entries() : root.folder(next.path).entries()
            } catch {
                // Where a listing does not tell what an entry is, a file is tried as a folder.
                if !error.isNowhere {
                    let detail = "the folder cannot be read: \(error.advice)"
                    try take(.trouble(root.path.appending(next.path), .unreadable, detail))
                }
                continue
            }
            for entry in entries where wants(entry.name) {
                let place = next.path.appending(entry.name)
                if !entry.mayBeFolder || root.hasFile(place) { try take(.file(place, name: entry.name)) }
            }
            // The last one goes first, and names come in their order.
            for entry in entries.reversed() where entry.mayBeFolder && enters(entry.name) {
                let place = next.path.appending(entry.name)
                if next.depth < Self.depth {
                    open.append((place, next.depth + 1))
                } else {
                    try take(.trouble(root.path.appending(place), .tooDeep, "more than \(Self.depth) folders deep"))
                }
            }
        }
    }
}
