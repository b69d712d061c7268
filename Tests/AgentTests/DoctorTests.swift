import Bytes
import TestSupport
import Testing

/// `bezoar doctor` beside a buildkitd of other make: a gRPC server that answers, and a process with the right name.
@Suite(.enabled(if: Peers.haveGRPC, "Python has no grpcio; see packaging/setup"), .timeLimit(.minutes(2)))
struct DoctorTests {
    /// A process that is called `buildkitd`, and does nothing.
    private final class Pretender {
        private let process: Program.Running

        /// Its process number.
        var number: Int32 { process.process }

        /// `prefix` stands before it on the line: `setpriv …`.
        init(_ words: [String], under prefix: [String] = []) throws {
            let idle = ["sh", "-c", "while sleep 1; do :; done", "sh"]
            process = try Program.start(
                prefix + ["bash", "-c", "exec -a buildkitd \"$@\"", "bash"] + idle + words)
            for _ in 0..<500 {
                let line = try Program.run(["cat", "/proc/\(process.process)/cmdline"]).outputText
                if line.hasPrefix("buildkitd\0") { return }
                Program.pause(microseconds: 10_000)
            }
            throw Program.Failure(description: "the process never changed its name")
        }

        deinit {
            process.killNow()
        }
    }

    private let tree = try? TestTree()

    private static func hex(_ body: (inout ProtobufWriter) -> Void) -> String {
        var writer = ProtobufWriter()
        body(&writer)
        return writer.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// A server with one worker and these rules of removal: filters and hours.
    private static func server(worker: String, policies: [(filters: [String], hours: Int64)] = []) throws -> Peers {
        let workers = hex {
            $0.message(1) { message in
                message.text(1, worker)
                message.entry(2, "org.mobyproject.buildkit.worker.snapshotter", "overlayfs")
                for policy in policies {
                    message.message(4) { rule in
                        rule.signed(2, policy.hours * 3_600_000_000_000)
                        for filter in policy.filters { rule.text(4, filter) }
                    }
                }
            }
        }
        let info = hex { $0.message(1) { $0.text(2, "v0.26.3") } }
        return try Peers(
            "grpc_server.py",
            answers: #"{"ListWorkers":{"messages":["\#(workers)"]},"Info":{"messages":["\#(info)"]}}"#)
    }

    /// A folder that looks like the state of a BuildKit with this worker.
    private func state(worker: String) throws -> String {
        let tree = try #require(tree)
        try tree.write("state/runc-overlayfs/metadata_v2.db")
        try tree.write("state/runc-overlayfs/workerid", worker)
        try tree.makeFolder("state/runc-overlayfs/snapshots")
        return tree.file("state")
    }

    /// Each check of an engine's section, as `status name value`, from the one with this value on.
    private func checks(from value: String) throws -> [String] {
        let run = try Agent.run(["doctor", "--format", "json", "--db", #require(tree).file("m.db")])
        #expect(run.status == 0, "\(run.errorText)")
        let sections = try JSON.parse(run.output)["sections"]?.array ?? []
        let engines = sections.first { $0["title"]?.string == "Engines" }?["checks"]?.array ?? []
        let first = engines.firstIndex { $0["value"]?.string == value } ?? engines.endIndex
        let rest = engines.dropFirst(first + 1).prefix {
            $0["name"]?.string != "buildkitd" && $0["name"]?.string != "dockerd"
        }
        return (engines[first...].prefix(1) + rest).map { check in
            ["status", "name", "value"].map { check[$0]?.string ?? "" }.joined(separator: " ")
        }
    }

    /// Methods that the server was asked for.
    private func asked(_ peers: Peers) throws -> Set<String> {
        let lines = try Program.run(["cat", peers.folder + "/requests"]).output.split(separator: UInt8(ascii: "\n"))
        return Set(try lines.map { try JSON.parse(Array($0))["method"]?.string ?? "" })
    }

    @Test func aWorkerAndItsStateBelongTogether() throws {
        let peers = try Self.server(worker: "worker-of-this-test")
        let socket = peers.folder + "/s"
        let pretender = try Pretender(["--addr=unix://" + socket, "--root", state(worker: "worker-of-this-test")])
        defer { withExtendedLifetime(pretender) {} }
        #expect(
            try checks(from: socket) == [
                "ok buildkitd \(socket)", "info version BuildKit v0.26.3", "ok worker worker-of-this-test (overlayfs)",
                "info removal by age off: cache mounts stay until somebody removes them",
            ])
        #expect(try asked(peers) == ["Info", "ListWorkers"])
    }

    @Test func aStateOfAnotherWorkerIsNotItsOwn() throws {
        let peers = try Self.server(worker: "nobody-knows-this-one")
        let socket = peers.folder + "/s"
        let pretender = try Pretender(["--addr", "unix://" + socket, "--root", state(worker: "another-one")])
        defer { withExtendedLifetime(pretender) {} }
        #expect(try checks(from: socket).contains("warning worker nobody-knows-this-one (overlayfs)"))
    }

    @Test func anEngineWithoutAStateIsTold() throws {
        let nowhere = try #require(tree).file("nowhere")
        let pretender = try Pretender(["--addr", "unix://\(nowhere)/s", "--root", nowhere])
        defer { withExtendedLifetime(pretender) {} }
        let run = try Agent.run(["doctor", "--verbose"])
        #expect(run.status == 0)
        // Others may run beside it, so its own line is told by the number.
        let line = "process \(pretender.number): no state root found"
        #expect(run.text.contains(line), "\(run.text)")
        // Where it was looked for stands there for whoever asks.
        #expect(run.text.contains(nowhere))
        #expect(try !Agent.run(["doctor"]).text.contains(nowhere))
    }

    @Test(arguments: [
        (["type==source.local,type==exec.cachemount"], "never matches"),
        (["type==source.local", "type==exec.cachemount"], "not used for 48 hours"),
        ([], "what was not used for 48 hours"),
        (["type==source.local"], "never removed for their age"),
    ]) func whatIsRemovedForItsAge(filters: [String], sentence: String) throws {
        let peers = try Self.server(worker: "w", policies: [(filters, 48)])
        let socket = peers.folder + "/s"
        let pretender = try Pretender(["--addr", "unix://" + socket])
        defer { withExtendedLifetime(pretender) {} }
        let told = try checks(from: socket).filter { $0.hasPrefix("info removal by age ") }
        #expect(told.count == 1)
        #expect(told.first?.contains(sentence) == true, "\(told)")
    }

    /// Else anybody could make root talk to a socket that is not theirs.
    @Test(.enabled(if: Agent.isRoot && Program.isInstalled("setpriv"), "needs root and setpriv"))
    func aSocketOfSomebodyElseIsNotAsked() throws {
        let peers = try Self.server(worker: "w")
        let socket = peers.folder + "/s"
        let pretender = try Pretender(
            ["--addr", "unix://" + socket], under: ["setpriv", "--reuid=65533", "--regid=65533", "--clear-groups"])
        defer { withExtendedLifetime(pretender) {} }
        #expect(try checks(from: socket) == [])
        #expect(try asked(peers) == [])
    }
}
