import Bytes
import TestSupport
import Testing

/// The numbers of a whole agent: asked for over HTTP, and in a file.
@Suite(.serialized)
struct AgentListenerTests {
    private let bench: ServiceBench
    private let port: UInt16

    init() throws {
        bench = try ServiceBench()
        try bench.base.write("tree/a", "hello")
        let script = "import socket; s = socket.socket(); s.bind((\"127.0.0.1\", 0)); print(s.getsockname()[1])"
        let answer = try Program.run([Agent.python, "-c", script]).outputText
        port = try #require(UInt16(answer.split(separator: "\n").first ?? ""))
    }

    private func ask(_ path: String, _ more: String = "") throws -> String {
        let client = try #require(TCPClient(port: port))
        var rest = Array("GET \(path) HTTP/1.0\r\n\(more)\r\n".utf8)
        var bytes: [UInt8] = []
        for _ in 0..<(Agent.patience * 1000) {
            // Until the connection is made nothing is taken.
            if !rest.isEmpty { rest.removeFirst(max(0, client.send(rest))) }
            guard let block = client.receive() else {
                Program.pause(microseconds: 1000)
                continue
            }
            if block.isEmpty { return String(decoding: bytes, as: UTF8.self) }
            bytes += block
        }
        throw Program.Failure(description: "no answer to \(path)")
    }

    @Test func anAgentServesItsNumbers() throws {
        let textfile = bench.base.file("agent.prom")
        try bench.configure("listen = \"127.0.0.1:\(port)\"\ntextfile = \"\(textfile)\"\naudit-every = \"1h\"")
        try bench.start()
        try bench.wait(for: "listener-started")
        try bench.wait(for: "job-finished", ["job": "audit"])
        #expect(try ask("/healthz").hasPrefix("HTTP/1.1 200 "))
        #expect(try ask("/readyz").hasPrefix("HTTP/1.1 200 "))
        #expect(try ask("/secret").hasPrefix("HTTP/1.1 404 "))
        let text = try ask("/metrics")
        for line in [
            "bezoar_files 1", "bezoar_runs_total{task=\"audit\",outcome=\"clean\"} 1",
            "bezoar_last_exit_code{task=\"audit\"} 0", "bezoar_agent_configuration_last_reload_successful 1",
        ] { #expect(text.contains("\n\(line)\n"), "\(line): \(text)") }
        #expect(text.contains("\nbezoar_last_success_timestamp_seconds{task=\"audit\"} "))
        let open = try ask("/metrics", "Accept: application/openmetrics-text; version=1.0.0\r\n")
        #expect(open.contains("Content-Type: application/openmetrics-text; version=1.0.0") && open.hasSuffix("# EOF\n"))
        let file = try Program.run(["cat", textfile]).outputText
        #expect(text.hasSuffix("\r\n\r\n" + file), "\(file)")
        if Promtool.path != nil {
            let answer = try Promtool.run(["check", "metrics"], input: Array(file.utf8))
            #expect(answer.status == 0 && answer.errorText.isEmpty, "\(answer.errorText)")
        }
        #expect(try bench.stop().status == 0)
    }

    /// Somebody else listens there: it is said, everything else goes on.
    @Test func anAddressThatIsTaken() throws {
        let mark = bench.base.file("taken")
        let script = """
            import socket, time
            s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.bind(("127.0.0.1", \(port))); s.listen(); open("\(mark)", "w").close(); time.sleep(1000)
            """
        let other = try Program.start([Agent.python, "-c", script])
        defer { other.killNow() }
        // Not by trying to connect: while nobody listens, a connection to a port of this host may be one to itself.
        while other.isRunning, !Program.succeeds(["test", "-e", mark]) { Program.pause(microseconds: 10_000) }
        try bench.configure("listen = \"127.0.0.1:\(port)\"")
        try bench.start()
        let event = try bench.wait(for: "listener-failed")
        #expect(event["message"]?.string?.contains("EADDRINUSE") == true, "\(event)")
        try bench.wait(for: "job-finished", ["job": "audit"])
        #expect(try bench.stop().status == 0)
    }
}
