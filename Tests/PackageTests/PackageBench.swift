import TestSupport

/// A cache in a folder of its own, with a place for manifests and lockfiles beside it.
///
/// ```
///  /tmp/bezoar-test-…/ ─┬─ tree/        what was unpacked, or what a client made
///                       └─ *.db, lockfiles
/// ```
struct PackageBench {
    /// Longest time any program may take.
    static let patience = 120

    let base: TestTree
    /// The directory that is audited.
    let cache: String

    /// Unpacks a clean cache.
    init(_ client: SampleClient, archive: String? = nil) throws {
        try self.init(client, made: fixture(archive ?? client.archive))
    }

    /// Unpacks a cache that was just made; the archive's path is absolute.
    init(_ client: SampleClient, made archive: String) throws {
        base = try TestTree()
        try base.makeFolder("tree")
        try Self.run(["tar", "-xzf", archive, "-C", base.file("tree")])
        cache = base.file("tree") + client.folder
    }

    /// With an empty folder for a client to work in, and the cache that it will make there.
    init(room cache: String) throws {
        base = try TestTree()
        try base.makeFolder("tree")
        self.cache = base.file("tree/" + cache)
    }

    /// A folder with a manifest, `locked.db`, in which the lockfile of a client's clean cache is registered.
    static func registered(_ client: SampleClient) throws -> TestTree {
        let bench = try PackageBench(client)
        try bench.lock(client, bench.lockfile(client), in: "locked.db")
        return bench.base
    }

    /// Where clients work.
    var room: String { base.file("tree") }

    /// Runs a program that must succeed, and gives back what it printed.
    @discardableResult
    static func run(
        _ words: [String], in folder: String? = nil, environment: [String: String] = [:]
    ) throws -> String {
        var environment = environment
        // The scripts lie in the repository, where nothing is to be left.
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        let result = try Program.start(words, in: folder, environment: environment).wait(atMost: patience)
        guard result.status == 0 else {
            throw Program.Failure(
                description: "\(words): exit \(result.status): \(result.errorText)\(result.outputText.suffix(2000))")
        }
        return result.outputText
    }

    /// Runs the program. The configuration of this host plays no part.
    func bezoar(_ words: [String]) throws -> Program.Result {
        try Program.start(
            [Program.built("bezoar")] + words,
            environment: ["BEZOAR_CONFIG": "/dev/null", "SWIFT_BACKTRACE": "enable=no"]
        ).wait(atMost: Self.patience)
    }

    /// Audits the cache, into a manifest if one is named.
    func audit(_ database: String? = nil) throws -> PackageReport {
        try TestTree.writeOut(cache)
        let manifest = database.map { ["--db", base.file($0), "--rehash", "0"] } ?? ["--no-record"]
        return try PackageReport(bezoar(["audit", "--tree", cache, "--format", "json"] + manifest))
    }

    /// Poisons the cache in the way of a case.
    func poison(_ client: SampleClient, _ attack: String) throws {
        try Self.run(client.poisoning(attack, cache))
    }

    /// The lockfile of the project whose clean cache this is.
    func lockfile(_ client: SampleClient) throws -> String {
        try Self.run([PythonOracle.interpreter, fixture("packages/lock.py"), client.rawValue, cache])
    }

    /// Registers a lockfile in a manifest.
    func lock(_ client: SampleClient, _ text: String, in database: String) throws {
        try base.write(client.lockfile, text)
        let result = try bezoar(["lock", "add", base.file(client.lockfile), "--db", base.file(database)])
        guard result.status == 0 else { throw Program.Failure(description: result.errorText) }
    }
}
