import EngineAPI
import TestSupport

extension Peers {
    /// A client for one of the sockets.
    func client(_ socket: String, _ kind: EngineClient.Kind, milliseconds: Int64) -> EngineClient {
        EngineClient(
            socket: Array((folder + "/" + socket).utf8), kind: kind, limits: EngineLimits(milliseconds: milliseconds))
    }
}
