import Linux

/// A real dockerd on a scratch folder, for tests that need a state root which a real BuildKit wrote.
///
/// `Tests/Tools/engine/engine` does the work and says what it needs; its head describes the daemon. The daemon ends
/// with this process at the latest, however that ends.
package final class Engine {
    /// Why no daemon runs here: what a test says when it is skipped.
    package struct Unavailable: Error, CustomStringConvertible {
        package var description: String
    }

    /// A build that holds its mounts until it is released.
    package struct HeldBuild {
        fileprivate let engine: Engine
        fileprivate let token: String

        /// Lets the build go on, waits for its end, and gives its exit status.
        @discardableResult
        package func release() throws -> Int32 {
            try engine.tool(["release", engine.tree.path, token]).status
        }
    }

    /// Data root of the daemon; its state root lies in `buildkit` below.
    package let dataRoot: String
    /// The daemon's Unix socket.
    package let socket: String
    /// Storage driver: `overlay2`, or `vfs` where nothing better works.
    package let driver: String
    /// Version of the daemon.
    package let version: String
    /// Process number of dockerd.
    package let process: Int32
    private let tree: TestTree

    private init(tree: TestTree, answer: String) throws {
        func field(_ name: String) throws -> String {
            guard let start = answer.firstRange(of: "\"\(name)\": ")?.upperBound else {
                throw Unavailable(description: "the engine tool names no \(name): \(answer)")
            }
            return String(answer[start...].prefix { $0 != "," && $0 != "}" }.filter { $0 != "\"" })
        }
        self.tree = tree
        dataRoot = try field("dataRoot")
        socket = try field("socket")
        driver = try field("driver")
        version = try field("version")
        process = Int32(try field("daemon")) ?? 0
    }

    deinit {
        _ = try? tool(["stop", tree.path])
    }

    /// Why no daemon can run on this machine; `nil` where one can. Found out once, by running one.
    package static let obstacle: String? = {
        do throws(Program.Failure) {
            let result = try run(["check"])
            if result.status == 0 { return nil }
            return result.errorText.isEmpty ? "the engine tool ended with \(result.status)" : result.errorText
        } catch {
            return error.description
        }
    }()

    /// Starts a daemon and waits until it can build. Throws `Unavailable` where this machine cannot run one.
    package static func start() throws -> Engine {
        let tree = try TestTree()
        let result = try run(["start", tree.path, "--owner", String(Host.processNumber)])
        if result.status == 77 { throw Unavailable(description: result.errorText) }
        guard result.status == 0 else { throw Program.Failure(description: result.errorText) }
        return try Engine(tree: tree, answer: result.outputText)
    }

    /// Builds a folder of `Tests/Fixtures/engine`, or the folder at an absolute path. Further words go to
    /// `docker build`. The result has the exit status: a build may be meant to fail.
    @discardableResult
    package func build(_ context: String, cached: Bool = false, _ words: [String] = []) throws -> Program.Result {
        try tool(
            ["build", tree.path, Self.folder(of: context)] + (cached ? ["--cached"] : []) + ["--"] + words)
    }

    /// Starts a build and returns at once; its exit status says whether it went well.
    package func begin(_ context: String) throws -> Program.Running {
        try Self.start(["build", tree.path, Self.folder(of: context)])
    }

    /// Starts a build and returns when it holds its mounts. The context must have a step that waits; see the tool.
    package func hold(_ context: String) throws -> HeldBuild {
        let result = try tool(["hold", tree.path, Self.folder(of: context)])
        guard result.status == 0 else { throw Program.Failure(description: result.errorText) }
        return HeldBuild(engine: self, token: result.outputText.filter { !$0.isWhitespace })
    }

    /// The engine's own list of mount caches, as a JSON array. Asking changes its records: ask last.
    package func list() throws -> [UInt8] {
        let result = try tool(["list", tree.path])
        guard result.status == 0 else { throw Program.Failure(description: result.errorText) }
        return result.output
    }

    /// Stops the daemon between two instructions: it still accepts connections and never answers.
    package func freeze() throws {
        _ = try tool(["freeze", tree.path])
    }

    /// Lets a frozen daemon go on.
    package func thaw() throws {
        _ = try tool(["thaw", tree.path])
    }

    /// Ends the daemon and leaves its state as after a shutdown, until this value is gone.
    package func shutDown() throws {
        _ = try tool(["stop", tree.path, "--keep"])
    }

    /// Ends the daemon and removes what it left.
    package func stop() throws {
        _ = try tool(["stop", tree.path])
    }

    private static func folder(of context: String) -> String {
        context.hasPrefix("/") ? context : fixture("engine/" + context)
    }

    private func tool(_ words: [String]) throws -> Program.Result {
        try Self.run(words)
    }

    private static func run(_ words: [String]) throws(Program.Failure) -> Program.Result {
        try start(words).wait()
    }

    private static func start(_ words: [String]) throws(Program.Failure) -> Program.Running {
        let tool = fixture("").dropLast("/Fixtures/".count) + "/Tools/engine/engine"
        return try Program.start([PythonOracle.interpreter, String(tool)] + words)
    }
}
