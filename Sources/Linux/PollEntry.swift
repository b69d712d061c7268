private import CLinux

/// A descriptor that somebody waits for together with others. C counterpart: `struct pollfd`.
package struct PollEntry: Sendable {
    /// The number of a descriptor that stays open while it is waited for.
    package var number: Int32
    package var wanted: LocalSocket.Readiness
    /// What it is ready for since the last wait. An error or a hang-up sets what was wanted: the next call says what
    /// it is.
    package var ready: LocalSocket.Readiness = []

    package init(_ number: Int32, _ wanted: LocalSocket.Readiness = .reading) {
        self.number = number
        self.wanted = wanted
    }

    /// Most entries that are waited for at once.
    package static var limit: Int { Int(CLINUX_POLL_LIMIT) }

    /// Waits until one of the entries is ready, a signal comes, or the time is over; an endless wait is none of ours.
    package static func wait(_ entries: inout [PollEntry], milliseconds: Int32) throws(SystemError) {
        try mayFail(.poll)
        var raw = entries.map {
            CLinux_poll_entry(descriptor: $0.number, wanted: $0.wanted.rawValue, ready: 0)
        }
        let count = raw.count
        var result: Int32 = 0
        unsafe raw.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else {
                LocalSocket.pause(milliseconds: milliseconds)
                return
            }
            result = unsafe CLinux_poll_many(base, count, max(0, milliseconds))
        }
        try check(result, .poll)
        for index in entries.indices { entries[index].ready = .init(rawValue: raw[index].ready) }
    }
}
