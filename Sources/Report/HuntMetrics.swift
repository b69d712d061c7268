package import Inventory

/// What a hunt says in numbers.
package enum HuntMetrics {
    /// Hits that are there, hits of the past, and those that were counted and not listed.
    package static func families(_ report: HuntReport) -> [MetricFamily] {
        let present = report.hits.count(where: \.isPresent)
        return [
            MetricFamily(
                .huntHits,
                [
                    MetricSample(["present"], .count(present)),
                    MetricSample(["past"], .count(report.hits.count - present)),
                    MetricSample(["unlisted"], .count(max(0, report.unlistedHits))),
                ])
        ]
    }
}
