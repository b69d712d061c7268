import BuildKit
import EngineAPI
import Inventory

/// What one engine says of itself. It is never asked for disk usage: measuring changes its records.
struct EngineAnswer {
    /// Milliseconds for each question.
    static let patience: Int64 = 2_000

    /// `20.10.24`; empty for buildkitd.
    var dockerVersion = ""
    /// `v0.32.2`; empty where the engine is too old to tell.
    var buildKitVersion = ""
    var facts: DockerFacts?
    var workers: [EngineWorker] = []
    /// Why there is nothing more.
    var failure: EngineError?

    /// Asks; the first question that is not answered is the last.
    init(_ socket: EngineSocket) {
        let kind: EngineClient.Kind = socket.program == .dockerd ? .dockerd : .buildkitd
        let client = EngineClient(
            socket: socket.path.bytes, kind: kind, limits: EngineLimits(milliseconds: Self.patience))
        do throws(EngineError) {
            if kind == .dockerd {
                dockerVersion = try client.dockerVersion().version
                facts = try client.dockerFacts()
            }
            workers = try client.workers()
            buildKitVersion = try Self.version(client) ?? workers.lazy.compactMap(\.version).first?.version ?? ""
        } catch {
            failure = error
        }
    }

    private static func version(_ client: EngineClient) throws(EngineError) -> String? {
        do throws(EngineError) {
            return try client.version().version
        } catch {
            if error.reason == .unsupported { return nil }
            throw error
        }
    }

    /// `Docker 20.10.24, BuildKit v0.8.1`; `nil` where neither is known.
    var version: String? {
        let parts = [("Docker", dockerVersion), ("BuildKit", buildKitVersion)].filter { !$0.1.isEmpty }
        return parts.isEmpty ? nil : parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}
