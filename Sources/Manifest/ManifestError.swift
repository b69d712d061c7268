package import Inventory
internal import SQLite

/// Why the manifest could not be used. Nothing that was recorded before is lost by any of these.
package struct ManifestError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What callers treat differently.
    package enum Kind: Sendable, Hashable {
        /// Another audit writes; its process number, where the lock file tells it.
        case locked(process: Int32?)
        /// Pages, rows or the schema are not what this program writes.
        case damaged
        /// Some other file, or a database of another program.
        case notAManifest
        /// Written by a newer version of this program.
        case newer(version: Int64)
        /// Written by an older version of this program, and opened for reading only.
        case older(version: Int64)
        /// A file beside the database is not what SQLite makes there; how its name ends: `-wal`.
        case companion(suffix: String)
        /// A writer was killed while it made the file, and it was opened for reading only.
        case interrupted
        case readOnly, diskFull, permission, missing, folder, symbolicLink, inputOutput
        /// The caller asked for something that cannot be: a baseline that does not exist, two scans at a time.
        case refused
        case other
    }

    package var kind: Kind
    /// The database file.
    package var path: ByteString
    /// What SQLite or the kernel said, or which check failed.
    package var detail: String

    package init(_ kind: Kind, path: ByteString, detail: String) {
        self.kind = kind
        self.path = path
        self.detail = detail
    }

    init(_ error: SQLiteError, path: ByteString) {
        let kind: Kind =
            switch error.cause {
            case .locked: .locked(process: nil)
            case .damaged, .constraint: .damaged
            case .notADatabase: .notAManifest
            case .readOnly: .readOnly
            case .diskFull: .diskFull
            case .permission: .permission
            case .cannotOpen: .missing
            case .symbolicLink: .symbolicLink
            case .inputOutput: .inputOutput
            // Nothing that is read is larger than what was written.
            case .tooLarge: .refused
            case .outOfMemory, .other: .other
            }
        self.init(kind, path: path, detail: "SQLite \(error.code) at \(error.operation): \(error.message)")
    }

    /// A sentence that says what happened, and one that says what to do. The path stands apart, in `path`: its
    /// bytes are for the writers in `Report` to escape.
    package var description: String {
        switch kind {
        case .locked(let process):
            let who = process.map { "process \($0)" } ?? "another process"
            return "The manifest is in use by \(who); wait until it is done, or end it. (\(detail))"
        case .damaged:
            return "The manifest is damaged. It was not touched. Set it aside under another name with the files beside"
                + " it that end in -wal and -shm, keep them as evidence, and run again to begin a new one. (\(detail))"
        case .notAManifest:
            return "The file is not a manifest of this program. It was not touched. Name another file. (\(detail))"
        case .newer(let version):
            return "The manifest has format \(version), which is newer than this program knows. It was not touched."
                + " Use the newer version of the program. (\(detail))"
        case .older(let version):
            return "The manifest has format \(version), which is older than this program's; the next audit brings it up"
                + " to date. (\(detail))"
        case .interrupted:
            return
                "The manifest was being made when its writer was killed; the next audit goes on from there. (\(detail))"
        case .companion:
            return "The file stands where SQLite keeps a part of the manifest, and is no regular file. It was not"
                + " touched. Find out who made it, remove it, and run again. (\(detail))"
        case .readOnly:
            return "The manifest cannot be written. Check the permissions of the file and of its folder, and whether"
                + " the file system is mounted read-only. (\(detail))"
        case .diskFull:
            return "The disk is full. Make room and run again; what was recorded before is kept. (\(detail))"
        case .permission:
            return "Access to the manifest is refused. Run as the user who owns the file. (\(detail))"
        case .missing:
            return "The manifest cannot be opened. Check that the file and its folder exist. (\(detail))"
        case .folder:
            return
                "The manifest's path is that of a folder. Name a file in it, as in \"FOLDER/manifest.db\". (\(detail))"
        case .symbolicLink:
            return "The manifest's path is a symbolic link, which is refused. Name the file itself. (\(detail))"
        case .inputOutput:
            return "Reading or writing the manifest failed. Check the disk and the system log. (\(detail))"
        case .refused:
            return "The manifest cannot do that: \(detail)."
        case .other:
            return "The manifest could not be used. (\(detail))"
        }
    }
}
