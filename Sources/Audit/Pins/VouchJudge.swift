import Inventory

/// `self-attested`: what nothing outside of a cache vouches for. One finding for each cache, with counts: a cache holds
/// thousands, and most of them are daily life.
struct VouchJudge {
    private let rule: Rule?

    init(rules: RuleBook) {
        rule = rules.active("self-attested")
    }

    /// Why nobody vouches for an artifact; the raw value is the grade of the rule. Ordered: the last is the gravest.
    private enum Grade: String, CaseIterable {
        /// Nothing but files that were not looked into.
        case unread
        /// No pin has the name and version.
        case unpinned
        /// Pins have the version, but not this file, or no digest for it.
        case unlisted
        /// Built here: no index knows its digest, and pip installs it unseen.
        case built = "built-here"

        /// What is said of so many.
        func phrase(_ count: Int) -> String {
            switch self {
            case .unread: "\(count) of the clients' own files " + (count == 1 ? "was" : "were") + " not read"
            case .unpinned: "\(count) that no lockfile speaks of"
            case .unlisted: "\(count) of a version that a lockfile names without a digest for them"
            case .built: "\(count) built here, which no lockfile can vouch for"
            }
        }
    }

    /// Judges what came of one cache; `arePinned` tells of each artifact whether any pin speaks of its version.
    func judge(
        _ judged: ArraySlice<JudgedArtifact>, arePinned: [Bool], _ package: PackageCache,
        into collector: inout FindingCollector
    ) {
        guard let rule else { return }
        var counts: [Grade: Int] = [:]
        var purls: [String] = []
        var paths = PathTally()
        var ecosystems: Set<String> = []
        for (place, isPinned) in zip(judged.indices, arePinned)
        where judged[place].verdict == .consistent || judged[place].verdict == .unknown {
            let artifact = judged[place].artifact
            if artifact.kind == .companion { continue }
            counts[artifact.kind == .builtWheel ? .built : isPinned ? .unlisted : .unpinned, default: 0] += 1
            // One package may have several files.
            let purl = judged[place].purl
            if purls.count < PackageEvidence.listMax, !purls.contains(purl) { purls.append(purl) }
            paths.add(artifact.path)
            ecosystems.insert(artifact.ecosystem.rawValue)
        }
        let unread = Self.unread(in: package)
        counts[.unread] = unread.isEmpty ? nil : unread.reduce(0) { $0 + $1.count }
        guard let grade = Grade.allCases.last(where: { counts[$0] != nil }) else { return }
        var evidence: [Finding.Evidence] = []
        if paths.count > 0 {
            evidence = [
                .init("ecosystems", .list(ecosystems.sorted().map { .text($0) })),
                .init("artifacts", .number(Int64(paths.count))),
                .init("packages", PackageEvidence.list(purls)),
                .init("examples", .list(paths.examples.map { .bytes($0) })),
            ]
        }
        for kind in Grade.allCases {
            if let count = counts[kind] { evidence.append(.init(kind.rawValue, .number(Int64(count)))) }
        }
        for (reason, count) in unread { evidence.append(.init("unread-" + reason.rawValue, .number(Int64(count)))) }
        if !package.unknown.examples.isEmpty {
            evidence.append(.init("unread-files", .list(package.unknown.examples.map { .bytes($0) })))
        }
        collector.add(
            rule.finding(
                grade: grade.rawValue, cache: package.index, path: "", message: Self.message(counts, paths.count),
                evidence: evidence))
    }

    private static func unread(in package: PackageCache) -> [(reason: CacheReading.Unread, count: Int)] {
        CacheReading.Unread.allCases.compactMap { reason in
            let count = package.readings.reduce(0) { $0 + ($1.unread[reason]?.count ?? 0) }
            return count == 0 ? nil : (reason, count)
        }
    }

    private static func message(_ counts: [Grade: Int], _ artifacts: Int) -> String {
        let unread = counts[.unread].map { Grade.unread.phrase($0) }
        if artifacts == 0, let unread { return "A change would go unnoticed: " + unread }
        let parts = [Grade.unpinned, .unlisted, .built].compactMap { kind in counts[kind].map { kind.phrase($0) } }
        let packages = artifacts == 1 ? "1 package" : "\(artifacts) packages"
        return "Nothing outside the cache vouches for \(packages): " + parts.joined(separator: ", ")
            + (unread.map { "; " + $0 } ?? "")
    }
}
