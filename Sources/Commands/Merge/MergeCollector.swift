import Inventory
import Report
import Service

/// Gathers the reports of many hosts, one after the other: of each host the newest counts, and only what was asked for
/// is kept of it.
struct MergeCollector {
    /// What is kept of all reports together.
    private enum Limit {
        static let hosts = 100_000
        /// Hits of all hosts, and about the memory they take.
        static let hits = 1_000_000
        static let weight = 256 << 20
        static let troubles = 1_000
    }

    /// How far the clock of another host may go ahead of this one.
    static let clockError = TimeSpan.seconds(600)

    private var report: MergeReport
    private let questions: [MergeQuestion]
    private var places: [ByteString: Int] = [:]
    private var audits: [MergedAudit] = []
    private var hitCount = 0
    private var weight = 0

    init(_ questions: [MergeQuestion], version: String, asked: Int64, maxAge: Int64) {
        self.questions = questions
        report = MergeReport(version: version, asked: asked, maxAge: maxAge)
        report.questions = questions.map(\.question)
    }

    /// Takes the report of a file in.
    mutating func add(_ audit: MergedAudit, from file: ByteString) {
        report.reports += 1
        // A report from the future would be the newest one for ever, whatever the host finds afterwards.
        guard audit.audit.finished <= report.asked + Self.clockError else {
            return note(
                file, .unusable,
                "it is dated \(Timestamp.plain(nanoseconds: audit.audit.finished)), which is still to come: set the "
                    + "clock of \(Quotation.text(audit.host.bytes)) or of this host; the report was left out")
        }
        var audit = audit
        audit.audit.file = file
        guard let place = places[audit.host] else {
            guard audits.count < Limit.hosts else {
                return note(file, .tooLarge, "more than \(Limit.hosts) hosts; this report was left out")
            }
            places[audit.host] = audits.count
            audits.append(MergedAudit())
            return keep(&audit, at: audits.count - 1)
        }
        report.replaced += 1
        // Of two that were finished at one moment either may count; the order of their names decides.
        guard audit.audit.finished >= audits[place].audit.finished else { return }
        hitCount -= audits[place].hits.count
        weight -= audits[place].weight
        keep(&audit, at: place)
    }

    private mutating func keep(_ audit: inout MergedAudit, at place: Int) {
        if hitCount + audit.hits.count > Limit.hits || weight + audit.weight > Limit.weight {
            audit.audit.unlistedHits += audit.hits.count
            audit.hits = []
        }
        hitCount += audit.hits.count
        weight += audit.weight
        audits[place] = audit
    }

    /// Names what could not be read.
    mutating func note(_ file: ByteString, _ reason: Trouble.Reason, _ detail: String) {
        guard report.troubles.count < Limit.troubles else {
            report.unlistedTroubles += 1
            return
        }
        report.troubles.append(Trouble(cache: -1, path: file, reason: reason, detail: detail))
    }

    /// The finished report; `expected` are hosts that should have sent one.
    consuming func finished(expecting expected: [ByteString]) -> MergeReport {
        let oldest = report.asked - TimeSpan.seconds(report.maxAge)
        var order = Array(audits.indices)
        order.sort { audits[$0].host < audits[$1].host }
        for place in order {
            let audit = audits[place]
            var host = MergeReport.Host(
                audit.host, audit.audit.finished < oldest ? .stale : .fresh, audit.audit)
            host.hits = audit.hits.count + audit.audit.unlistedHits
            report.hosts.append(host)
        }
        for name in Set(expected).sorted() where places[name] == nil {
            report.hosts.append(MergeReport.Host(name, .missing))
        }
        report.hosts.sort { $0.name < $1.name }
        var numbers: [ByteString: Int] = [:]
        for (number, host) in report.hosts.enumerated() { numbers[host.name] = number }
        for place in order { takeHits(at: place, numbers[audits[place].host] ?? 0) }
        report.hits.sort(by: Self.isBefore)
        return report
    }

    private mutating func takeHits(at place: Int, _ host: Int) {
        var seen: Set<Int> = []
        for var hit in audits[place].hits {
            hit.host = host
            report.questions[hit.question].hits += 1
            if seen.insert(hit.question).inserted { report.questions[hit.question].hosts += 1 }
            if let first = hit.first {
                report.questions[hit.question].first = min(report.questions[hit.question].first ?? first, first)
            }
            report.hits.append(hit)
        }
        audits[place].hits = []
    }

    /// The oldest first: that is where it came from. What nobody dated stands last.
    private static func isBefore(_ left: MergeReport.Hit, _ right: MergeReport.Hit) -> Bool {
        if left.first != right.first { return (left.first ?? .max) < (right.first ?? .max) }
        if left.host != right.host { return left.host < right.host }
        if left.cache != right.cache { return left.cache < right.cache }
        return (left.path, left.question, left.rule ?? "") < (right.path, right.question, right.rule ?? "")
    }
}
