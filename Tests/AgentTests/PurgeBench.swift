import Bytes
import TestSupport
import Testing

/// A tree that is purged, with what is said of it.
struct PurgeBench {
    let bench: AuditBench

    init() throws {
        bench = try AuditBench()
    }

    var plan: String { bench.beside("plan.json") }

    /// Runs `bezoar purge` upon the tree's manifest.
    func purge(_ words: [String], environment: [String: String] = [:]) throws -> Run {
        try Agent.run(["purge", "--db", bench.database] + words, environment: environment)
    }

    /// Makes a plan for the tree and hands it out.
    func makePlan(_ words: [String] = []) throws -> JSONValue {
        let run = try purge(["--tree", bench.tree.path, "--output", plan] + words)
        guard run.status == 0 else { throw Program.Failure(description: run.text + run.errorText) }
        return try JSON.parse(try Program.run(["cat", plan]).output)
    }

    /// Applies the plan.
    func apply(_ words: [String] = [], environment: [String: String] = [:]) throws -> Run {
        try purge(["--apply", plan, "--format", "json"] + words, environment: environment)
    }

    /// Names in the tree, folders with a slash at the end.
    func names() throws -> [String] {
        try bench.shell(["find", bench.tree.path, "-mindepth", "1", "-printf", "%P%y\n"]).split(separator: "\n").map {
            String($0.dropLast()) + ($0.last == "d" ? "/" : "")
        }.sorted()
    }

    /// The predicate of the unsigned receipt of a purge.
    func receipt(_ number: Int) throws -> JSONValue? {
        try JSON.parse(try Agent.run(["receipts", "\(number)", "--db", bench.database]).output)["predicate"]
    }

    /// What the receipts of the manifest say.
    func receipts(_ words: [String] = []) throws -> [JSONValue] {
        let run = try Agent.run(["receipts", "--db", bench.database, "--format", "json"] + words)
        return try JSON.parse(run.output)["receipts"]?.array ?? []
    }

    /// Applies the plan, stops that at a call, lets somebody do something, and lets it go on.
    func meanwhile(at call: String, _ words: [String] = [], _ act: () throws -> Void) throws -> Run {
        let process = try Agent.start(
            ["purge", "--db", bench.database, "--apply", plan] + words,
            environment: ["BEZOAR_FAIL_CALL": "\(call):-19"])
        defer { process.signal(18) }
        for _ in 0..<5000 {
            let state = try Program.run(["cut", "-d", " ", "-f3", "/proc/\(process.process)/stat"]).outputText
            if state == "T\n" { break }
            #expect(process.isRunning, "it ended before it was stopped")
            Program.pause(microseconds: 2000)
        }
        try act()
        process.signal(18)
        return Run(try process.wait(atMost: Agent.patience))
    }
}
