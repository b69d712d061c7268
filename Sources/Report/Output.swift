/// Where a writer's bytes go: kept in memory, or handed on in blocks.
///
/// A writer never learns what lies behind the sink. A sink that cannot take more (the reader of a pipe went away)
/// answers `false`; everything after that is dropped, and `isBroken` tells.
package final class Output {
    /// Bytes are handed on when this many have gathered.
    package static let blockSize = 64 * 1024

    /// What has been written and not been handed on.
    package private(set) var bytes: [UInt8] = []
    /// Whether the sink refused a block.
    package private(set) var isBroken = false
    private let sink: (([UInt8]) -> Bool)?

    /// Keeps all that is written in `bytes`.
    package init() {
        sink = nil
    }

    /// Hands on blocks of about `blockSize`; call `flush` at the end.
    package init(sink: @escaping ([UInt8]) -> Bool) {
        self.sink = sink
    }

    /// Takes bytes that are already right for the format.
    package func write(_ block: [UInt8]) {
        guard !isBroken else { return }
        bytes.append(contentsOf: block)
        if bytes.count >= Self.blockSize { flush() }
    }

    /// Takes text that is already right for the format.
    package func write(_ text: String) {
        guard !isBroken else { return }
        bytes.append(contentsOf: text.utf8)
        if bytes.count >= Self.blockSize { flush() }
    }

    /// Hands on what is left. Does nothing where there is no sink.
    package func flush() {
        guard let sink, !bytes.isEmpty else { return }
        if !sink(bytes) { isBroken = true }
        bytes.removeAll(keepingCapacity: !isBroken)
    }

    /// What was written, as text; for tests and for small outputs without a sink.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
