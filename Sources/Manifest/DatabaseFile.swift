internal import Inventory
internal import Linux

/// The database file as the kernel sees it: where it lies, and its lock.
enum DatabaseFile {
    /// The path with the folder's symbolic links resolved. The last component is left as it is: SQLite refuses it
    /// where it is a link, and a path such as `/var/run/…` still works.
    static func resolve(_ path: ByteString) throws(ManifestError) -> ByteString {
        let slash = UInt8(ascii: "/")
        guard let name = path.bytes.split(separator: slash).last, path.bytes.last != slash, name != [0x2e],
            name != [0x2e, 0x2e]
        else { throw ManifestError(path.isEmpty ? .missing : .folder, path: path, detail: "the path names no file") }
        var folder = Array(path.bytes.dropLast(name.count))
        if folder.isEmpty { folder = [0x2e] }
        // The root needs no resolving, and where a process has been given a root of its own there is no /proc to ask.
        if folder == [slash] { return path }
        do throws(SystemError) {
            let folderPath = try Descriptor.open(folder, [.path, .directory]).realPath()
            return ByteString(folderPath).appending(ByteString(Array(name)))
        } catch {
            throw ManifestError(error, path: path)
        }
    }

    /// Makes an empty file that only its owner may read, where there is none. An empty file is an empty database.
    static func createIfMissing(_ path: ByteString) throws(ManifestError) {
        do throws(SystemError) {
            try OwnFile.create(path.bytes, with: [], mode: 0o600)
        } catch {
            if error.number != SystemError.exists { throw ManifestError(error, path: path) }
        }
    }

    /// Size in bytes, after a look at what kind of file it is.
    static func size(_ path: ByteString) throws(ManifestError) -> Int64 {
        do throws(SystemError) {
            return try size(of: path)
        } catch {
            throw ManifestError(error, path: path)
        }
    }

    /// Refuses what SQLite would wait for or trip over in the places of its own files, and names it.
    static func requirePlainCompanions(_ path: ByteString) throws(ManifestError) {
        for suffix in ["-wal", "-shm", "-journal"] {
            let place = path.bytes + Array(suffix.utf8)
            guard let status = try? Descriptor.open(place, [.path, .noFollow]).status(), !status.isRegularFile else {
                continue
            }
            let kind = EntryKind(mode: status.mode, specialDevice: status.specialDevice).word
            throw ManifestError(.companion(suffix: suffix), path: ByteString(place), detail: "it is a \(kind)")
        }
    }

    /// Whether there is a rollback journal. The manifest is written through a write-ahead log, but for the moment in
    /// which it is made.
    static func hasJournal(_ path: ByteString) -> Bool {
        guard let journal = try? Descriptor.status(ofPath: path.bytes + Array("-journal".utf8)) else { return false }
        return journal.size > 0
    }

    /// Whether there is an empty file. One with a write-ahead log beside it was not always empty, and SQLite would
    /// remove that log, even for a reader.
    static func isEmpty(_ path: ByteString) throws(ManifestError) -> Bool {
        guard let status = try? Descriptor.status(ofPath: path.bytes), status.isRegularFile, status.size == 0 else {
            return false
        }
        let log = try? Descriptor.status(ofPath: path.bytes + Array("-wal".utf8))
        guard log == nil || log?.size == 0 else {
            throw ManifestError(.damaged, path: path, detail: "it is empty, but its write-ahead log is not")
        }
        return true
    }

    /// Asked before SQLite opens the file: the files that it makes beside one that may only be read could be written by
    /// nobody later on.
    static func requireWritable(_ path: ByteString) throws(ManifestError) {
        do throws(SystemError) {
            try OwnFile.requireWritable(path.bytes)
        } catch {
            guard error.number == SystemError.readOnlyFileSystem || error.number == SystemError.accessDenied else {
                throw ManifestError(error, path: path)
            }
            throw ManifestError(.readOnly, path: path, detail: error.description)
        }
    }

