import BuildKit
import EngineAPI
import Inventory
import Linux

/// Which engine runs upon a state root, if any. An engine counts only where it says itself that the state is its own:
/// dockerd by its data root, buildkitd by the name of its worker.
struct EngineFinder {
    /// What is known of the engine of a state root.
    enum Answer: Sendable {
        case engine(EngineClient)
        /// It seems to run and could not be asked; why.
        case silent(String)
        case stopped
    }

    /// Milliseconds for each question.
    private static let patience: Int64 = 5_000

    private let survey: EngineSurvey

    /// Looks at processes and sockets; nobody is asked yet.
    init(_ settings: Settings) {
        survey = EngineSurvey(hostRoot: settings.hostRoot.value ?? "/")
    }

    /// Asks the engines that may be the one.
    func find(_ root: FoundRoot) -> Answer {
        var complaint: String?
        for socket in survey.sockets where fits(socket.program, root.root.kind) {
            // Where systemd listens for an engine that does not run, a question would start it.
            let mayRun = !survey.seesHost || survey.engines.contains { $0.program == socket.program }
            guard mayRun else { continue }
            let client = EngineClient(
                socket: socket.path.bytes, kind: socket.program == .dockerd ? .dockerd : .buildkitd,
                limits: EngineLimits(milliseconds: Self.patience))
            do throws(EngineError) {
                if try isOwn(root, client, socket) { return .engine(client) }
            } catch {
                complaint = error.description
            }
        }
        guard isRunning(upon: root) else { return .stopped }
        return .silent(complaint ?? "its engine runs, and no socket of it was found")
    }

    private func fits(_ program: RunningEngine.Program, _ kind: StateRoot.Kind) -> Bool {
        switch kind {
        case .docker, .dockerContainerd: program == .dockerd
        case .standalone, .rootless, .buildxVolume, .containerd: program == .buildkitd
        case .buildah, .tree: false
        }
    }

    private func isOwn(
        _ root: FoundRoot, _ client: EngineClient, _ socket: EngineSocket
    ) throws(EngineError) -> Bool {
        guard socket.program == .dockerd else {
            guard let name = DoctorStates.workerID(of: root) else { return false }
            return try client.workers().contains { $0.id == name }
        }
        let path = ByteString(try client.dockerFacts().rootDirectory)
        return survey.folders(at: path, of: socket.process).contains { Self.isSame($0, root.path) }
    }

    /// Whether a process keeps its state there, by its command line.
    private func isRunning(upon root: FoundRoot) -> Bool {
        survey.engines.contains { engine in
            fits(engine.program, root.root.kind) && engine.states.contains { Self.isSame($0, root.path) }
        }
    }

    private static func isSame(_ left: ByteString, _ right: ByteString) -> Bool {
        guard let first = try? Descriptor.status(withoutLinks: left.bytes),
            let second = try? Descriptor.status(withoutLinks: right.bytes)
        else { return false }
        return first.device == second.device && first.inode == second.inode
    }
}
