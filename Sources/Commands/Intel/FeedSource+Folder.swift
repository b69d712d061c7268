import BuildKit
import Ecosystems
import Inventory
import Linux

/// A folder of records, as their databases keep them in a repository.
extension FeedSource {
    private static let folderLimit = 2_000_000

    /// Hands out the records below the folder. No folder with a dot before its name is entered.
    mutating func readFolder(_ take: Take) throws(CommandFailure) {
        let root = try Self.open(path)
        let search = FolderSearch(
            folderLimit: Self.folderLimit, enters: { $0.bytes.first != UInt8(ascii: ".") },
            wants: { $0.bytes.suffix(5).elementsEqual(".json".utf8) })
        try search.run(in: root) { (found) throws(CommandFailure) in
            switch found {
            case .file(let place, _): try readFile(place, in: root, take)
            case .trouble(let place, let reason, let detail): note(place, reason, detail)
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
