import Inventory

extension Rule {
    /// A threshold in seconds as nanoseconds. A number that makes no sense is brought into reason.
    func nanoseconds(_ name: String, default standard: Double) -> Int64 {
        // Nine billion seconds are the most that 63 bits of nanoseconds hold.
        let seconds = min(max(0, thresholds[name] ?? standard), 9_000_000_000)
        return Int64(exactly: (seconds * 1_000_000_000).rounded()) ?? 0
    }

    /// A threshold that counts.
    func count(_ name: String, default standard: Int) -> Int {
        guard let value = thresholds[name] else { return standard }
        return Int(exactly: min(max(0, value), 1_000_000_000).rounded()) ?? standard
    }

    /// A threshold as it is.
    func number(_ name: String, default standard: Double) -> Double { thresholds[name] ?? standard }
}

extension Int64 {
    /// The sum, or the nearest number there is: times come from records that anybody may have written.
    func clampedAdding(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    /// The difference, or the nearest number there is.
    func clampedSubtracting(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }
}
