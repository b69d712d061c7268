import Inventory
import Linux

/// A file that is written when all is over (`--metrics`, `--report`), as a name in a folder that stays open: a process
/// that has locked itself in reaches it, and through it nothing else.
///
/// ```
///  /run/bezoar ─┬─ audit.prom                      replaced when the job is over
///               └─ .bezoar-4f0c….new
///       ^ where the kernel allows it, seen through a mount of its own that hangs nowhere: no `..` leads out of it
/// ```
final class EnclosedFile {
    /// What it holds, for messages: `the metrics`.
    private let what: String
    private let mode: UInt32
    /// Whether nothing but the folder can be reached from it.
    let isEnclosed: Bool
    /// The folder's path, with no link in it.
    private let realFolder: [UInt8]
    private let path: ByteString
    private let folder: Descriptor
    private let name: [UInt8]

    /// Opens the folder. That the file cannot be written is better known before hours of reading.
    init(_ path: ByteString, for what: String, mode: UInt32) throws(CommandFailure) {
        let name = path.bytes.split(separator: UInt8(ascii: "/")).last.map { Array($0) } ?? []
        let status = try? Descriptor.status(ofPath: path.bytes)
        if path.bytes.last == UInt8(ascii: "/") || status?.isDirectory == true || name.isEmpty {
            throw CommandFailure(path, "\(what) cannot be written there: it is a directory; name a file in it")
        }
        if let status, !status.isRegularFile {
            throw CommandFailure(path, "\(what) cannot be written there: it is no regular file")
        }
        do throws(SystemError) {
            let place = ManifestFile.folder(of: path)
            try OwnFile.requireWritable(place.bytes)
            let plain = try Descriptor.open(place.bytes, [.directory, .path])
            realFolder = try plain.realPath()
            // All or nothing of a value that is not copied: what may throw comes first.
            if let view = try plain.enclosedView() {
                folder = view
                isEnclosed = true
            } else {
                folder = plain
                isEnclosed = false
            }
        } catch {
            throw CommandFailure(path, "\(what) cannot be written there: \(error)")
        }
        self.what = what
        self.mode = mode
        self.path = path
        self.name = name + [0]
    }

    /// The folder's descriptor, for `Landlock`.
    var folderNumber: Int32 { folder.number }

    /// Its path, for messages.
    var shownPath: String { Quotation.text(path.bytes) }

    /// Fails where the file lies in one of these directories: it would be taken for a part of the cache, and whoever
    /// writes to the cache could change it.
    func require(outside directories: [ByteString]) throws(CommandFailure) {
        let folder = realFolder + [UInt8(ascii: "/")]
        guard let place = directories.first(where: { folder.starts(with: $0.appending("").bytes) }) else { return }
        throw CommandFailure(
            "\(shownPath): \(what) would lie in the cache \(Quotation.text(place.bytes)), where builds can change "
                + "it; name another place", exit: .usage)
    }

    /// What stands in it, at most so many bytes; `nil` where it is not there.
    func read(limit: Int) throws(SystemError) -> [UInt8]? {
        let name = self.name
        do throws(SystemError) {
            let file = try folder.openFile(beneath: name.span)
            let size = Int(clamping: try file.status().size)
            return try file.bytes(at: 0, count: min(size, limit))
        } catch {
            if error.number == SystemError.notFound { return nil }
            throw error
        }
    }

    /// Puts these bytes into its place, whole or not at all.
    func replace(with bytes: [UInt8]) throws(SystemError) {
        let random = try Host.randomBytes(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let draft = Array(".bezoar-\(random).new".utf8) + [0]
        let name = self.name
        do throws(SystemError) {
            let file = try folder.makeFile(draft.span, mode: mode)
            try file.setPermissions(mode)
            try file.write(bytes)
            try file.synchronize()
            try folder.moveEntry(draft.span, to: folder, as: name.span)
        } catch {
            try? folder.unlink(draft.span)
            throw error
        }
    }
}
