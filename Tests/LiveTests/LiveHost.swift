import Bytes
import TestSupport

/// A daemon with a state of its own, and the built program to look at it.
final class LiveHost {
    /// Longest time any run may take; what is not done then hangs.
    private static let patience = 60

    let engine: Engine
    private let folder: TestTree

    /// Starts a daemon and builds these contexts.
    init(_ contexts: [String] = []) throws {
        folder = try TestTree()
        engine = try Engine.start()
        for context in contexts { try build(context) }
    }

    /// Where the manifest is.
    var database: String { folder.file("m.db") }

    /// The path of something beside the manifest.
    func beside(_ name: String) -> String { folder.file(name) }

    /// Builds a context, which must succeed.
    func build(_ context: String, _ words: [String] = []) throws {
        let result = try engine.build(context, words)
        guard result.status == 0 else {
            throw Program.Failure(description: "\(context) cannot be built: \(result.errorText)")
        }
    }

    /// Starts the program. The configuration of this host plays no part.
    func start(_ words: [String], under prefix: [String] = []) throws -> Program.Running {
        try Program.start(
            prefix + [Program.built("bezoar")] + words + ["--db", database],
            environment: ["BEZOAR_CONFIG": "/dev/null", "SWIFT_BACKTRACE": "enable=no"])
    }

    /// Runs the program to its end.
    func run(_ words: [String], under prefix: [String] = []) throws -> Program.Result {
        try start(words, under: prefix).wait(atMost: Self.patience)
    }

    /// The list of this daemon's caches; what the program says besides must be nothing.
    func caches() throws -> CacheList {
        try CacheList(run(["caches", "--state", engine.dataRoot, "--format", "json"]))
    }

    /// Words of an audit of this daemon's caches, as JSON.
    var audit: [String] { ["audit", "--state", engine.dataRoot, "--format", "json", "--rehash", "0"] }

    /// Every entry of the state with all its times, sizes and digests, read without touching access times.
    func listing() throws -> Set<Substring> {
        let words = [PythonOracle.interpreter, fixture("agent/listing.py"), engine.dataRoot]
        let result = try Program.start(words).wait(atMost: Self.patience)
        guard result.status == 0 else { throw Program.Failure(description: result.errorText) }
        return Set(result.outputText.split(separator: "\n"))
    }
}
