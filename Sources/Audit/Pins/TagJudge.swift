import Inventory

/// `moved-tag` and `unknown-index-version` against earlier audits, for names that no lockfile pins: there the version
/// that an index had before is all that a new one can be held against.
///
/// ```
///  latest  1.4.0 ─► 1.5.0    daily life
///          1.4.0 ─► 99.0.0   made to win                  moved-tag / history
///          1.4.0 ─► 1.3.9    back: a mistake undone, or   moved-tag / back
///                            an old version with a hole
///  highest 1.4.0 ─► 99.0.0   listed, but no tag yet       unknown-index-version / history
/// ```
/// All steps that are remembered count, so that a second, small step does not take back what the first one was: a
/// finding stays until the version is plain again, or a baseline is accepted.
struct TagJudge {
    /// Stands for the highest version that an index lists, which no registry allows as a tag.
    static let highest = ""
    /// Tags that a client takes where it is asked for no version. Others go back and forth with their branches.
    private static let defaults: Set<String> = ["latest", "release"]
    /// Tags of one cache that are remembered.
    private static let tagsMax = 200_000

    private let rules: RuleBook
    private let book: PinBook
    private let facts: PackageFacts
    private let history: [Key: [KnownTag]]
    private let stop: StopSign

    /// One tag of one name in one index.
    private struct Key: Hashable {
        var place: Int
        var ecosystem: Ecosystem
        var name: String
        var tag: String
        var path: ByteString

        init(_ place: Int, _ tag: IndexTag) {
            self.place = place
            ecosystem = tag.ecosystem
            name = tag.name
            self.tag = tag.tag
            path = tag.path
        }
    }

    /// `history` has the oldest first.
    init(rules: RuleBook, book: PinBook, facts: PackageFacts, history: [KnownTag], stop: StopSign) {
        self.rules = rules
        self.stop = stop
        self.book = book
        self.facts = facts
        var known: [Key: [KnownTag]] = [:]
        for tag in history {
            guard let place = tag.place else { continue }
            known[Key(place, tag.tag), default: []].append(tag)
        }
        self.history = known
    }

    /// Judges the tags of one cache and returns them, with the highest versions, for the manifest to remember.
    func judge(_ package: PackageCache, into collector: inout FindingCollector) -> [IndexTag] {
        var tags: [IndexTag] = []
        for reading in package.readings { tags += reading.tags + highest(reading) }
        if tags.count > Self.tagsMax { tags.removeLast(tags.count - Self.tagsMax) }
        for tag in tags where !stop.isAsked {
            if let known = history[Key(package.index, tag)] { judge(tag, known, package.index, into: &collector) }
        }
        return tags
    }

    /// The highest version that each index lists of each name, but for those that are taken only when asked for.
    private func highest(_ reading: CacheReading) -> [IndexTag] {
        struct Place: Hashable {
            var path: ByteString
            var name: String
        }
        var order: [Place] = []
        var found: [Place: IndexTag] = [:]
        for claim in reading.claims where !stop.isAsked {
            guard let version = claim.version else { continue }
            let place = Place(path: claim.path, name: claim.name)
            let known = found[place]
            // An index lists a version once for each of its files.
            if let known, known.version == version || Self.isPlainlyLower(version, than: known.version) { continue }
            if facts.traits(claim.ecosystem, version).contains(.prerelease) { continue }
            if let known {
                guard let rank = facts.compare(claim.ecosystem, known.version, version), rank < 0 else { continue }
            } else {
                guard facts.compare(claim.ecosystem, version, version) != nil else { continue }
                order.append(place)
            }
            found[place] = IndexTag(
                ecosystem: claim.ecosystem, name: claim.name, tag: Self.highest, version: version, path: claim.path)
        }
        return order.compactMap { found[$0] }
    }

    /// Whether the first number tells already, as it does for most of what an index lists; without an epoch it comes
    /// first everywhere.
    private static func isPlainlyLower(_ version: String, than other: String) -> Bool {
        let hasEpoch = version.utf8.contains(UInt8(ascii: "!")) || other.utf8.contains(UInt8(ascii: "!"))
        let startsWithNumber = [version, other].allSatisfy { ("0"..."9").contains($0.prefix(1)) }
        return !hasEpoch && startsWithNumber && VersionCeiling.lead(version) < VersionCeiling.lead(other)
    }

    /// `known` has the oldest first.
    private func judge(_ tag: IndexTag, _ known: [KnownTag], _ cache: Int, into collector: inout FindingCollector) {
        let isHighest = tag.tag == Self.highest
        // A pin tells more than an earlier index does.
        let isPinned = book.entry(tag.ecosystem, tag.name) != nil
        guard let rule = rules.active(isHighest ? "unknown-index-version" : "moved-tag") else { return }
        let message: String
        let grade: String
        let before: KnownTag
        if !isPinned, let jump = jump(to: tag, from: known, by: rule.count("jump", default: 20)) {
            before = jump
            grade = "history"
            message =
                isHighest
                ? "A cached index names a version that is made to win over all that it had before"
                : "A tag of a cached index has moved to a version that is made to win over the one before"
        } else if Self.defaults.contains(tag.tag), let higher = highest(of: known, above: tag) {
            before = higher
            grade = "back"
            message = "A tag of a cached index has moved back to a lower version"
        } else {
            return
        }
        var evidence: [Finding.Evidence] = [.init("package", .bytes(ByteString(tag.name)))]
        if !isHighest { evidence.append(.init("tag", .bytes(ByteString(tag.tag)))) }
        evidence += [
            .init("version", .bytes(ByteString(tag.version))),
            .init("versionBefore", .bytes(ByteString(before.tag.version))), .init("seen", .time(before.seen)),
        ]
        var finding = rule.finding(grade: grade, cache: cache, path: tag.path, message: message, evidence: evidence)
        finding.purl = facts.purl(tag.ecosystem, tag.name, tag.version)
        collector.add(finding)
    }

    /// The version before a step that was made to win, where the present one still is.
    private func jump(to tag: IndexTag, from known: [KnownTag], by jump: Int) -> KnownTag? {
        let steps = known.map(\.tag.version) + [tag.version]
        for (place, before) in known.enumerated()
        where isEvasive(steps[place + 1], above: before, jump) && isEvasive(tag.version, above: before, jump) {
            return before
        }
        return nil
    }

    private func isEvasive(_ version: String, above before: KnownTag, _ jump: Int) -> Bool {
        let (ecosystem, old) = (before.tag.ecosystem, before.tag.version)
        guard let order = facts.compare(ecosystem, old, version), order < 0 else { return false }
        let new = facts.traits(ecosystem, version).subtracting(facts.traits(ecosystem, old))
        return VersionCeiling.isEvasive(version, above: old, new: new, jump: jump)
    }

    /// The highest version that a tag had, where that is above the present one.
    private func highest(of known: [KnownTag], above tag: IndexTag) -> KnownTag? {
        var highest: KnownTag?
        for other in known {
            let limit = highest?.tag.version ?? tag.version
            if let order = facts.compare(tag.ecosystem, limit, other.tag.version), order < 0 { highest = other }
        }
        return highest
    }
}
