import Inventory
import Report
import Service
import TestSupport
import Testing

/// Several files as one.
struct MetricUnionTests {
    @Test func laterFilesCount() {
        let audit = [
            MetricFamily(.findings, [MetricSample(["high"], .integer(3)), MetricSample(["low"], .integer(1))]),
            MetricFamily(.lastExitCode, [MetricSample(["audit"], .integer(1))]),
            MetricFamily(.caches, .integer(2)),
        ]
        let purge = [
            MetricFamily(.lastExitCode, [MetricSample(["purge"], .integer(0))]),
            MetricFamily(.findings, [MetricSample(["high"], .integer(0))]),
        ]
        let later = [MetricFamily(.lastExitCode, [MetricSample(["audit"], .integer(139))])]
        #expect(
            MetricUnion.of([audit, purge, later]) == [
                MetricFamily(.findings, [MetricSample(["high"], .integer(0))]), MetricFamily(.caches, .integer(2)),
                MetricFamily(
                    .lastExitCode, [MetricSample(["audit"], .integer(139)), MetricSample(["purge"], .integer(0))]),
            ])
        #expect(MetricUnion.of([]).isEmpty)
    }

    /// A metric without samples takes those of an older run away: nothing was found any more.
    @Test func nothingIsSomething() {
        let old = [MetricFamily(.ruleFindings, [MetricSample(["silent-change", "high"], .integer(3))])]
        #expect(MetricUnion.of([old, [MetricFamily(.ruleFindings, [])]]) == [MetricFamily(.ruleFindings, [])])
        #expect(MetricsText.bytes([MetricFamily(.ruleFindings, [])], as: .prometheus).isEmpty)
    }

    @Test func noSampleStandsTwice() throws {
        var numbers = SeededGenerator(seed: 3)
        for _ in 0..<100 {
            let sets = (0..<3).map { _ in MetricsReaderTests.any(&numbers) }
            let text = MetricsText.bytes(MetricUnion.of(sets), as: .prometheus)
            // The reader refuses what stands twice.
            #expect(try MetricsReader.read(text) == MetricUnion.of(sets))
        }
    }
}
