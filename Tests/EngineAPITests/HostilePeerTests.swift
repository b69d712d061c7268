import EngineAPI
import TestSupport
import Testing

/// Peers that answer wrongly, too much, too slowly or not at all: each call ends in a clear word and at its deadline at
/// the latest. The time limit is what fails where one does not.
@Suite(.timeLimit(.minutes(1))) struct HostilePeerTests {
    private typealias Reason = EngineError.Reason
    private static let milliseconds: Int64 = 500

    /// The peers: one process for all tests.
    private static let peers = Result { try Peers("hostile.py") }

    /// How the call of `ListWorkers` must end at each peer; two where the kernel's timing decides.
    private static let overHTTP2: [(String, [Reason])] = [
        ("silent", [.timedOut]), ("slow", [.timedOut]), ("slow-pings", [.timedOut]), ("full", [.timedOut]),
        ("gone", [.unreachable]), ("no-such", [.unreachable]),
        ("garbage", [.malformed, .closed]), ("closes", [.closed]), ("closes-after-settings", [.closed]),
        ("closes-in-headers", [.closed]), ("closes-in-message", [.closed]),
        ("ends-in-message", [.malformed]), ("ends-in-prefix", [.malformed]),
        ("huge-header", [.tooLarge]), ("many-headers", [.tooLarge]), ("header-bomb", [.tooLarge, .malformed]),
        ("endless-continuation", [.tooLarge, .malformed]), ("endless-data", [.malformed, .timedOut, .closed]),
        ("endless-empty-messages", [.malformed, .tooLarge]), ("endless-empty-frames", [.tooLarge, .timedOut]),
        ("endless-settings", [.malformed, .failed, .closed, .timedOut, .tooLarge]),
        ("endless-pings", [.malformed, .failed, .closed, .timedOut, .tooLarge]),
        ("endless-unknown-frames", [.tooLarge, .timedOut]),
        ("wrong-content-type", [.malformed]), ("almost-content-type", [.malformed]), ("wrong-status", [.refused]),
        ("no-grpc-status", [.malformed]), ("odd-grpc-status", [.malformed]), ("evil-grpc-message", [.refused]),
        ("goaway", [.closed]), ("reset", [.closed]), ("huge-message", [.tooLarge]), ("compressed", [.malformed]),
        ("data-first", [.malformed, .closed]), ("no-settings", [.malformed, .closed]),
        ("push", [.malformed, .closed, .timedOut]),
        ("other-stream", [.malformed, .closed]), ("no-window", [.timedOut]), ("giant-frame", [.malformed, .closed]),
        ("speaks-http1", [.malformed, .closed]), ("two-messages", [.malformed]), ("no-message", [.malformed]),
        ("broken-protobuf", [.malformed]), ("many-workers", [.malformed]),
    ]

    /// How `GET /version` must end at each peer.
    private static let overHTTP1: [(String, [Reason])] = [
        ("silent", [.timedOut]), ("full", [.timedOut]), ("closes", [.closed]), ("garbage", [.malformed, .tooLarge]),
        ("http-garbage", [.malformed, .tooLarge, .closed]), ("http-not-json", [.malformed]),
        ("http-no-object", [.malformed]), ("http-cut", [.closed]), ("http-cut-chunk", [.closed]),
        ("http-two-lengths", [.malformed]), ("http-length-and-chunks", [.malformed]),
        ("http-signed-length", [.malformed]), ("http-huge-length", [.malformed]),
        ("http-endless-head", [.tooLarge]), ("http-endless-line", [.tooLarge]), ("http-endless-body", [.tooLarge]),
        ("http-endless-chunks", [.tooLarge]), ("http-endless-notes", [.tooLarge]), ("http-deep", [.malformed]),
        ("http-slow", [.timedOut]), ("http-denied", [.refused]), ("good", [.malformed, .tooLarge, .closed]),
    ]

    /// How the upgrade must end at each peer.
    private static let overUpgrade: [(String, [Reason])] = [
        ("silent", [.timedOut]), ("http-no-upgrade", [.unsupported]), ("http-other-upgrade", [.refused]),
        ("http-upgrade-silent", [.timedOut]), ("http-denied", [.refused]), ("http-good", [.refused]),
        ("http-slow", [.timedOut]), ("http-endless-head", [.tooLarge]), ("http-endless-notes", [.tooLarge]),
        ("garbage", [.malformed, .tooLarge]), ("closes", [.closed]), ("http-upgrade-hasty", [.malformed]),
    ]

    private func client(_ peer: String, _ kind: EngineClient.Kind) throws -> EngineClient {
        try Self.peers.get().client(peer + ".sock", kind, milliseconds: Self.milliseconds)
    }

    private func error(_ call: () throws -> Void) throws -> EngineError {
        do {
            try call()
        } catch let error as EngineError {
            return error
        }
        throw Program.Failure(description: "there is no error")
    }

    private func expect(_ error: EngineError, at peer: String, _ reasons: [Reason]) {
        #expect(reasons.contains(error.reason), "\(peer): \(error)")
        // The sentence names the socket, and nothing in it moves a terminal.
        #expect(error.description.contains(peer + ".sock"))
        #expect(error.description.unicodeScalars.allSatisfy { (0x20..<0x7F).contains($0.value) || $0 == "…" })
    }

    @Test(arguments: overHTTP2) private func gRPCEnds(_ peer: String, _ reasons: [Reason]) throws {
        let client = try client(peer, .buildkitd)
        expect(try error { _ = try client.workers() }, at: peer, reasons)
    }

    @Test(arguments: overHTTP1) private func plainHTTPEnds(_ peer: String, _ reasons: [Reason]) throws {
        var client = try client(peer, .dockerd)
        client.limits.messageSize = 1 << 20
        expect(try error { _ = try client.dockerVersion() }, at: peer, reasons)
    }

    @Test(arguments: overUpgrade) private func upgradeEnds(_ peer: String, _ reasons: [Reason]) throws {
        let client = try client(peer, .dockerd)
        expect(try error { _ = try client.workers() }, at: peer, reasons)
    }

    /// The peers are hostile by what they send, not because nothing of theirs would ever be taken.
    @Test func goodPeersAreUnderstood() throws {
        #expect(try client("good", .buildkitd).workers() == [])
        #expect(try client("good-in-pieces", .buildkitd).workers() == [])
        #expect(try client("http-upgrade-good", .dockerd).workers() == [])
        #expect(try client("http-good", .dockerd).dockerVersion().version == "20.10")
    }

    /// A prune goes the same way; it must not say that something was removed.
    @Test(arguments: ["silent", "closes-in-message", "goaway", "wrong-status", "ends-in-message"])
    func pruneFailsLoudly(_ peer: String) throws {
        let record = String(repeating: "a", count: 25)
        let client = try client(peer, .buildkitd)
        _ = try error {
            _ = try client.prune(record: record, limits: EngineLimits(milliseconds: Self.milliseconds))
        }
    }

    @Test func oddSocketsAreNamed() throws {
        let tree = try TestTree()
        try tree.write("file", "no socket")
        for (name, expected) in [("file", Reason.unreachable), (String(repeating: "a", count: 200), .unreachable)] {
            let client = EngineClient(socket: tree.bytes(name), kind: .buildkitd)
            #expect(try error { _ = try client.workers() }.reason == expected)
        }
        for path in [[], [0, 65], Array("/a\0b".utf8)] {
            let client = EngineClient(socket: path, kind: .dockerd)
            #expect(try error { _ = try client.dockerVersion() }.reason == .unreachable)
        }
    }

    /// What engine nobody must be asked for: plain HTTP of buildkitd.
    @Test func buildkitdHasNoPlainHTTP() throws {
        #expect(try error { _ = try client("good", .buildkitd).dockerFacts() }.reason == .invalid)
    }
}
