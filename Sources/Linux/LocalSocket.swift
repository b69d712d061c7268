private import CLinux

/// A connection to a Unix socket. No call on it waits but `wait`, which has a limit.
package struct LocalSocket: ~Copyable, Sendable {
    /// What a socket is ready for.
    package struct Readiness: OptionSet, Sendable {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let reading = Readiness(rawValue: 1)
        package static let writing = Readiness(rawValue: 2)
    }

    private let descriptor: Descriptor

    /// Connects to the socket at a path, which holds no link. `tryAgain` where too many others wait for the peer.
    package init(connecting path: [UInt8]) throws(SystemError) {
        descriptor = try Self.connect(path)
    }

    private static func connect(_ path: [UInt8]) throws(SystemError) -> Descriptor {
        try mayFail(.connect)
        let result = CLinux_local_socket()
        try check(result, .connect)
        let socket = Descriptor(owning: result)
        let entry = try place(path)
        try check(CLinux_connect_local(socket.number, entry.number), .connect)
        return socket
    }

    private static func place(_ path: [UInt8]) throws(SystemError) -> Descriptor {
        do throws(SystemError) {
            return try Descriptor.openPath(withoutLinks: path)
        } catch {
            throw SystemError(error.number, .connect)
        }
    }

    /// Waits until the socket is ready, or the time is over: then nothing is in the result. Nothing either where a
    /// signal came in between, so that the caller can look whether it should stop.
    package func wait(for wanted: Readiness, milliseconds: Int32) throws(SystemError) -> Readiness {
        try mayFail(.poll)
        let result = CLinux_poll(descriptor.number, wanted.rawValue, max(0, milliseconds))
        if result == -SystemError.interrupted { return [] }
        try check(result, .poll)
        return Readiness(rawValue: result)
    }

    /// Waits a moment before another attempt; a signal ends it earlier.
    package static func pause(milliseconds: Int32) {
        // A negative number is no descriptor: poll waits for nothing but the time.
        _ = CLinux_poll(-1, 0, max(0, milliseconds))
    }

    /// Appends what has come in, at most `limit` bytes: how many; 0 at the end, `nil` where nothing is there yet.
    package func receive(into bytes: inout [UInt8], limit: Int) throws(SystemError) -> Int? {
        try descriptor.receive(into: &bytes, limit: limit)
    }

    /// Sends what the peer takes now of the bytes from `start` on: how many; 0 where it takes none yet.
    package func send(_ bytes: [UInt8], from start: Int) throws(SystemError) -> Int {
        try descriptor.send(bytes, from: start)
    }
}
