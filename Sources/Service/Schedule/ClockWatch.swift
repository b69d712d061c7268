/// Notices when somebody sets the host's clock. Schedules do not follow it, so nothing else would tell; but the times
/// in reports do, and the ages of files and caches.
package struct ClockWatch: Sendable {
    /// What time servers correct bit by bit stays far below it.
    package static let tolerance = 30 * TimeSpan.second

    /// By how much the clock was ahead of the one that never jumps.
    private var distance: Int64?

    package init() {}

    /// By how much the clock jumped since the last look, backwards where negative; `nil` where it did not. `now` never
    /// jumps, `time` is since 1970. While a host sleeps only the latter goes on, so that is a jump, too.
    package mutating func look(at now: Int64, time: Int64) -> Int64? {
        let (distance, isFar) = time.subtractingReportingOverflow(now)
        if isFar { return nil }
        guard let old = self.distance else {
            self.distance = distance
            return nil
        }
        let (jump, isHuge) = distance.subtractingReportingOverflow(old)
        // Small steps add up; a large one begins anew.
        if !isHuge, jump.magnitude < Self.tolerance.magnitude { return nil }
        self.distance = distance
        return isHuge ? nil : jump
    }
}
