private import CLinux

/// A TCP socket that takes connections. No call on it waits.
package struct ServerSocket: ~Copyable, Sendable {
    private let descriptor: Descriptor

    /// Listens at an address of 4 or 16 bytes, in the order of the network. With port 0 the kernel chooses one.
    package init(address: [UInt8], port: UInt16, backlog: Int32) throws(SystemError) {
        try mayFail(.listen)
        var result: Int32 = -SystemError.invalid
        unsafe address.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            result = unsafe CLinux_listen_tcp(base, buffer.count, port, backlog)
        }
        try check(result, .listen)
        descriptor = Descriptor(owning: result)
    }

    /// The port it listens at.
    package var port: UInt16? { UInt16(exactly: CLinux_local_port(descriptor.number)) }

    /// The next connection; `nil` where none waits. One that its peer has given up already is passed over.
    package func accept() throws(SystemError) -> ServerConnection? {
        try mayFail(.accept4)
        let result = CLinux_accept(descriptor.number)
        if Self.later.contains(-result) { return nil }
        try check(result, .accept4)
        return ServerConnection(Descriptor(owning: result))
    }

    /// EAGAIN, EINTR, and what the network has to say of a connection that is gone (see `accept(2)`).
    private static let later: Set<Int32> = [
        SystemError.tryAgain, SystemError.interrupted, 71, 92, 100, 101, 103, 112, 113,
    ]

    /// Asks the queue to tell when connections wait.
    package func register(in queue: borrowing ReadyQueue, mark: UInt64) throws(SystemError) {
        try queue.set(descriptor, wanted: 1, mark: mark, isNew: true)
    }
}
