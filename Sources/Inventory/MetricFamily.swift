/// All samples of one metric.
package struct MetricFamily: Sendable, Hashable {
    package var metric: Metric
    package var samples: [MetricSample]

    package init(_ metric: Metric, _ samples: [MetricSample]) {
        self.metric = metric
        self.samples = samples
    }

    /// Of a metric without labels.
    package init(_ metric: Metric, _ value: MetricValue) {
        self.init(metric, [MetricSample([], value)])
    }

    /// The value with these labels.
    package subscript(labels: [String]) -> MetricValue? {
        samples.first { $0.labels == labels }?.value
    }
}

/// One number and its labels.
package struct MetricSample: Sendable, Hashable {
    /// Values of the metric's labels, in the order of their names.
    package var labels: [String]
    package var value: MetricValue

    package init(_ labels: [String], _ value: MetricValue) {
        self.labels = labels
        self.value = value
    }
}

/// What a sample says.
package enum MetricValue: Sendable, Hashable {
    case integer(Int64)
    case real(Double)
    case histogram(MetricHistogram)

    /// A count.
    package static func count(_ count: Int) -> MetricValue { .integer(Int64(clamping: count)) }

    /// Seconds since 1970, to the millisecond, of a moment in nanoseconds.
    package static func moment(_ nanoseconds: Int64) -> MetricValue { .real(seconds(nanoseconds)) }

    /// Nanoseconds as seconds, to the millisecond.
    package static func seconds(_ nanoseconds: Int64) -> Double { Double(nanoseconds / 1_000_000) / 1000 }

    /// The number; `nil` of a histogram.
    package var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .real(let number): number
        case .histogram: nil
        }
    }
}

/// How many values lie in which range.
package struct MetricHistogram: Sendable, Hashable {
    /// Values in each bucket alone, one more than there are bounds: the last has no upper end.
    package private(set) var counts: [Int64]
    package private(set) var sum: Double

    /// Of the buckets of a metric, all of them empty.
    package init(_ metric: Metric) {
        counts = Array(repeating: 0, count: metric.bounds.count + 1)
        sum = 0
    }

    /// As it was written; `nil` where it has not one count more than the metric has bounds.
    package init?(_ metric: Metric, counts: [Int64], sum: Double) {
        guard counts.count == metric.bounds.count + 1 else { return nil }
        self.counts = counts
        self.sum = sum
    }

    /// All values. Saturates.
    package var total: Int64 {
        counts.reduce(0) { sum, count in
            let (next, overflow) = sum.addingReportingOverflow(count)
            return overflow ? .max : next
        }
    }

    /// Counts one value of the metric.
    package mutating func add(_ value: Double, to metric: Metric) {
        let index = metric.bounds.firstIndex { value <= $0 } ?? metric.bounds.count
        guard counts.indices.contains(index) else { return }
        let (count, overflow) = counts[index].addingReportingOverflow(1)
        counts[index] = overflow ? .max : count
        sum += value
    }
}