    /// Whether the file is to be read without making anything beside it. It lies where nothing can be written, as
    /// evidence on a disk that is mounted read-only: a write-ahead log that nobody moved into the file cannot be read
    /// there, and what it holds must not be left out. Or this user may read it only: what SQLite made beside it would
    /// have the same mode, and keep its writer out later on. With a log there, a writer is at work, who made the rest.
    static func isFrozen(_ path: ByteString) throws(ManifestError) -> Bool {
        let log = try? Descriptor.status(ofPath: path.bytes + Array("-wal".utf8))
        let hasLog = log.map { $0.size > 0 } ?? false
        do throws(SystemError) {
            guard try Descriptor.open(path.bytes, [.path, .noFollow]).fileSystem().isReadOnly else {
                return log == nil && !mayBeWritten(path)
            }
            guard !hasLog else { throw SystemError(SystemError.readOnlyFileSystem, .openat) }
            return true
        } catch {
            guard error.number == SystemError.readOnlyFileSystem else { throw ManifestError(error, path: path) }
            throw ManifestError(
                .readOnly, path: path,
                detail: "its write-ahead log is not merged; copy both files to where they can be written")
        }
    }

    private static func mayBeWritten(_ path: ByteString) -> Bool {
        do throws(SystemError) {
            try OwnFile.requireWritable(path.bytes)
            return true
        } catch {
            return false
        }
    }

    /// Refuses a file that is plainly something else, before anything is made beside it.
    static func requireDatabase(_ path: ByteString) throws(ManifestError) {
        let signature = Array("SQLite format 3".utf8) + [0]
        do throws(SystemError) {
            let size = try size(of: path)
            if size == 0 { return }
            let file = try Descriptor.open(path.bytes, [.readOnly, .noFollow])
            var buffer = ReadBuffer(capacity: 4096)
            let count = try buffer.fill(from: file, at: 0, length: signature.count)
            for index in 0..<signature.count where index >= count || buffer.bytes[index] != signature[index] {
                throw SystemError(SystemError.invalid, .preadv2)
            }
        } catch {
            if error.number == SystemError.notFound { return }
            throw ManifestError(error, path: path)
        }
    }

    private static func size(of path: ByteString) throws(SystemError) -> Int64 {
        let status = try Descriptor.open(path.bytes, [.path, .noFollow]).status()
        if status.isSymbolicLink { throw SystemError(SystemError.tooManyLinks, .statx) }
        if status.isDirectory { throw SystemError(SystemError.isDirectory, .statx) }
        guard status.isRegularFile else { throw SystemError(SystemError.invalid, .statx) }
        return status.size
    }

    /// The lock that keeps a second writer out. Readers do not need it.
    static func lock(_ path: ByteString) throws(ManifestError) -> FileLock {
        do throws(FileLock.Failure) {
            return try FileLock.take(path: path.bytes + Array(".lock".utf8))
        } catch {
            switch error {
            case .held(let process):
                throw ManifestError(
                    .locked(process: process.flatMap { Int32(exactly: $0) }), path: path,
                    detail: "its lock file is held")
            case .system(let error): throw ManifestError(error, path: path)
            }
        }
    }
}

extension ManifestError {
    /// What the kernel said of the file or its folder.
    init(_ error: SystemError, path: ByteString) {
        let kind: Kind =
            switch error.number {
            case SystemError.notFound, SystemError.notDirectory: .missing
            case SystemError.isDirectory: .folder
            case SystemError.accessDenied, SystemError.notPermitted: .permission
            case SystemError.readOnlyFileSystem: .readOnly
            case SystemError.noSpace: .diskFull
            case SystemError.tooManyLinks: .symbolicLink
            case SystemError.inputOutput: .inputOutput
            case SystemError.invalid: .notAManifest
            default: .other
            }
        self.init(kind, path: path, detail: error.description)
    }
}
