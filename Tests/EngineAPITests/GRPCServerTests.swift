import Bytes
import EngineAPI
import TestSupport
import Testing

/// Against another implementation of gRPC: what is asked, and what is understood of the answers.
@Suite(.enabled(if: Peers.haveGRPC, "Python has no grpcio; see packaging/setup"), .timeLimit(.minutes(1)))
struct GRPCServerTests {
    private static let record = "abcdefghijklmnopqrstuvwx9"

    /// A server that gives these answers.
    private func server(_ script: String) throws -> Peers {
        try Peers("grpc_server.py", answers: script)
    }

    private func client(_ peers: Peers) -> EngineClient { peers.client("s", .buildkitd, milliseconds: 10_000) }

    private func hex(_ message: ProtobufWriter) -> String {
        message.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func write(_ body: (inout ProtobufWriter) -> Void) -> String {
        var writer = ProtobufWriter()
        body(&writer)
        return hex(writer)
    }

    private func requests(_ peers: Peers) throws -> [JSONObject] {
        let text = try Program.run(["cat", peers.folder + "/requests"]).output
        return try text.split(separator: UInt8(ascii: "\n")).map { line in
            try #require(try JSON.parse(Array(line)).object)
        }
    }

    @Test func versionAndWorkers() throws {
        let version: (inout ProtobufWriter) -> Void = {
            $0.text(1, "github.com/moby/buildkit")
            $0.text(2, "v0.32.2")
            $0.text(3, "abc")
            $0.text(4, "1.20")
            $0.varint(99, 1)
        }
        let info = write { $0.message(1, version) }
        let workers = write {
            $0.message(1) { worker in
                worker.text(1, "w1")
                worker.entry(2, "org.mobyproject.buildkit.worker.snapshotter", "overlayfs")
                worker.entry(2, "empty", "")
                worker.message(3) { platform in
                    platform.text(1, "arm")
                    platform.text(2, "linux")
                    platform.text(3, "v7")
                }
                worker.message(4) { policy in
                    policy.boolean(1, true)
                    policy.signed(2, 172_800_000_000_000)
                    policy.signed(3, 512_000_000)
                    policy.text(4, "type==source.local")
                    policy.text(4, "type==exec.cachemount")
                    policy.signed(5, 7)
                    policy.signed(6, -1)
                }
                worker.message(5, version)
                worker.message(6) { $0.text(1, "device") }
            }
            $0.message(1) { $0.text(1, "w2") }
        }
        let peers = try server(
            #"{"Info": {"messages": ["\#(info)"]}, "ListWorkers": {"messages": ["\#(workers)"]}}"#)
        let found = try client(peers).version()
        #expect(found.package == "github.com/moby/buildkit")
        #expect(found.version == "v0.32.2" && found.revision == "abc" && found.dockerfileVersion == "1.20")
        let all = try client(peers).workers()
        #expect(all.map(\.id) == ["w1", "w2"])
        let first = try #require(all.first)
        #expect(first.snapshotter == "overlayfs" && first.labels["empty"] == "")
        #expect(first.platforms == ["linux/arm/v7"] && first.version == found)
        let policy = try #require(first.policies.first)
        #expect(policy.takesAll && policy.keepDuration == 172_800_000_000_000 && policy.reservedSpace == 512_000_000)
        #expect(policy.filters == ["type==source.local", "type==exec.cachemount"])
        #expect(policy.maximumUsed == 7 && policy.minimumFree == -1)
        // The engine is told how long we wait.
        let seconds = try requests(peers).compactMap { $0["seconds"]?.number?.double }
        #expect(seconds.count == 2 && seconds.allSatisfy { $0 > 0 && $0 <= 10 })
        // Nothing but what was called: above all no disk usage.
        #expect(try requests(peers).compactMap { $0["method"]?.string } == ["Info", "ListWorkers"])
    }

    @Test func pruneAsksForOneRecord() throws {
        let removed = write {
            $0.text(1, Self.record)
            $0.signed(4, 4096)
        }
        let other = write { $0.text(1, "other") }
        let peers = try server(#"{"Prune": {"messages": ["\#(removed)", "\#(other)"]}}"#)
        let outcome = try client(peers).prune(record: Self.record)
        #expect(outcome.isRemoved && outcome.bytes == 4096 && outcome.others == ["other"])
        let asked = try requests(peers)
        let expected = write { $0.text(1, "type==exec.cachemount,id==" + Self.record) }
        #expect(asked.compactMap { $0["message"]?.string } == [expected], "one filter and nothing else")
        let nothing = try server(#"{"Prune": {}}"#)
        #expect(try client(nothing).prune(record: Self.record) == PruneOutcome())
    }

    /// One letter too few and too many, other letters, an empty filter.
    private static let oddIds: [String] = [
        "", "a", "\(record)a", "abcdefghijklmnopqrstuvwx", "abcdefghijklmnopqrstuvwxA", "abcdefghijklmnopqrstuvwx,",
        "abcdefghijklmnopqrstuvwx\n", "abcdefghijklmnopqrstuvwé",
    ]

    @Test(arguments: oddIds)
    func pruneRefusesOtherIds(_ id: String) {
        // No socket is opened for these.
        let client = EngineClient(socket: Array("/no/such/socket".utf8), kind: .buildkitd)
        #expect(reason { _ = try client.prune(record: id) } == .invalid)
    }

    private func event(_ number: Int) -> String {
        write { (event: inout ProtobufWriter) in
            event.varint(1, UInt64(number))
            event.message(2) { (record: inout ProtobufWriter) in
                record.text(1, "ref\(number)")
                record.message(6) { (time: inout ProtobufWriter) in
                    time.signed(1, 1_700_000_000)
                    time.signed(2, 5)
                }
                record.message(7) { (time: inout ProtobufWriter) in time.signed(1, Int64.max) }
            }
        }
    }

    @Test func historyIsStreamed() throws {
        var events: [String] = []
        for number in 0..<3 { events.append(event(number)) }
        let list = events.map { "\"\($0)\"" }.joined(separator: ",")
        let peers = try server(#"{"ListenBuildHistory": {"messages": [\#(list)], "pause": 0.02}}"#)
        var builds: [EngineBuild] = []
        try client(peers).builds {
            builds.append($0)
            return true
        }
        #expect(builds.map(\.ref) == ["ref0", "ref1", "ref2"])
        #expect(builds.map(\.event) == [.started, .complete, .deleted])
        #expect(builds.first?.created == 1_700_000_000_000_000_005 && builds.first?.completed == .max)
        #expect(builds.first?.record.starts(with: [0x0A, 4] + Array("ref0".utf8)) == true)
        #expect(try requests(peers).first?["message"]?.string == "1801", "with what is there now, then the end")
        // Who has seen enough stops.
        var count = 0
        try client(peers).builds { _ in
            count += 1
            return false
        }
        #expect(count == 1)
    }

    /// More than one window of flow control, in messages of more than one frame.
    @Test func largeStreamsPass() throws {
        let record = write {
            $0.varint(1, 1)
            $0.message(2) {
                $0.text(1, "large")
                $0.bytes(200, [UInt8](repeating: 7, count: 100_000))
            }
        }
        let peers = try server(#"{"ListenBuildHistory": {"messages": ["\#(record)"], "times": 40}}"#)
        var sizes: Set<Int> = []
        var count = 0
        try client(peers).builds {
            sizes.insert($0.record.count)
            count += 1
            return true
        }
        #expect(count == 40 && sizes.count == 1 && (sizes.first ?? 0) > 100_000)
        var small = client(peers)
        small.limits.messageSize = 50_000
        #expect(reason { try small.builds { _ in true } } == .tooLarge)
        small.limits = EngineLimits(milliseconds: 10_000, messages: 3)
        #expect(reason { try small.builds { _ in true } } == .tooLarge)
        small.limits = EngineLimits(milliseconds: 10_000, received: 1_000_000)
        #expect(reason { try small.builds { _ in true } } == .tooLarge)
    }

    @Test func refusalsAreToldInWords() throws {
        let peers = try server(
            #"{"ListWorkers": {"code": 7, "message": "näin\u001b[31m 100%"}, "Info": {"messages": [""], "code": 13, "#
                + #""message": "late", "trailers": {"x-much": "\#(String(repeating: "a", count: 3000))"}}}"#)
        do {
            _ = try client(peers).workers()
            Issue.record("refused, and taken for an answer")
        } catch {
            #expect(error.reason == .refused)
            #expect(error.detail == #"PERMISSION_DENIED: `n\u{E4}in\u{1B}[31m 100%`"#)
        }
        #expect(reason { _ = try client(peers).version() } == .refused, "after a message")
        #expect(reason { try client(peers).builds { _ in true } } == .unsupported)
    }
}
