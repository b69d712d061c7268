package import Inventory

/// Metrics as text, in either of the formats that Prometheus reads.
///
/// ```
///  prometheus (0.0.4)                                openMetrics (1.0.0)
///  # HELP bezoar_runs_total Runs since …             # HELP bezoar_runs Runs since …
///  # TYPE bezoar_runs_total counter                  # TYPE bezoar_runs counter
///  bezoar_runs_total{task="audit",outcome="clean"} 3  bezoar_runs_total{task="audit",outcome="clean"} 3
///                                                    # EOF
/// ```
///
/// Files are written in the first: it is the only one that node_exporter's textfile collector takes, and other readers
/// take it, too. Families stand in the order of `Metric`, those without a sample are left out, and there are no times
/// beside the values, which that collector refuses.
package struct MetricsText {
    /// The two formats.
    package enum Dialect: Sendable, CaseIterable {
        case prometheus, openMetrics

        /// What a server says of it.
        package var contentType: String {
            switch self {
            case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
            case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
            }
        }
    }

    private let dialect: Dialect

    package init(_ dialect: Dialect) {
        self.dialect = dialect
    }

    /// The whole text.
    package static func bytes(_ families: [MetricFamily], as dialect: Dialect) -> [UInt8] {
        let output = Output()
        MetricsText(dialect).write(families, to: output)
        return output.bytes
    }

    /// Writes the whole text and flushes the output.
    package func write(_ families: [MetricFamily], to output: Output) {
        for metric in Metric.allCases {
            let samples = families.filter { $0.metric == metric }.flatMap(\.samples)
            if samples.isEmpty { continue }
            writeHead(metric, to: output)
            for sample in samples { write(sample, of: metric, to: output) }
        }
        if dialect == .openMetrics { output.write("# EOF\n") }
        output.flush()
    }

    private func writeHead(_ metric: Metric, to output: Output) {
        var name = metric.rawValue[...]
        if dialect == .openMetrics, metric.kind == .counter { name = name.dropLast(Metric.counterSuffix.count) }
        output.write("# HELP \(name) \(metric.help)\n# TYPE \(name) \(metric.kind.rawValue)\n")
        if dialect == .openMetrics, let unit = metric.unit { output.write("# UNIT \(name) \(unit)\n") }
    }

    private func write(_ sample: MetricSample, of metric: Metric, to output: Output) {
        let labels = zip(metric.labels, sample.labels).map { "\($0)=\"\(Self.escaped($1))\"" }
        switch sample.value {
        case .integer(let value): write(metric.rawValue, labels, String(value), to: output)
        case .real(let value): write(metric.rawValue, labels, Self.text(value), to: output)
        case .histogram(let histogram):
            var sum: Int64 = 0
            for (index, count) in histogram.counts.enumerated() {
                sum = sum.addingReportingOverflow(count).overflow ? .max : sum + count
                let end = index < metric.bounds.count ? Self.text(metric.bounds[index]) : "+Inf"
                write(metric.rawValue + "_bucket", labels + ["le=\"\(end)\""], String(sum), to: output)
            }
            write(metric.rawValue + "_sum", labels, Self.text(histogram.sum), to: output)
            write(metric.rawValue + "_count", labels, String(histogram.total), to: output)
        }
    }

    private func write(_ name: String, _ labels: [String], _ value: String, to output: Output) {
        let list = labels.isEmpty ? "" : "{" + labels.joined(separator: ",") + "}"
        output.write("\(name)\(list) \(value)\n")
    }

    /// Always with a point or an exponent, as both formats want the ends of buckets.
    private static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value.description
    }

    /// A label's value: what cannot be seen stands as its number, and then the words of the format. Reading it and
    /// writing it again changes nothing more.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case _ where Visibility.isVisible(scalar): result.unicodeScalars.append(scalar)
            default: result += "\\\\u{" + String(scalar.value, radix: 16) + "}"
            }
        }
        return result
    }
}
