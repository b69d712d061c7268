import Linux

/// A program at the other end of sockets, started by tests. It ends, and its folder goes, when this value or this
/// process does.
package final class Peers: Sendable {
    /// Whether there is a gRPC server to talk with.
    package static let haveGRPC = Program.succeeds([PythonOracle.interpreter, "-c", "import grpc"])

    /// Where its sockets lie.
    package let folder: String
    private let program: Program.Running

    /// Starts a script of `Tests/Fixtures/engine-peers`, and returns when its sockets are there. It gets the folder,
    /// in which `answers` lie in a file of that name.
    package init(_ script: String, answers: String = "") throws {
        let name = try Host.randomBytes(8).map { String($0, radix: 16) }.joined()
        folder = "/tmp/bezoar-peers-" + name
        try OwnFile.makeDirectory(Array(folder.utf8))
        try OwnFile.create(Array((folder + "/answers").utf8), with: Array(answers.utf8), mode: 0o600)
        program = try Program.start([PythonOracle.interpreter, fixture("engine-peers/" + script), folder])
        while !Program.succeeds(["test", "-e", folder + "/ready"]) {
            guard program.isRunning else { throw Program.Failure(description: try program.wait().errorText) }
            Program.pause(microseconds: 20_000)
        }
    }

    deinit {
        // Its folder goes: that is what it looks at, should nobody be left to end it.
        _ = try? Program.run(["rm", "-rf", folder])
        // A process that nobody waits for keeps the tests that run in processes of their own waiting for ever.
        program.killNow()
    }
}
