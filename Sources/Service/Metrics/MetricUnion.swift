package import Inventory

/// Several sets of metrics as one, in which no sample stands twice.
///
/// ```
///  audit.prom     bezoar_findings, bezoar_last_exit_code{task="audit"}, container_build_…
///  harvest.prom                    bezoar_last_exit_code{task="harvest"}, container_build_…   later: these count
/// ```
package enum MetricUnion {
    /// What comes later counts. Of a metric that several jobs or incidents share, each sample replaces the one with the
    /// same labels; any other metric is taken whole, so that nothing of an older run is left in it.
    package static func of(_ sets: [[MetricFamily]]) -> [MetricFamily] {
        Metric.allCases.compactMap { metric in
            let families = sets.flatMap { $0 }.filter { $0.metric == metric }
            guard let last = families.last else { return nil }
            return metric.isShared ? MetricFamily(metric, union(families)) : last
        }
    }

    private static func union(_ families: [MetricFamily]) -> [MetricSample] {
        var places: [[String]: Int] = [:]
        var samples: [MetricSample] = []
        for sample in families.flatMap(\.samples) {
            if let place = places[sample.labels] {
                samples[place] = sample
            } else {
                places[sample.labels] = samples.count
                samples.append(sample)
            }
        }
        return samples
    }
}
