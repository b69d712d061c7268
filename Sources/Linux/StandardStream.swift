private import CLinux

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

    /// Writes all bytes, as patiently as `ReaderStream` does.
    package func write(_ bytes: [UInt8]) throws(SystemError) {
        try ReaderStream.write(bytes, to: rawValue)
    }

    /// Columns of the terminal behind the stream; `nil` where it is no terminal.
    package var terminalWidth: Int? {
        let width = CLinux_terminal_width(rawValue)
        if width < 0 { return nil }
        return width == 0 ? 80 : Int(width)
    }
}
