package import Inventory

/// Gathers findings, so many of one rule in one cache and no more: an attacker who makes a million odd files must not
/// fill the report or the memory, nor one who makes few with long names. What is over the limit is counted.
package struct FindingCollector: Sendable {
    /// Findings in the order they came.
    package private(set) var findings: [Finding] = []
    /// Findings beyond the limit, by severity.
    package private(set) var unlisted: [Severity: Int] = [:]
    /// The same by rule.
    package private(set) var unlistedByRule: [AuditReport.RuleCase: Int] = [:]

    private struct Key: Hashable, Sendable {
        var rule: String
        var cache: Int?
    }

    /// Findings that may be held back: what one weighs besides its bytes counts as well.
    private static let heldMax = 50_000
    private static let heldBytesMax = 16 << 20

    private let limit: Int
    private var held: [Finding] = []
    private var heldBytes = 0
    /// Places in `counts`.
    private var lists: [Key: Int] = [:]
    private var counts: [Int] = []
    private var budget: ByteBudget

    /// Lists up to `limit` findings per rule and cache, and about so many bytes of them in all.
    package init(limit: Int, bytesMax: Int = 16 << 20) {
        self.limit = limit
        budget = ByteBudget(all: bytesMax)
    }

    /// Takes one finding.
    package mutating func add(_ finding: Finding) {
        let list = list(of: Key(rule: finding.rule, cache: finding.cache))
        counts[list] += 1
        if counts[list] <= limit, budget.take(finding.size, of: list) {
            findings.append(finding)
        } else {
            unlisted[finding.severity, default: 0] += 1
            unlistedByRule[.init(rule: finding.rule, severity: finding.severity), default: 0] += 1
        }
    }

    private mutating func list(of key: Key) -> Int {
        if let list = lists[key] { return list }
        lists[key] = counts.count
        counts.append(0)
        return counts.count - 1
    }

    /// Says of each finding, in their order, since when it is found.
    package mutating func note(first: [Int64?]) {
        for (index, moment) in zip(findings.indices, first) { findings[index].first = moment }
    }

    /// Keeps one aside of which something that is not known yet may tell that it is none. So honest entries use up no
    /// place in the list. What is more than can be kept aside is taken at once.
    package mutating func hold(_ finding: Finding) {
        let size = finding.size
        guard held.count < Self.heldMax, heldBytes <= Self.heldBytesMax - size else {
            add(finding)
            return
        }
        heldBytes += size
        held.append(finding)
    }

    /// Takes what was kept aside, but for what is none.
    package mutating func release(except isNone: (Finding) -> Bool) {
        for finding in held where !isNone(finding) { add(finding) }
        held = []
        heldBytes = 0
    }
}

extension Finding {
    /// Bytes of what is not the rule's own text.
    fileprivate var size: Int {
        let texts = [message, purl ?? "", actual ?? ""] + expected + builds
        let facts = evidence.reduce(0) { $0 + Self.size($1.value) }
        return texts.reduce(path.bytes.count + facts) { $0 + $1.utf8.count }
    }

    /// Lists hold no lists, so one look inside does.
    private static func size(_ value: Value) -> Int {
        guard case .list(let values) = value else { return plainSize(value) }
        return values.reduce(0) { $0 + plainSize($1) }
    }

    private static func plainSize(_ value: Value) -> Int {
        switch value {
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.bytes.count
        case .number, .time, .flag, .list: 8
        }
    }
}

extension Rule {
    /// A finding of this rule, graded as the named case of it or as the rule itself.
    package func finding(
        grade: String? = nil, cache: Int?, path: ByteString, message: String, expected: [String] = [],
        actual: String? = nil, evidence: [Finding.Evidence] = []
    ) -> Finding {
        let graded = grade.flatMap { grades[$0] }
        return Finding(
            rule: id, severity: graded?.severity ?? severity, confidence: graded?.confidence ?? confidence,
            cache: cache, path: path, message: message, expected: expected, actual: actual, evidence: evidence,
            remedy: remedy)
    }
}
