import Inventory

/// Turns what readers and the walk saw, without any lockfile, into findings.
struct ObservationJudge {
    private let rules: RuleBook

    init(rules: RuleBook) {
        self.rules = rules
    }

    /// The findings of one cache, apart from those about single artifacts; `judged` are its artifacts.
    func judge(
        _ package: PackageCache, _ judged: ArraySlice<JudgedArtifact>, into collector: inout FindingCollector
    ) {
        for observation in package.readings.lazy.flatMap(\.observations) {
            guard let rule = rules.active(observation.rule) else { continue }
            var finding = rule.finding(
                grade: observation.grade, cache: package.index, path: observation.path, message: observation.message,
                expected: observation.expected, actual: observation.actual, evidence: observation.evidence)
            finding.purl = observation.purl
            collector.add(finding)
        }
        judgeChanges(package, judged, into: &collector)
        judgeForeign(package, into: &collector)
        judgeOutside(package, into: &collector)
    }

    private func judgeChanges(
        _ package: PackageCache, _ judged: ArraySlice<JudgedArtifact>, into collector: inout FindingCollector
    ) {
        guard let rule = rules.active("immutable-changed"), !package.changes.isEmpty else { return }
        // What a build installs itself it may install again; of what nobody noted, nobody knows who put it there.
        let installed = Set(
            package.readings.lazy.flatMap(\.observations)
                .filter { $0.rule == "local-install-shadow" && $0.grade != "untracked" }.map(\.path.folder))
        let rebuilt = Self.rebuilt(judged)
        for change in package.changes where change.pathClass == .immutable && change.before != change.after {
            var evidence: [Finding.Evidence] = []
            if let seen = change.seen { evidence.append(.init("seen", .time(seen))) }
            collector.add(
                rule.finding(
                    grade: rebuilt.contains(change.path)
                        ? "rebuilt" : installed.contains(change.path.folder) ? "installed" : nil,
                    cache: package.index, path: change.path,
                    message: "The content changed under a name that stands for one content",
                    expected: ["sha256:" + change.before.hex], actual: "sha256:" + change.after.hex,
                    evidence: evidence))
        }
    }

    /// Files of wheels that were built here from an archive that a lockfile vouches for, and that hold its code:
    /// another build gives them other bytes.
    private static func rebuilt(_ judged: ArraySlice<JudgedArtifact>) -> Set<ByteString> {
        let sources = Set(
            judged.filter { $0.verdict == .verified && $0.decidedBy?.lockfile.trust.isVouched == true }
                .map(\.artifact.path))
        var paths: Set<ByteString> = []
        for artifact in judged.lazy.map(\.artifact) where artifact.kind == .builtWheel {
            if let source = artifact.sameAs, sources.contains(source) { paths.formUnion(artifact.parts) }
        }
        return paths
    }

    private func judgeForeign(_ package: PackageCache, into collector: inout FindingCollector) {
        let foreign = package.foreign
        guard foreign.count > 0, let rule = rules.active("foreign-file") else { return }
        let files = foreign.count == 1 ? "1 file lies" : "\(foreign.count) files lie"
        collector.add(
            rule.finding(
                cache: package.index, path: foreign.examples.first ?? "",
                message: "\(files) in this cache that no client of its kind writes",
                evidence: Self.evidence(of: foreign)))
    }

    /// Files that no reader was shown: their names are those of packages, but no cache is where they lie.
    private func judgeOutside(_ package: PackageCache, into collector: inout FindingCollector) {
        let outside = package.outside
        guard outside.count > 0, let rule = rules.active("foreign-file") else { return }
        let files = outside.count == 1 ? "1 file has a name" : "\(outside.count) files have names"
        collector.add(
            rule.finding(
                grade: "outside", cache: package.index, path: outside.examples.first ?? "",
                message: "\(files) like those of packages' files, but no cache that is read begins above",
                evidence: Self.evidence(of: outside)))
    }

    private static func evidence(of tally: PathTally) -> [Finding.Evidence] {
        [
            .init("files", .number(Int64(tally.count))),
            .init("examples", .list(tally.examples.map { .bytes($0) })),
        ]
    }
}
