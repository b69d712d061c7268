import Bytes
import TestSupport
import Testing

/// What the agent serves and writes in numbers.
@Suite(.serialized)
struct AgentMetricsTests {
    private let bench: ServiceBench

    init() throws {
        bench = try ServiceBench()
    }

    private static let fetching = """
        import sys, urllib.request, urllib.error
        try:
            answer = urllib.request.urlopen(sys.argv[1], timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        print(answer.status)
        print(answer.read().decode(), end="")
        """

    /// The status and the text of a page.
    private func fetch(_ page: String, port: Int64) throws -> [String] {
        let run = try Program.run([Agent.python, "-c", Self.fetching, "http://127.0.0.1:\(port)\(page)"])
        guard run.status == 0 else { throw Program.Failure(description: run.errorText) }
        return run.outputText.split(separator: "\n").map(String.init)
    }

    private func port(_ count: Int = 1) throws -> Int64 {
        try bench.wait(for: "listener-started", count: count)["port"]?.integer ?? 0
    }

    @Test func itServesItsNumbersAndThoseOfItsJobs() throws {
        try bench.base.write("tree/a", "hello")
        try bench.configure("listen = \"127.0.0.1:0\"\ntextfile = \"\(bench.base.file("numbers.prom"))\"")
        try bench.start()
        let port = try self.port()
        #expect(try fetch("/healthz", port: port).first == "200")
        try bench.wait(for: "job-finished")
        #expect(try fetch("/readyz", port: port).first == "200")
        #expect(try fetch("/", port: port).first == "404")
        let lines = try fetch("/metrics", port: port)
        for line in [
            "200", "bezoar_caches 1", "bezoar_files 1", "bezoar_runs_total{task=\"audit\",outcome=\"clean\"} 1",
            "bezoar_runs_total{task=\"audit\",outcome=\"failed\"} 0", "bezoar_last_exit_code{task=\"audit\"} 0",
            "bezoar_agent_configuration_last_reload_successful 1", "bezoar_incomplete_total 0",
        ] {
            #expect(lines.contains(line), "\(line): \(lines)")
        }
        #expect(lines.count { $0.hasPrefix("bezoar_last_run_timestamp_seconds{") } == 1, "no sample twice")
        let file = try Program.run(["cat", bench.base.file("numbers.prom")]).outputText
        #expect(file.contains("bezoar_runs_total{task=\"audit\",outcome=\"clean\"} 1\n"))
        try bench.configure("listen = \"127.0.0.1:0\"\nlistn = 1")
        bench.signal(1)
        try bench.wait(for: "configuration-refused")
        #expect(
            try fetch("/metrics", port: port).contains("bezoar_agent_configuration_last_reload_successful 0"))
        #expect(try bench.stop().status == 0)
    }

    @Test func anAddressThatIsTakenEndsNoAgent() throws {
        try bench.configure("listen = \"127.0.0.1:0\"\naudit-every = \"1s\"\njitter = 0")
        try bench.start()
        let port = try self.port()
        let other = try ServiceBench()
        try other.configure("listen = \"127.0.0.1:\(port)\"\naudit-every = \"1s\"\njitter = 0")
        try other.start()
        try other.wait(for: "listener-failed")
        try other.wait(for: "job-finished", count: 2)
        // Another address is taken over with the configuration.
        try other.configure("listen = \"127.0.0.1:0\"\naudit-every = \"1s\"\njitter = 0")
        other.signal(1)
        try other.wait(for: "listener-started")
        #expect(try other.stop().status == 0)
        #expect(try bench.stop().status == 0)
    }
}
