private import Glibc

extension Clock {
    /// Waits on this thread; a signal may end it early. For retries, never on a thread of the cooperative pool.
    package static func pause(milliseconds: UInt32) {
        usleep(milliseconds &* 1000)
    }
}
