import Bytes
import Inventory
import Linux

/// What the steps that run have mounted, as BuildKit wrote it down for the container runtime.
///
/// ```
///   <worker>/executor/<id>/config.json    {"mounts": [{"type": "bind", "source": "…/29/fs", …}, …]}
/// ```
///
/// After a crash the folders stay: they count only while a daemon holds the state, or where nobody can tell.
enum ExecutorFolder {
    /// Steps that run at once.
    static let stepLimit = 10_000
    /// Bytes of one file.
    static let sizeLimit = 4 << 20
    private static let limits = JSONLimits(size: sizeLimit, nesting: 64, values: 100_000)
    private static let lockLimit = 16 << 20

    /// Sources of all mounts.
    static func sources(of root: FoundRoot, _ processes: ProcessTable) -> [ByteString] {
        guard root.layout != .plain, let worker = try? Folder(root.workerPath),
            let executor = try? worker.folder("executor"), let steps = try? executor.entries(upTo: stepLimit),
            steps.contains(where: \.mayBeFolder), isHeld(root, processes)
        else { return [] }
        var result: [ByteString] = []
        for step in steps where step.mayBeFolder {
            guard let folder = try? executor.folder(step.name),
                let bytes = (try? folder.content(of: "config.json", limit: sizeLimit)) ?? nil
            else { continue }
            result += sources(in: bytes)
        }
        return result
    }

    /// Sources of the mounts of one step; none where the file is not what it should be.
    static func sources(in bytes: [UInt8]) -> [ByteString] {
        guard let specification = try? JSON.parse(bytes, limits: limits).object,
            let mounts = specification["mounts"]?.array
        else { return [] }
        return mounts.compactMap { $0.object?["source"]?.string }.map { ByteString($0) }.filter(\.isAbsolute)
    }

    /// Whether a daemon holds the state. The kernel's list of locks tells without taking one.
    private static func isHeld(_ root: FoundRoot, _ processes: ProcessTable) -> Bool {
        guard processes.seesHost, let proc = try? Folder(processes.folder),
            let locks = (try? proc.content(of: "locks", limit: lockLimit)) ?? nil
        else { return true }
        let files = [root.path.appending("buildkitd.lock"), root.workerPath.appending(root.metadata)]
        for file in files {
            guard let status = try? Descriptor.open(file.bytes, [.path, .noFollow]).status() else { continue }
            if locks[...].holds(Array(":\(status.inode) ".utf8)) { return true }
        }
        return false
    }
}
