import Bytes
import Inventory
import Linux

/// What the steps that run have mounted, as BuildKit wrote it down for the container runtime.
///
/// ```
///   <worker>/executor/<id>/config.json    {"mounts": [{"type": "bind", "source": "…/29/fs", …}, …]}
/// ```
///
/// Where a daemon ends before its steps, the folders stay, for good. So they count only while a daemon holds the state,
/// and only those that are younger than this daemon; or all, where nobody can tell. A step that has outlived its daemon
/// is seen by its mounts. What cannot be read may name any cache of the state.
struct ExecutorFolder {
    /// Steps that run at once.
    static let stepLimit = 10_000
    /// Bytes of one file.
    static let sizeLimit = 4 << 20
    private static let limits = JSONLimits(size: sizeLimit, nesting: 64, values: 100_000)
    private static let lockLimit = 16 << 20
    private static let folderName: ByteString = "executor"
    private static let fileName: ByteString = "config.json"
    /// How long a daemon has to write a file to its end.
    private static let patienceMilliseconds: UInt32 = 50

    /// Sources of all mounts, each with the file that names it.
    private(set) var mounts: [(source: ByteString, file: ByteString)] = []
    /// The first thing that could not be read.
    private(set) var trouble: Trouble?
    /// When the daemon was started that holds the state: what is older was left behind.
    private var since = Int64.min

    /// Reads the folder of one worker.
    static func read(_ root: FoundRoot, _ processes: ProcessTable) -> ExecutorFolder {
        guard root.layout != .plain else { return ExecutorFolder() }
        var found = look(root, since: .min)
        guard found.trouble != nil || !found.mounts.isEmpty, let since = heldSince(root, processes) else {
            return ExecutorFolder()
        }
        // Where nobody can tell its age, nothing is left out, and what was read stands.
        if since > .min { found = look(root, since: since) }
        if found.trouble != nil {
            Clock.pause(milliseconds: patienceMilliseconds)
            found = look(root, since: since)
        }
        return found
    }

    /// Docker keeps one for all its workers, beside them.
    private static func look(_ root: FoundRoot, since: Int64) -> ExecutorFolder {
        var found = ExecutorFolder()
        found.since = since
        found.read(root.workerPath)
        if root.root.kind == .dockerContainerd { found.read(root.workerPath.parent) }
        return found
    }

    private mutating func read(_ worker: ByteString) {
        let path = worker.appending(Self.folderName)
        do throws(SystemError) {
            let executor = try Folder(worker).folder(Self.folderName)
            let steps = try executor.entries(upTo: Self.stepLimit)
            if steps.count >= Self.stepLimit { note(path, .tooLarge, "there are more than \(Self.stepLimit) steps") }
            for step in steps { read(step, in: executor) }
        } catch {
            if !error.isAbsence { note(path, .unreadable, error.advice) }
        }
    }

    private mutating func read(_ step: Folder.Entry, in executor: borrowing Folder) {
        let path = executor.path.appending(step.name)
        do throws(SystemError) {
            guard step.mayBeFolder else {
                // Names of hosts and of their servers lie here, too.
                if try !executor.status(of: step.name).isRegularFile { note(path, .malformed, "it is no folder") }
                return
            }
            let folder = try executor.folder(step.name)
            // Whoever was to write into it is gone: not even what is odd matters.
            guard try folder.descriptor.status().changed >= since else { return }
            guard let bytes = try folder.content(of: Self.fileName, limit: Self.sizeLimit) else {
                return note(path, .malformed, "its config.json is no regular file of at most \(Self.sizeLimit) bytes")
            }
            guard let named = Self.sources(in: bytes) else {
                return note(path, .malformed, "its config.json is not what the runtime would take")
            }
            let file = path.appending(Self.fileName)
            mounts += named.map { ($0, file) }
        } catch {
            // A step that has ended meanwhile.
            if !error.isAbsence { note(path, .unreadable, error.advice) }
        }
    }

    private mutating func note(_ path: ByteString, _ reason: Trouble.Reason, _ detail: String) {
        guard trouble == nil else { return }
        trouble = Trouble(
            cache: -1, path: path, reason: reason,
            detail: "\(detail); since it may name any cache that a running build uses, all caches of this state root "
                + "count as in use")
    }

    /// Sources of the mounts of one step; `nil` where the file is not what it should be.
    static func sources(in bytes: [UInt8]) -> [ByteString]? {
        guard let specification = try? JSON.parse(bytes, limits: limits).object,
            let mounts = specification["mounts"]?.array
        else { return nil }
        return mounts.compactMap { $0.object?["source"]?.string }.map { ByteString($0) }.filter(\.isAbsolute)
    }

    /// When the daemon was started that holds the state, the least there is where nobody can tell; `nil` where none
    /// does. The kernel's list of locks tells without taking one.
    ///
    /// ```
    ///   3: FLOCK  ADVISORY  WRITE 1823 00:1f:2733 0 EOF
    ///                             process      inode
    /// ```
    private static func heldSince(_ root: FoundRoot, _ processes: ProcessTable) -> Int64? {
        guard processes.seesHost, let proc = try? Folder(processes.folder),
            let locks = (try? proc.content(of: "locks", limit: lockLimit)) ?? nil
        else { return .min }
        var marks: [[UInt8]] = []
        for file in [root.path.appending("buildkitd.lock"), root.workerPath.appending(root.metadata)] {
            guard let status = try? Descriptor.status(withoutLinks: file.bytes) else { continue }
            marks.append(Array(":\(status.inode) ".utf8))
        }
        var since: Int64?
        for line in locks.split(separator: UInt8(ascii: "\n")) where marks.contains(where: { line.holds($0) }) {
            let fields = line.split(separator: UInt8(ascii: " "))
            let holder = fields.count > 4 ? ByteString(Array(fields[4])).utf8Text.flatMap { Int($0) } : nil
            let started = holder.flatMap { processes.started($0) } ?? .min
            since = min(since ?? started, started)
        }
        return since
    }
}
