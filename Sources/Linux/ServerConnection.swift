private import CLinux

/// One accepted connection. Closed when it goes.
package struct ServerConnection: ~Copyable, Sendable {
    private let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    /// Appends what has come in, at most `limit` bytes: how many; 0 at the end, `nil` where nothing is there yet.
    package func receive(into bytes: inout [UInt8], limit: Int) throws(SystemError) -> Int? {
        try descriptor.receive(into: &bytes, limit: limit)
    }

    /// Sends what the peer takes now of the bytes from `start` on: how many; 0 where it takes none yet.
    package func send(_ bytes: [UInt8], from start: Int) throws(SystemError) -> Int {
        try descriptor.send(bytes, from: start)
    }

    /// Tells the peer that nothing more comes.
    package func endSending() throws(SystemError) {
        try mayFail(.shutdown)
        try check(CLinux_end_sending(descriptor.number), .shutdown)
    }

    /// Closing it will throw away what the peer has not taken yet: else the kernel keeps it for minutes.
    package func dropAtClose() {
        // Where it fails the connection is gone already.
        _ = CLinux_drop_at_close(descriptor.number)
    }

    /// Asks the queue to tell when it can be read, or else when it can be written.
    package func register(
        in queue: borrowing ReadyQueue, mark: UInt64, writing: Bool, isNew: Bool
    ) throws(SystemError) {
        try queue.set(descriptor, wanted: writing ? 2 : 1, mark: mark, isNew: isNew)
    }
}
