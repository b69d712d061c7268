import Bytes
import Inventory
import Report
import Service
import TestSupport
import Testing

/// What is written is read, and whatever is odd is refused.
struct MetricsReaderTests {
    private func read(_ text: String) throws -> [MetricFamily] { try MetricsReader.read(Array(text.utf8)) }

    /// Numbers of every metric, the same for the same seed.
    static func any(_ numbers: inout SeededGenerator) -> [MetricFamily] {
        let words = ["audit", "a b", "\"", "\\", "\\u{a}", "é", "{x=\"y\"} 1", "#", ""]
        return Metric.allCases.compactMap { metric in
            if numbers.once(in: 4) { return nil }
            var samples: [MetricSample] = []
            for _ in 0..<(metric.labels.isEmpty ? 1 : numbers.int(1...4)) {
                let labels = metric.labels.map { _ in numbers.pick(words) }
                if samples.contains(where: { $0.labels == labels }) { continue }
                samples.append(MetricSample(labels, value(metric, &numbers)))
            }
            return MetricFamily(metric, samples)
        }
    }

    private static func value(_ metric: Metric, _ numbers: inout SeededGenerator) -> MetricValue {
        guard metric.kind == .histogram else {
            return numbers.once(in: 2)
                ? .integer(.random(in: .min ... .max, using: &numbers))
                : .real(Double.random(in: -1e9...1e12, using: &numbers))
        }
        var histogram = MetricHistogram(metric)
        for _ in 0..<numbers.int(0...20) { histogram.add(Double(numbers.int(0...9000)) / 2, to: metric) }
        return .histogram(histogram)
    }

    @Test func whatIsWrittenIsRead() throws {
        var numbers = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            let families = Self.any(&numbers)
            let text = MetricsText.bytes(families, as: .prometheus)
            #expect(try MetricsReader.read(text) == families, "\(String(decoding: text, as: UTF8.self))")
        }
    }

    @Test func whatCannotBeSeenIsSpelledOut() throws {
        let families = [MetricFamily(.buildInfo, [MetricSample(["a\n\u{202e}\u{1b}[31m"], .integer(1))])]
        let text = String(decoding: MetricsText.bytes(families, as: .prometheus), as: UTF8.self)
        #expect(text.hasSuffix("bezoar_build_info{version=\"a\\\\u{a}\\\\u{202e}\\\\u{1b}[31m\"} 1\n"), "\(text)")
        #expect(try read(text).first?.samples.first?.labels == ["a\\u{a}\\u{202e}\\u{1b}[31m"])
    }

    @Test func othersAreLeftAlone() throws {
        let families = try read("# HELP x\nup{a=\"b\"} 1\n\nbezoar_caches 2\nprocess_cpu_seconds_total 1.5")
        #expect(families == [MetricFamily(.caches, .integer(2))])
        #expect(try read("").isEmpty)
    }

    @Test(arguments: [
        "bezoar_caches", "bezoar_caches ", "bezoar_caches  1", "bezoar_caches 1 1795229045123", "bezoar_caches x",
        "bezoar_caches NaN", "bezoar_caches +Inf", "bezoar_caches 0x10", "bezoar_caches 1e999", "bezoar_caches{} 1 ",
        "bezoar_caches 1\nbezoar_caches 1", "bezoar_caches{a=\"b\"} 1", "bezoar_findings 1",
        "bezoar_findings{severity=\"high\"", "bezoar_findings{severity=\"high} 1", "bezoar_findings{severity=high} 1",
        "bezoar_findings{severity=\"a\\x\"} 1", "bezoar_findings{severity=\"a\",severity=\"b\"} 1",
        "bezoar_findings{\"severity\"=\"a\"} 1", "bezoar_findings{severity=\"a\"}1", "{} 1", " bezoar_caches 1",
        "bezoar_artifacts{verdict=\"a\",ecosystem=\"b\"} 1", "\u{fe}", "bezoar_caches\r 1",
    ])
    func whatIsOddIsRefused(text: String) {
        #expect(throws: ParseError.self, "\(text)") { try read(text) }
    }

    @Test func histogramsMustBeWhole() throws {
        var histogram = MetricHistogram(.buildDuration)
        for value in [0.5, 1, 7, 4000] { histogram.add(value, to: .buildDuration) }
        let family = MetricFamily(.buildDuration, [MetricSample(["docker"], .histogram(histogram))])
        let text = String(decoding: MetricsText.bytes([family], as: .prometheus), as: UTF8.self)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.contains("container_build_duration_seconds_bucket{builder=\"docker\",le=\"1.0\"} 2"))
        #expect(lines.contains("container_build_duration_seconds_bucket{builder=\"docker\",le=\"+Inf\"} 4"))
        #expect(lines.contains("container_build_duration_seconds_sum{builder=\"docker\"} 4008.5"))
        #expect(try read(text) == [family])
        for index in lines.indices where !lines[index].hasPrefix("#") {
            var fewer = lines
            fewer.remove(at: index)
            #expect(throws: ParseError.self) { try read(fewer.joined(separator: "\n")) }
            var twice = lines
            twice.insert(lines[index], at: index)
            #expect(throws: ParseError.self) { try read(twice.joined(separator: "\n")) }
        }
        #expect(throws: ParseError.self) {
            try read(text.replacing("_count{builder=\"docker\"} 4", with: "_count{builder=\"docker\"} 5"))
        }
    }

    @Test func boundsHold() {
        let long = String(repeating: "a", count: 600)
        #expect(throws: ParseError.self) { try read("bezoar_build_info{version=\"\(long)\"} 1") }
        #expect(throws: ParseError.self) {
            try read(String(repeating: "up 1\n", count: MetricsReader.Limit.samples + 1))
        }
        #expect(throws: ParseError.self) { try read(String(repeating: "#", count: MetricsReader.Limit.size + 1)) }
    }

    @Test func brokenFilesDoNotTrap() {
        var numbers = SeededGenerator(seed: 5)
        let mutation = Mutation(pieces: [
            "bezoar_caches", "{task=\"", "\"} ", "\\", "le=\"+Inf\"", "_bucket", "1e5", "\n",
        ])
        for _ in 0..<3000 {
            let text = MetricsText.bytes(Self.any(&numbers), as: .prometheus)
            let broken = mutation.of(text, using: &numbers)
            guard let families = try? MetricsReader.read(broken) else { continue }
            for family in families { #expect(!family.samples.isEmpty) }
        }
    }
}
