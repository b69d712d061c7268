import Bytes
import TestSupport
import Testing

/// Somebody turns the cache upside down while it is purged: nothing outside is touched, and the report is true.
@Suite struct PurgeRaceTests {
    @Test(arguments: ["content", "entries"])
    func nothingOutsideIsTouched(_ subject: String) throws {
        let purge = try PurgeBench()
        let outside = purge.bench.beside("canary")
        for name in ["one", "two/three"] {
            try purge.bench.shell(["mkdir", "-p", outside + "/folder/two"])
            try purge.bench.shell(["sh", "-c", "echo canary >\(outside)/folder/\(name)"])
        }
        let before = try Agent.script("listing.py", [outside])
        let churn = try Program.start([
            Agent.python, fixture("agent/churn.py"), purge.bench.tree.path, outside + "/folder",
        ])
        defer {
            churn.signal(9)
            _ = try? churn.wait(atMost: 10)
        }
        for _ in 0..<(Agent.isLong ? 300 : 15) {
            if subject == "entries" { _ = try purge.bench.audit(["--fail-on", "never"]) }
            let run = try purge.purge(
                [
                    "--tree", purge.bench.tree.path, "--apply", "--format", "json",
                ] + (subject == "entries" ? ["--severity", "low"] : ["--no-quarantine"]))
            #expect([0, 3].contains(run.status), "\(run.status) \(run.errorText)")
            #expect(!run.isCrash)
            guard !run.output.isEmpty else { continue }
            let row = try #require(try JSON.parse(run.output)["caches"]?.array?.first)
            let isComplete = ["removed", "gone-already"].contains(row["outcome"]?.string ?? "")
            #expect(
                isComplete == (row["left"]?.array?.isEmpty == true && run.status == 0) || run.status == 3, "\(run.text)"
            )
        }
        #expect(try Agent.script("listing.py", [outside]) == before)
    }
}
