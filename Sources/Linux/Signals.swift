private import CLinux

/// Signals that ask the program to stop or to read its configuration again.
///
/// A handler only notes the number; whoever works asks `requested` often (the walk: before each file and each block).
package enum Signals {
    package static let hangUp: Int32 = 1
    package static let interrupt: Int32 = 2
    package static let kill: Int32 = 9
    package static let pipe: Int32 = 13
    package static let terminate: Int32 = 15
    package static let child: Int32 = 17
    package static let goOn: Int32 = 18
    package static let stop: Int32 = 19

    /// From now on SIGINT and SIGTERM are noted instead of ending the process. A second one of the same kind ends it.
    package static func catchStopRequests() throws(SystemError) {
        try mayFail(.sigaction)
        try check(CLinux_catch_signal(interrupt), .sigaction)
        try check(CLinux_catch_signal(terminate), .sigaction)
    }

    /// A file that grows over its limit is an error of the write (`EFBIG`), not the end of the process.
    package static func ignoreFileSizeLimit() {
        _ = CLinux_ignore_signal(25)
    }

    /// What nobody reads any more is an error of the write (`EPIPE`), not the end of the process.
    package static func ignoreBrokenPipes() {
        _ = CLinux_ignore_signal(pipe)
    }

    /// The signal that came in, or `nil`.
    package static var requested: Int32? {
        let number = CLinux_signal()
        return number == 0 ? nil : number
    }

    /// Ends the process the way the signal would have, so that a shell sees 130 or 143.
    package static func die(of number: Int32) {
        _ = CLinux_raise_default(number)
    }

    /// Forgets a noted signal; for tests.
    package static func forget() {
        CLinux_forget_signal()
    }
}
