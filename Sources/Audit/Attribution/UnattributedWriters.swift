package import Inventory

/// `unattributed-writer`: files that changed when no known build had the cache mounted. One finding per cache.
package struct UnattributedWriters: Sendable {
    private static let examplesMax = 5

    /// What was found in one cache.
    private struct Tally {
        var count: Int64 = 0
        var first = Int64.max
        var last = Int64.min
        /// The first paths in the order of their bytes, so that two audits show the same.
        var examples: [ByteString] = []
    }

    private let rule: Rule?
    private let attribution: Attribution
    private var tallies: [Int32: Tally] = [:]

    /// Asks `attribution` about each file.
    package init(rules: RuleBook, attribution: Attribution) {
        rule = rules.active("unattributed-writer")
        self.attribution = attribution
    }

    /// Looks at all records of a batch.
    package mutating func inspect(_ batch: FileBatch) {
        if rule == nil { return }
        for record in batch.records
        where attribution.isUnattributed(cache: Int(record.cache), changed: record.identity.changed) {
            var tally = tallies.removeValue(forKey: record.cache) ?? Tally()
            tally.count += 1
            tally.first = min(tally.first, record.identity.changed)
            tally.last = max(tally.last, record.identity.changed)
            let path = batch.path(of: record)
            if tally.examples.count < Self.examplesMax || tally.examples.last.map({ path < $0 }) ?? true {
                let place = tally.examples.firstIndex { path < $0 } ?? tally.examples.count
                tally.examples.insert(path, at: place)
                if tally.examples.count > Self.examplesMax { tally.examples.removeLast() }
            }
            tallies[record.cache] = tally
        }
    }

    /// The findings, when the walk is over.
    package mutating func finish(into collector: inout FindingCollector) {
        guard let rule else { return }
        for (cache, tally) in tallies.sorted(by: { $0.key < $1.key }) {
            let coverage = attribution.coverage(cache: Int(cache))
            let what = tally.count == 1 ? "1 file" : "\(tally.count) files"
            var evidence: [Finding.Evidence] = [
                .init("files", .number(tally.count)), .init("first", .time(tally.first)),
                .init("last", .time(tally.last)), .init("examples", .list(tally.examples.map { .bytes($0) })),
            ]
            if let coverage {
                evidence.append(.init("recordsFrom", .time(coverage.times.lowerBound)))
                evidence.append(.init("recordsUntil", .time(coverage.times.upperBound)))
            }
            collector.add(
                rule.finding(
                    grade: coverage?.isWhole == true ? "whole-history" : nil, cache: Int(cache),
                    path: tally.examples.first ?? "",
                    message: "\(what) changed at a time at which no known build used this cache", evidence: evidence))
        }
        tallies = [:]
    }
}
