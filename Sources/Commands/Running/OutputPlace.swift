import Inventory
import Linux

/// Whether a report will find its place, asked before anything is done that cannot be undone.
enum OutputPlace {
    /// Throws why the file of `--output` cannot be written.
    static func require(_ settings: Settings) throws(CommandFailure) {
        guard let file = settings.output.value else { return }
        let folder = ManifestFile.folder(of: file)
        if let status = try? Descriptor.status(ofPath: file.bytes), status.isDirectory {
            throw CommandFailure(file, "it is a folder; --output names a file (nothing was done)")
        }
        do throws(SystemError) {
            guard try Descriptor.status(ofPath: folder.bytes).isDirectory else {
                throw SystemError(SystemError.notDirectory, .statx)
            }
            // A device, a pipe or a link is written to; any other file is replaced, which takes a right to its folder.
            let there = try? Descriptor.open(file.bytes, [.path, .noFollow]).status()
            let isKept = there.map { !$0.isRegularFile } ?? false
            try OwnFile.requireWritable(isKept ? file.bytes : folder.bytes)
        } catch {
            throw CommandFailure(file, "nothing can be written there: \(error); nothing was done")
        }
    }
}
