import Bytes
import Linux
import TestSupport

/// A folder for an agent that runs: its configuration, its tree, its incidents, its log.
///
/// ```
///  /tmp/bezoar-test-…/ ─┬─ bezoar.toml    the configuration
///                       ├─ tree/          what is audited
///                       ├─ state/         the manifest: m.db
///                       ├─ run/           the run-time folder
///                       ├─ incidents/
///                       └─ log            what the agent says, a line of JSON for each event
/// ```
final class ServiceBench {
    let base: TestTree
    private var agent: Program.Running?

    init() throws {
        base = try TestTree()
        for name in ["tree", "state", "run", "incidents"] { try base.makeFolder(name) }
        try configure("")
    }

    deinit {
        if let agent, agent.isRunning { agent.killNow() }
    }

    var database: String { base.file("state/m.db") }

    /// Writes the configuration: the tree, and these lines of `[agent]`. How busy this host is plays no part, unless
    /// the test brings a pressure.
    func configure(_ lines: String, pressure: String = "100%") throws {
        try base.write(
            "bezoar.toml",
            "[audit]\ntrees = [\"\(base.file("tree"))\"]\nrehash = 0\n[manifest]\npath = \"\(database)\"\n[agent]\n"
                + "pressure = \"\(pressure)\"\n" + lines + "\n")
    }

    /// Starts the agent.
    func start(_ words: [String] = [], environment: [String: String] = [:]) throws {
        agent = try Program.start(
            ["sh", "-c", "exec \"$0\" \"$@\" >>\"$LOG\"", Agent.path, "agent", "--log-format", "json"] + words,
            environment: variables(environment))
    }

    /// Runs the agent to its end.
    func run(_ words: [String] = [], environment: [String: String] = [:]) throws -> Run {
        try start(words, environment: environment)
        return try finish()
    }

    /// Waits for the agent's end.
    func finish() throws -> Run {
        guard let agent else { throw Program.Failure(description: "no agent was started") }
        self.agent = nil
        return Run(try agent.wait(atMost: Agent.patience))
    }

    /// Tells the agent to end, and waits for it.
    func stop(_ signal: Int32 = 15) throws -> Run {
        agent?.signal(signal)
        return try finish()
    }

    /// Sends the agent a signal.
    func signal(_ number: Int32) { agent?.signal(number) }

    /// The agent's process number.
    var process: Int32 { agent?.process ?? -1 }

    private func variables(_ more: [String: String]) -> [String: String] {
        [
            "BEZOAR_CONFIG": base.file("bezoar.toml"), "RUNTIME_DIRECTORY": base.file("run"),
            "LOG": base.file("log"), "SWIFT_BACKTRACE": "enable=no",
        ].merging(more) { $1 }
    }

    // MARK: The log

    /// All events so far, the last one only where its line is whole.
    func events() throws -> [JSONValue] {
        let bytes = (try? OwnFile.read(base.bytes("log"), limit: 16 << 20)) ?? []
        let end = bytes.lastIndex(of: UInt8(ascii: "\n")) ?? 0
        return try bytes[..<end].split(separator: UInt8(ascii: "\n")).map { try JSON.parse(Array($0)) }
    }

    /// The names of all events so far.
    func names() throws -> [String] { try events().compactMap { $0["event"]?.string } }

    /// Waits for an event of this name with these fields, the n-th of its kind.
    @discardableResult
    func wait(for name: String, _ fields: [String: String] = [:], count: Int = 1) throws -> JSONValue {
        for _ in 0..<(Agent.patience * 50) {
            let found = try events().filter { event in
                event["event"]?.string == name && fields.allSatisfy { event[$0.key]?.string == $0.value }
            }
            if found.count >= count { return found[count - 1] }
            if let agent, !agent.isRunning {
                throw Program.Failure(description: "no \(name); the agent ended: \(try agent.wait().errorText)")
            }
            Program.pause(microseconds: 20_000)
        }
        throw Program.Failure(description: "no \(name) \(fields) among \(try names())")
    }

    /// Waits until a process is gone.
    static func waitForEnd(of process: Int64) throws {
        for _ in 0..<(Agent.patience * 50) {
            let state = (try? Program.run(["sh", "-c", "cat /proc/\(process)/stat 2>/dev/null"]))?.outputText ?? ""
            if state.isEmpty || state.contains(") Z ") { return }
            Program.pause(microseconds: 20_000)
        }
        throw Program.Failure(description: "process \(process) is still there")
    }
}
