package import Inventory

/// The hygiene rules: what a record's status alone tells. Fed with each record of a walk, so the usual file costs a
/// few comparisons.
package struct Hygiene: Sendable {
    /// What must be known of a cache to judge its entries.
    package struct Ground: Sendable {
        /// Absolute path of the cache's directory.
        package var path: ByteString
        /// Owner of the cache's directory.
        package var owner: UInt32
        /// Whether programs belong here; `nil` where nobody knows.
        package var expectsExecutables: Bool?
        /// Whether the cache lies upon a base, so that whiteouts belong here.
        package var hasBase: Bool

        package init(path: ByteString, owner: UInt32, expectsExecutables: Bool? = nil, hasBase: Bool = false) {
            self.path = path
            self.owner = owner
            self.expectsExecutables = expectsExecutables
            self.hasBase = hasBase
        }
    }

    private struct ForeignOwner: Hashable {
        var cache: Int32
        var owner: UInt32
    }

    /// Entries that are told of together: how many, and the first of them by its name. The workers find them in any
    /// order, and a finding must name the same one each time.
    private struct Entries {
        var path: ByteString
        var count = 1

        mutating func take(_ record: FileRecord, of batch: FileBatch) {
            count += 1
            let other = batch.bytes[Int(record.path.lowerBound)..<Int(record.path.upperBound)]
            if other.lexicographicallyPrecedes(path.bytes) { path = batch.path(of: record) }
        }
    }

    private let rules: RuleBook
    private let grounds: [Ground]
    private let now: Int64
    private let latest: Int64
    private let attribution: Attribution?
    /// One finding per cache and foreign owner.
    private var foreign: [ForeignOwner: Entries] = [:]
    /// Owners that are told apart in one cache.
    private static let foreignLimit = 100
    /// How many there are in each cache, and the entries of all that are not told apart.
    private var owners: [Int32: Int] = [:]
    private var others: [Int32: Entries] = [:]

    /// `grounds` has one element per cache, by its index in the walk; `now` is the time of the audit. With
    /// `attribution`, findings about a file name the builds that may have changed it.
    package init(rules: RuleBook, grounds: [Ground], now: Int64, attribution: Attribution? = nil) {
        self.rules = rules
        self.grounds = grounds
        self.now = now
        self.attribution = attribution
        let slack = rules["future-time"]?.thresholds["slack-seconds"] ?? 0
        let nanoseconds = Int64(exactly: (max(0, slack) * 1_000_000_000).rounded()) ?? 0
        latest = now.addingReportingOverflow(nanoseconds).overflow ? .max : now + nanoseconds
    }

    /// Judges all records of a batch.
    package mutating func inspect(_ batch: FileBatch, into collector: inout FindingCollector) {
        for record in batch.records {
            let index = Int(record.cache)
            guard index >= 0, index < grounds.count else { continue }
            let isOdd =
                record.kind != .file || record.identity.mode & 0o6111 != 0 || record.identity.modified > latest
                || record.identity.changed > latest
            if record.owner != grounds[index].owner { noteForeign(record, batch) }
            if isOdd { inspect(record, of: batch, on: grounds[index], into: &collector) }
        }
    }

    /// Findings that need the whole walk.
    package mutating func finish(into collector: inout FindingCollector) {
        guard let rule = rules.active("foreign-owner") else { return }
        let sorted = foreign.sorted { ($0.key.cache, $0.key.owner) < ($1.key.cache, $1.key.owner) }
        for (key, value) in sorted {
            let entries = value.count == 1 ? "entry belongs" : "entries belong"
            collector.add(
                rule.finding(
                    cache: Int(key.cache), path: value.path,
                    message: "\(value.count) \(entries) to user \(key.owner), the cache to user "
                        + "\(grounds[Int(key.cache)].owner)",
                    evidence: [
                        .init("owner", .number(Int64(key.owner))),
                        .init("cacheOwner", .number(Int64(grounds[Int(key.cache)].owner))),
                        .init("entries", .number(Int64(value.count))),
                    ]))
        }
        for (cache, value) in others.sorted(by: { $0.key < $1.key }) {
            collector.add(
                rule.finding(
                    cache: Int(cache), path: value.path,
                    message: "\(value.count) more entries belong to still other users, of whom there are more than "
                        + "\(Self.foreignLimit)",
                    evidence: [.init("entries", .number(Int64(value.count)))]))
        }
        foreign = [:]
        others = [:]
        owners = [:]
    }

    private mutating func noteForeign(_ record: FileRecord, _ batch: FileBatch) {
        let key = ForeignOwner(cache: record.cache, owner: record.owner)
        if foreign[key] != nil {
            foreign[key]?.take(record, of: batch)
        } else if owners[record.cache, default: 0] < Self.foreignLimit {
            owners[record.cache, default: 0] += 1
            foreign[key] = Entries(path: batch.path(of: record))
        } else if others[record.cache] != nil {
            others[record.cache]?.take(record, of: batch)
        } else {
            others[record.cache] = Entries(path: batch.path(of: record))
        }
    }

    private func inspect(
        _ record: FileRecord, of batch: FileBatch, on ground: Ground, into collector: inout FindingCollector
    ) {
        let path = batch.path(of: record)
        let mode = record.identity.mode
        if record.kind == .symbolicLink {
            inspectLink(record, path, batch.target(of: record), ground, into: &collector)
        } else if record.kind == .whiteout && ground.hasBase {
            return
        } else if record.kind != .file {
            inspectSpecial(record, path, into: &collector)
        } else {
            if mode & 0o6000 != 0, let rule = rules.active("setuid-file") {
                let bits = mode & 0o4000 != 0 ? (mode & 0o2000 != 0 ? "setuid and setgid" : "setuid") : "setgid"
                add(
                    rule.finding(
                        cache: Int(record.cache), path: path, message: "The file has the \(bits) bit",
                        evidence: Self.permissions(record)), record, into: &collector)
            }
            if mode & 0o111 != 0, ground.expectsExecutables == false, let rule = rules.active("executable-file") {
                add(
                    rule.finding(
                        cache: Int(record.cache), path: path, message: "The file may be executed",
                        evidence: Self.permissions(record)), record, into: &collector)
            }
        }
        inspectTimes(record, path, into: &collector)
    }

    private func inspectLink(
        _ record: FileRecord, _ path: ByteString, _ target: ByteString, _ ground: Ground,
        into collector: inout FindingCollector
    ) {
        guard let rule = rules.active("symlink-escape") else { return }
        let (grade, message): (String?, String)
        switch LinkTarget(target, at: path, in: ground.path) {
        case .inside: return
        case .climbs: (grade, message) = (nil, "The symbolic link climbs out of the cache")
        case .absolute: (grade, message) = ("absolute", "The symbolic link leads to an absolute path")
        case .unclear:
            (grade, message) = ("unclear", "The symbolic link may climb out of the cache through another one")
        }
        var finding = rule.finding(
            grade: grade, cache: Int(record.cache), path: path, message: message,
            evidence: [.init("target", .bytes(target))])
        attribution?.explain(&finding, changed: record.identity.changed)
        // Whether it is a client's own way to link within its cache, only who reads that cache can tell.
        if grade == "absolute" { collector.hold(finding) } else { collector.add(finding) }
    }

    private func inspectSpecial(
        _ record: FileRecord, _ path: ByteString, into collector: inout FindingCollector
    ) {
        guard let rule = rules.active("special-file") else { return }
        let grade: String? =
            switch record.kind {
            case .fifo: "fifo"
            case .socket: "socket"
            case .whiteout: "whiteout"
            default: nil
            }
        add(
            rule.finding(
                grade: grade, cache: Int(record.cache), path: path,
                message: "The entry is a \(record.kind.word), which no package manager stores",
                evidence: [.init("kind", .text(record.kind.word))] + Self.permissions(record)), record, into: &collector
        )
    }

    private func inspectTimes(
        _ record: FileRecord, _ path: ByteString, into collector: inout FindingCollector
    ) {
        guard record.identity.modified > latest || record.identity.changed > latest,
            let rule = rules.active("future-time")
        else { return }
        let isChange = record.identity.changed > latest
        add(
            rule.finding(
                grade: isChange ? "changed" : nil, cache: Int(record.cache), path: path,
                message: "The \(isChange ? "change" : "modification") time lies after this audit",
                evidence: [
                    .init("modified", .time(record.identity.modified)),
                    .init("changed", .time(record.identity.changed)),
                    .init("audited", .time(now)),
                ]), record, into: &collector)
    }

    private func add(_ plain: Finding, _ record: FileRecord, into collector: inout FindingCollector) {
        var finding = plain
        attribution?.explain(&finding, changed: record.identity.changed)
        collector.add(finding)
    }

    private static func permissions(_ record: FileRecord) -> [Finding.Evidence] {
        [
            .init("mode", .text("0" + String(record.identity.mode & 0o7777, radix: 8))),
            .init("owner", .number(Int64(record.owner))), .init("group", .number(Int64(record.group))),
        ]
    }
}
