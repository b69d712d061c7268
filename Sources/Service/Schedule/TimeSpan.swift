/// Lengths of time in nanoseconds, as the agent's clocks count.
package enum TimeSpan {
    /// A millisecond.
    package static let millisecond: Int64 = 1_000_000
    /// A second.
    package static let second: Int64 = 1_000_000_000

    /// Nanoseconds of some seconds; the largest number where they do not fit.
    package static func seconds(_ count: Int64) -> Int64 {
        let (product, overflow) = count.multipliedReportingOverflow(by: second)
        return overflow ? .max : product
    }
}
