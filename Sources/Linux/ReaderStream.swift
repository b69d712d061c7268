private import CLinux

/// What somebody reads at the other end: a pipe, a terminal, a device. The reader may take its time; once a stop was
/// requested, one that takes nothing is given up (`interrupted`), or the program could not be stopped.
package struct ReaderStream: ~Copyable, Sendable {
    private let descriptor: Descriptor

    /// What a pipe that is ready takes without a wait.
    private static let blockSize = 4096
    /// Milliseconds for which a reader that takes nothing is waited for after a request to stop.
    private static let patience: Int32 = 2000
    /// Milliseconds between two looks whether a pipe has a reader by now.
    private static let pause: UInt32 = 50

    /// Opens a pipe, a terminal or a device by a path of our own choosing. A pipe may have to wait for its reader.
    package init(opening path: [UInt8]) throws(SystemError) {
        while true {
            do throws(SystemError) {
                descriptor = try Descriptor.open(path, [.writeOnly, .truncate, .nonBlocking])
                return
            } catch {
                guard error.number == SystemError.noDevice else { throw error }
            }
            if Signals.requested != nil { throw SystemError(SystemError.interrupted, .openat) }
            Clock.pause(milliseconds: Self.pause)
        }
    }

    /// Writes all bytes.
    package func write(_ bytes: [UInt8]) throws(SystemError) {
        try Self.write(bytes, to: descriptor.number)
    }

    static func write(_ bytes: [UInt8], to number: Int32) throws(SystemError) {
        try mayFail(.write)
        var done = 0
        while done < bytes.count {
            try waitForReader(of: number)
            let block = Array(bytes[done..<min(bytes.count, done + blockSize)])
            let result = Descriptor.writeOnce(block, from: 0, to: number)
            // Another writer may have taken the room that was there a moment ago.
            if result == -Int(SystemError.interrupted) || result == -Int(SystemError.tryAgain) { continue }
            done += try checked(result, .write)
        }
    }

    private static func waitForReader(of number: Int32) throws(SystemError) {
        while true {
            let mustEnd = Signals.requested != nil
            let result = CLinux_poll(number, 2, mustEnd ? patience : -1)
            if result != 0, result != -SystemError.interrupted { return try check(result, .poll) }
            if mustEnd { throw SystemError(SystemError.interrupted, .write) }
        }
    }
}
