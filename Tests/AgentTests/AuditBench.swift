import Bytes
import TestSupport

/// A folder with a tree to audit, a place for the manifest, and a canary that nobody may touch.
///
/// ```
///  /tmp/bezoar-test-…/ ─┬─ tree/       what is audited
///                       ├─ state/      the manifest: m.db
///                       └─ canary/     secret: what lies outside
/// ```
final class AuditBench {
    let tree: TestTree
    private let base: TestTree
    private var mounts: [String] = []

    init() throws {
        base = try TestTree()
        for name in ["state", "canary"] { try base.makeFolder(name) }
        try base.write("canary/secret", "nobody reads this\n")
        tree = try TestTree(in: base.path)
    }

    deinit {
        for place in mounts.reversed() { _ = try? Program.run(["umount", place]) }
        _ = try? Program.run(["chattr", "-R", "-i", "-a", tree.path])
    }

    var database: String { base.path + "/state/m.db" }
    var canary: String { base.path + "/canary/secret" }

    /// The path of something beside the tree.
    func beside(_ name: String) -> String { base.path + "/" + name }

    /// Audits the tree into the manifest and hands out the run.
    func audit(
        _ words: [String] = [], under prefix: [String] = [], environment: [String: String] = [:]
    ) throws -> Run {
        try Agent.run(auditWords(words), under: prefix, environment: environment)
    }

    /// The words of an audit of the tree into the manifest, as JSON. No unchanged file is read again unless the words
    /// say so: which ones it would be is chance. The tree is written out first, for the same reason.
    func auditWords(_ words: [String] = []) -> [String] {
        try? TestTree.writeOut(tree.path)
        let rehash = words.contains("--rehash") ? [] : ["--rehash", "0"]
        return ["audit", "--tree", tree.path, "--db", database, "--format", "json"] + rehash + words
    }

    /// What `baseline diff --last` says, one `change path` a line of the array.
    func lastChanges() throws -> [String] {
        let run = try Agent.run(["baseline", "diff", "--last", "--db", database, "--format", "json"])
        let document = try run.report()
        return (document.json["changes"]?.array ?? []).map { change in
            let parts = [change["kind"], change["oldPath"], change["path"]]
            return parts.compactMap { $0?.string }.joined(separator: " ")
        }.sorted()
    }

    /// Every entry of the tree with all its times, size and digest, read without touching access times.
    func listing() throws -> String {
        try Agent.script("listing.py", [tree.path])
    }

    /// Mounts something that goes when this value goes.
    func mount(_ words: [String], at place: String) throws {
        try shell(["mount"] + words + [place])
        mounts.append(place)
    }

    func unmount(_ place: String) throws {
        try shell(["umount", place])
        mounts.removeAll { $0 == place }
    }

    /// Runs a program that must succeed.
    @discardableResult
    func shell(_ words: [String]) throws -> String {
        let result = try Program.run(words)
        guard result.status == 0 else {
            throw Program.Failure(description: "\(words): exit \(result.status): \(result.errorText)")
        }
        return result.outputText
    }
}
