private import CLinux

extension Descriptor {
    /// Writes all bytes; a short write is continued.
    package func write(_ bytes: [UInt8]) throws(SystemError) {
        try Self.write(bytes, to: number)
    }

    /// Makes what was written survive a power loss.
    package func synchronize() throws(SystemError) {
        try mayFail(.fsync)
        try check(CLinux_fsync(number), .fsync)
    }

    fileprivate static func write(_ bytes: [UInt8], to number: Int32) throws(SystemError) {
        try mayFail(.write)
        var done = 0
        while done < bytes.count {
            var result = 0
            unsafe bytes.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return }
                result = unsafe CLinux_write(number, base + done, buffer.count - done)
            }
            if result == -Int(SystemError.interrupted) { continue }
            done += try checked(result, .write)
        }
    }
}

/// One of the process' standard streams.
package enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Occupies the standard streams that were closed when the process began, with what can be neither read nor
    /// written. Otherwise the next file that is opened gets the number, and the report lands in the middle of it.
    package static func occupyClosed() {
        while true {
            guard let place = try? Descriptor.open([UInt8(ascii: "/")], [.path]) else { return }
            if place.number > error.rawValue { return }
            _ = place.release()
        }
    }

    /// What a pipe that is ready takes without a wait.
    private static let blockSize = 4096
    /// Milliseconds for which a reader that takes nothing is waited for after a request to stop.
    private static let patience: Int32 = 2000

    /// Writes all bytes. A reader may take its time; once a stop was requested, one that takes nothing is given up
    /// (`interrupted`), or the program could not be stopped.
    package func write(_ bytes: [UInt8]) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            try waitForReader()
            let end = min(bytes.count, done + Self.blockSize)
            try Descriptor.write(Array(bytes[done..<end]), to: rawValue)
            done = end
        }
    }

    private func waitForReader() throws(SystemError) {
        while true {
            let mustEnd = Signals.requested != nil
            let result = CLinux_poll(rawValue, 2, mustEnd ? Self.patience : -1)
            if result != 0, result != -SystemError.interrupted { return try check(result, .poll) }
            if mustEnd { throw SystemError(SystemError.interrupted, .write) }
        }
    }

    /// Columns of the terminal behind the stream; `nil` where it is no terminal.
    package var terminalWidth: Int? {
        let width = CLinux_terminal_width(rawValue)
        if width < 0 { return nil }
        return width == 0 ? 80 : Int(width)
    }
}
