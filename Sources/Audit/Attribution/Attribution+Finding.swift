package import Inventory

extension Attribution {
    /// Adds to a finding about a file who may have changed it: one of the builds that it names, or why none is named.
    package func explain(_ finding: inout Finding, changed time: Int64) {
        guard let cache = finding.cache else { return }
        let answer = writers(cache: cache, changed: time)
        // Where there are no records, each finding would say so; the report says it once.
        if answer.word == .unrecorded { return }
        if finding.evidence.allSatisfy({ $0.name != "changed" }) {
            finding.evidence.append(.init("changed", .time(time)))
        }
        finding.evidence.append(.init("writers", .text(answer.word.rawValue)))
        if answer.word == .builds {
            finding.builds = answer.builds
            finding.evidence.append(.init("writerCount", .number(Int64(answer.count))))
        }
    }
}
