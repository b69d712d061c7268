import Hashing
import Inventory
import Linux
import Manifest
import SQLite

/// The cache of one case, with a manifest and keys of its own beside it.
///
/// ```
///  bezoar-selftest-…/7/tree/…          what is audited
///                    7/manifest.db     what the audits of this case know
/// ```
struct SelftestCache: ~Copyable {
    /// Why a case could not be set up, where no call of the kernel failed.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Files larger than this are not read, so that one can be made without filling the disk.
    private static let maximumFileSize: Int64 = 1 << 20
    /// How long to wait for the clock of the file system to move on.
    private static let patience: Int64 = 5_000_000_000

    let tree: OwnTree
    private let folder: ByteString

    init(in top: borrowing OwnTree, number: Int) throws(SystemError) {
        let name = Array("\(number)".utf8)
        try top.makeFolder(name, mode: 0o700)
        let folder = ByteString(top.path(of: name))
        tree = try OwnTree(making: folder.appending("tree").bytes)
        self.folder = folder
    }

    /// Puts in what an ordinary cache holds, with a few names that are rare and harmless.
    func fill() throws(SystemError) {
        for folder in ["http", "http/4a", "wheels", "wheels/f0", "empty"] { try tree.makeFolder(Array(folder.utf8)) }
        try tree.write("http/4a/response".selftestName, Array("an index, as downloaded\n".utf8))
        try tree.write("wheels/f0/idna-3.6-py3-none-any.whl".selftestName, Array("a wheel, as built\n".utf8))
        try tree.write("wheels/f0/origin.json".selftestName, Array("{}\n".utf8))
        try tree.write("wheels/empty".selftestName, [])
        // A newline, and a byte that is no UTF-8: Linux allows both.
        try tree.write("wheels/odd\n".selftestName + [0xFF], Array("an odd name\n".utf8))
        try tree.makeLink("wheels/latest".selftestName, to: "f0/origin.json".selftestName)
        try tree.makeHardLink("wheels/again".selftestName, to: "http/4a/response".selftestName)
        try tree.writeHole("wheels/hole".selftestName, size: 65_536)
    }

    /// Makes the folders that a path lies in, where they are not there yet.
    func makeFolders(above path: ByteString) throws(SystemError) {
        for (index, byte) in path.bytes.enumerated() where byte == UInt8(ascii: "/") {
            let folder = Array(path.bytes[..<index])
            if (try? tree.status(of: folder)) == nil { try tree.makeFolder(folder) }
        }
    }

    /// An absolute path beside the tree.
    func path(of name: String) -> ByteString { folder.appending(ByteString(name)) }

    /// The manifest.
    var manifest: ByteString { path(of: "manifest.db") }

    /// Settings as the command line would give them, without the voice.
    var settings: Settings {
        var settings = Settings()
        settings.trees = Sourced([ByteString(tree.path)], from: .flag("--tree"))
        settings.database = Sourced(manifest, from: .flag("--db"))
        settings.maxFileSize = Sourced(Self.maximumFileSize, from: .flag("--max-file-size"))
        settings.verbosity = Sourced(.quiet, from: .flag("--quiet"))
        settings.progress = Sourced(false, from: .flag("--no-progress"))
        return settings
    }

    /// Audits the tree as `bezoar audit` does; only that the process does not lock itself in, as more audits follow.
    func audit(full: Bool = false) throws(CommandFailure) -> AuditReport {
        var settings = settings
        if full { settings.full = Sourced(true, from: .flag("--full")) }
        var run = AuditRun(settings)
        return try run.makeReport(try RuleLoader.load(settings), locksIn: false)
    }

    /// Waits until a file is on the disk and the clock of the file system has passed its change: what is still
    /// unwritten, or was written within the present step of the clock, counts as changed for the next audit, whatever
    /// the manifest says of it. One step is not enough: kernels since 6.13 give a change a finer time than the clock's
    /// own, and after a late step the clock may still be behind that.
    func settle(_ name: [UInt8]) throws {
        try tree.synchronize(name)
        let changed = try tree.status(of: name).changed
        let end = Clock.steady + Self.patience
        while Clock.files <= changed, Clock.steady < end { Clock.pause(milliseconds: 1) }
    }

    /// Changes content as secretly as a program can: inode, size, mode and modification time stay.
    func rewriteSecretly(_ name: [UInt8]) throws {
        let before = try tree.status(of: name)
        let evil = [UInt8](repeating: UInt8(ascii: "x"), count: Int(clamping: before.size))
        let end = Clock.steady + Self.patience
        // The change time moves in steps of milliseconds; within the step of the last audit nothing would show.
        while Clock.steady < end {
            try tree.write(name, evil)
            try tree.setModified(name, before.modified)
            let after = try tree.status(of: name)
            guard after.inode == before.inode, after.size == before.size, after.modified == before.modified else {
                throw Failure(description: "inode, size and time could not be kept")
            }
            if after.changed != before.changed { return }
        }
        throw Failure(description: "the change time does not move on this file system")
    }

    /// Puts down in the manifest that a purge took this content out for cause.
    func noteAsPurged(_ content: [UInt8]) throws {
        let store = try ManifestStore(path: manifest, mode: .write)
        let digest = SHA256Digest(try SHA256Hasher.digest(of: content))
        let purge = try store.beginPurge(command: "selftest", plan: digest, document: [], now: Clock.now)
        let tombstone = Tombstone(
            purge: purge.number, purged: purge.started, cache: ByteString(tree.path), path: "wheels/bad",
            digest: digest,
            rule: "checksum-mismatch")
        try store.finishPurge(
            purge.number, status: .complete, receipt: ([], false), tombstones: [tombstone], now: Clock.now)
    }

    /// Changes rows of the manifest behind the program's back.
    func editManifest(_ sql: String) throws(SQLiteError) {
        try Connection(path: manifest.bytes, mode: .write).execute(sql)
    }
}

extension String {
    /// The bytes of a name in the tree.
    var selftestName: [UInt8] { Array(utf8) }
}
