import BuildKit
import Ecosystems
import Inventory
import Linux

/// A folder of records, as their databases keep them in a repository.
extension FeedSource {
    /// Bounds of a folder.
    private enum Limit {
        static let folders = 2_000_000
        static let depth = 32
    }

    /// Hands out the records below the folder. No link is followed, and no folder with a dot before its name entered.
    mutating func readFolder(_ take: Take) throws(CommandFailure) {
        let root = try Self.open(path)
        var open: [(path: ByteString, depth: Int)] = [("", 0)]
        var folders = 0
        while let next = open.popLast() {
            folders += 1
            if folders > Limit.folders {
                note(path, .tooLarge, "more than \(Limit.folders) folders; the rest was not looked at")
                return
            }
            let entries: [Folder.Entry]
            do throws(SystemError) {
                if next.path.isEmpty {
                    entries = try root.entries()
                } else {
                    entries = try root.folder(next.path).entries()
                }
            } catch {
                // Where a listing does not tell what an entry is, a file is tried as a folder.
                if !error.isAbsence {
                    note(path.appending(next.path), .unreadable, "the folder cannot be read: \(error.advice)")
                }
                continue
            }
            for entry in entries {
                let place = next.path.appending(entry.name)
                if entry.name.bytes.suffix(5).elementsEqual(".json".utf8), !entry.mayBeFolder || root.hasFile(place) {
                    try readFile(place, in: root, take)
                } else if entry.mayBeFolder, entry.name.bytes.first != UInt8(ascii: ".") {
                    if next.depth == Limit.depth {
                        note(path.appending(place), .tooDeep, "more than \(Limit.depth) folders deep")
                    } else {
                        open.append((place, next.depth + 1))
                    }
                }
            }
        }
    }

    private static func open(_ path: ByteString) throws(CommandFailure) -> Folder {
        do throws(SystemError) {
            return try Folder(path)
        } catch {
            throw CommandFailure(path, "the folder cannot be opened: \(error.advice)")
        }
    }

    private mutating func readFile(
        _ place: ByteString, in root: borrowing Folder, _ take: Take
    ) throws(CommandFailure) {
        let bytes: [UInt8]?
        do throws(SystemError) {
            bytes = try root.content(of: place, limit: OSVReader.Limit.size)
        } catch {
            refuse(path.appending(place), .unreadable, "the record cannot be read: \(error.advice)")
            return
        }
        guard let bytes else {
            refuse(
                path.appending(place), .tooLarge,
                "it is no regular file of at most \(OSVReader.Limit.size) bytes")
            return
        }
        try parse(bytes, path.appending(place), take)
    }
}
