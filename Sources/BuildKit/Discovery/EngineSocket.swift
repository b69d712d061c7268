package import Inventory

/// A Unix socket at which an engine may listen.
package struct EngineSocket: Sendable, Hashable {
    /// As this process sees it, without links.
    package var path: ByteString
    package var program: RunningEngine.Program
    /// The process that was started with it, where one is known.
    package var process: Int?
}
