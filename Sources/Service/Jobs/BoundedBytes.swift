package import Linux

/// Bytes up to a limit; what comes then is counted and dropped.
package struct BoundedBytes: Sendable {
    package private(set) var bytes: [UInt8] = []
    /// Bytes that were dropped.
    package private(set) var dropped = 0
    private let limit: Int

    package init(limit: Int) {
        self.limit = limit
    }

    /// Takes what a read brought.
    package mutating func add(_ buffer: borrowing ReadBuffer) {
        let span = buffer.bytes
        let room = min(span.count, limit - bytes.count)
        for index in 0..<room { bytes.append(span[index]) }
        dropped += span.count - room
    }

    /// Lines that are not empty, at most so many, each cut to so many bytes.
    package func lines(limit: Int, length: Int) -> [String] {
        bytes.split(separator: UInt8(ascii: "\n")).prefix(limit).map {
            String(decoding: $0.prefix(length), as: UTF8.self)
        }
    }
}
