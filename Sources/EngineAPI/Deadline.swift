internal import Linux

/// The moment at which a call is over, by the clock that nobody can set.
struct Deadline: Sendable {
    private let end: Int64
    private let allowed: Int64

    init(milliseconds: Int64) {
        allowed = min(max(milliseconds, 0), 24 * 3_600_000)
        end = Clock.steady + allowed * 1_000_000
    }

    /// Milliseconds that are left, at least 1; throws where none is.
    func remaining() throws(Fault) -> Int32 {
        let left = end - Clock.steady
        guard left > 0 else { throw Fault(.timedOut, "no complete answer within \(allowed) ms") }
        return Int32(clamping: left / 1_000_000 + 1)
    }
}
