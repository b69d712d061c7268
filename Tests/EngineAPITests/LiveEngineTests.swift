import EngineAPI
import Glibc
import TestSupport
import Testing

/// Against a real dockerd, through its upgrade to gRPC.
@Suite(
    .enabled(if: Engine.obstacle == nil, "no daemon can run here: \(Engine.obstacle ?? "")"), .timeLimit(.minutes(3)))
struct LiveEngineTests {
    private func client(_ engine: Engine, milliseconds: Int64 = 20_000) -> EngineClient {
        EngineClient(
            socket: Array(engine.socket.utf8), kind: .dockerd, limits: EngineLimits(milliseconds: milliseconds))
    }

    /// The folder of the only record that holds a file of this name.
    private func record(_ engine: Engine, holding file: String) throws -> String {
        let found = try Program.run([
            "find", engine.dataRoot + "/" + engine.driver, "-path", "*/executor/*", "-prune", "-o", "-name", file,
            "-print",
        ]).outputText
        let records = found.split(separator: "/").map(String.init).filter(EngineClient.isRecord)
        return try #require(records.first, "\(found)")
    }

    @Test func answersAndPrunes() throws {
        let engine = try Engine.start()
        let client = client(engine)
        let version = try client.dockerVersion()
        #expect(version.version == engine.version)
        #expect(version.components["containerd"] != nil)
        let facts = try client.dockerFacts()
        #expect(facts.rootDirectory == engine.dataRoot)
        #expect(facts.driver == engine.driver)
        #expect(!facts.isRootless)
        let workers = try client.workers()
        #expect(workers.count == 1)
        #expect(workers.first?.id.isEmpty == false)
        #expect(workers.first?.platforms.isEmpty == false)

        #expect(try engine.build("shop").status == 0)
        #expect(try engine.build("infra").status == 0)
        let shop = try record(engine, holding: "_cacache")
        let infra = try record(engine, holding: "provider")
        let path = engine.dataRoot + "/" + engine.driver + "/"
        let outcome = try client.prune(record: shop)
        #expect(outcome.isRemoved)
        #expect(outcome.others.isEmpty)
        #expect(!Program.succeeds(["test", "-e", path + shop]))
        #expect(Program.succeeds(["test", "-e", path + infra + "/diff/provider"]))
        #expect(try !client.prune(record: shop).isRemoved, "it is gone already")

        // What is in use stays.
        let build = try engine.hold("held")
        let held = try record(engine, holding: "half.whl")
        #expect(try client.prune(record: held) == PruneOutcome())
        #expect(try build.release() == 0)
        #expect(Program.succeeds(["test", "-e", path + held + "/diff/half.whl"]))
        #expect(try client.prune(record: held).isRemoved)
        try engine.stop()
        #expect(!Program.succeeds(["test", "-e", engine.dataRoot]), "nothing is left behind")
    }

    /// A daemon that listens and does nothing must not hold up whoever asks.
    @Test func frozenDaemonEndsInTime() throws {
        let engine = try Engine.start()
        try engine.freeze()
        #expect(reason { _ = try client(engine, milliseconds: 300).workers() } == .timedOut)
        #expect(reason { _ = try client(engine, milliseconds: 300).dockerVersion() } == .timedOut)
        try engine.thaw()
        #expect(try client(engine).workers().count == 1)
        // What came with BuildKit 0.11 is missed politely in older daemons.
        if let major = Int(engine.version.prefix { $0.isNumber }), major < 24 {
            #expect(reason { _ = try client(engine).version() } == .unsupported)
            #expect(reason { try client(engine).builds { _ in true } } == .unsupported)
        }
        try engine.shutDown()
        #expect(reason { _ = try client(engine).workers() } == .unreachable)
        #expect(Program.succeeds(["test", "-d", engine.dataRoot + "/buildkit"]), "the state stays until the end")
    }
}

/// Why a call failed; `nil` where it did not.
func reason(_ call: () throws -> Void) -> EngineError.Reason? {
    do {
        try call()
        return nil
    } catch {
        return (error as? EngineError)?.reason
    }
}
