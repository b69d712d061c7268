package import Inventory

/// An engine's process, and where its command line says that it listens and keeps its state.
package struct RunningEngine: Sendable, Hashable {
    /// Which program it is; the raw value is its name.
    package enum Program: String, Sendable, CaseIterable {
        case buildkitd, dockerd
    }

    package var program: Program
    package var process: Int
    /// Sockets, as this process may find them; of one place several paths, the best first.
    package var sockets: [[ByteString]] = []
    /// Folders that may hold its state, as this process may find them. Any of them may be the one.
    package var states: [ByteString] = []
}
