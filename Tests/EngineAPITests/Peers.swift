import EngineAPI
import TestSupport

/// Programs at the other end of a socket, started by tests.
final class Peers {
    /// Where their sockets lie.
    let tree: TestTree
    private let program: Program.Running

    /// Starts a script of `Tests/Fixtures/engine-peers` and waits until `ready` is there.
    init(script: String, ready: String, _ words: (TestTree) -> [String]) throws {
        tree = try TestTree()
        program = try Program.start(
            [PythonOracle.interpreter, fixture("engine-peers/" + script)] + words(tree))
        while !Program.succeeds(["test", "-e", tree.file(ready)]) {
            guard program.isRunning else { throw Program.Failure(description: try program.wait().errorText) }
            Program.pause(microseconds: 20_000)
        }
    }

    deinit {
        program.killNow()
    }

    /// A client for one of the sockets.
    func client(_ socket: String, _ kind: EngineClient.Kind, milliseconds: Int64) -> EngineClient {
        EngineClient(socket: tree.bytes(socket), kind: kind, limits: EngineLimits(milliseconds: milliseconds))
    }
}
