import Inventory

/// Turns what readers and the walk saw, without any lockfile, into findings.
struct ObservationJudge {
    private let rules: RuleBook

    init(rules: RuleBook) {
        self.rules = rules
    }

    /// The findings of one cache, apart from those about single artifacts.
    func judge(_ package: PackageCache, into collector: inout FindingCollector) {
        for observation in package.readings.lazy.flatMap(\.observations) {
            guard let rule = rules.active(observation.rule) else { continue }
            var finding = rule.finding(
                grade: observation.grade, cache: package.index, path: observation.path, message: observation.message,
                expected: observation.expected, actual: observation.actual, evidence: observation.evidence)
            finding.purl = observation.purl
            collector.add(finding)
        }
        judgeChanges(package, into: &collector)
        judgeForeign(package, into: &collector)
    }

    private func judgeChanges(_ package: PackageCache, into collector: inout FindingCollector) {
        guard let rule = rules.active("immutable-changed") else { return }
        // What a build installs itself it may install again.
        let installed = Set(
            package.readings.lazy.flatMap(\.observations).filter { $0.rule == "local-install-shadow" }
                .map { Self.folder(of: $0.path) })
        for change in package.changes where change.pathClass == .immutable && change.before != change.after {
            var evidence: [Finding.Evidence] = []
            if let seen = change.seen { evidence.append(.init("seen", .time(seen))) }
            collector.add(
                rule.finding(
                    grade: installed.contains(Self.folder(of: change.path)) ? "installed" : nil,
                    cache: package.index, path: change.path,
                    message: "The content changed under a name that stands for one content",
                    expected: ["sha256:" + change.before.hex], actual: "sha256:" + change.after.hex,
                    evidence: evidence))
        }
    }

    private static func folder(of path: ByteString) -> ByteString {
        ByteString(Array(path.bytes[..<(path.bytes.lastIndex(of: UInt8(ascii: "/")) ?? 0)]))
    }

    private func judgeForeign(_ package: PackageCache, into collector: inout FindingCollector) {
        let foreign = package.foreign
        guard foreign.count > 0, let rule = rules.active("foreign-file") else { return }
        let files = foreign.count == 1 ? "1 file lies" : "\(foreign.count) files lie"
        collector.add(
            rule.finding(
                cache: package.index, path: foreign.examples.first ?? "",
                message: "\(files) in this cache that no client of its kind writes",
                evidence: [
                    .init("files", .number(Int64(foreign.count))),
                    .init("examples", .list(foreign.examples.map { .bytes($0) })),
                ]))
    }

    // MARK: What nobody vouches for

    /// Artifacts of one cache and kind that no pin speaks of.
    struct Unvouched {
        var ecosystem: Ecosystem
        var grade: Grade
        var count = 0
        var purls: [String] = []
        var paths = PathTally()

        mutating func add(_ judged: JudgedArtifact) {
            count += 1
            if purls.count < PackageEvidence.listMax { purls.append(judged.purl) }
            paths.add(judged.artifact.path)
        }
    }

    /// Why nobody vouches; the raw value is the grade of the rule.
    enum Grade: String {
        /// No pin has the name and version.
        case unpinned
        /// Pins have the version, but not this file, or no digest for it.
        case unlisted
        /// Built here: no index knows its digest, and pip installs it unseen.
        case built = "built-here"

        var message: String {
            switch self {
            case .unpinned: "no lockfile speaks of"
            case .unlisted: "a lockfile names the version of, but has no digest that could prove them"
            case .built: "built here, so that no lockfile can vouch for them"
            }
        }
    }

    /// `self-attested`: one finding for each kind, since a cache holds thousands.
    func judgeUnvouched(_ results: [PinJudge.Result], cache: Int, into collector: inout FindingCollector) {
        guard let rule = rules.active("self-attested") else { return }
        var kinds: [Unvouched] = []
        for result in results where [.consistent, .unknown].contains(result.judged.verdict) {
            let artifact = result.judged.artifact
            if artifact.kind == .companion { continue }
            let grade: Grade = artifact.kind == .builtWheel ? .built : result.isPinned ? .unlisted : .unpinned
            let place = kinds.firstIndex { $0.ecosystem == artifact.ecosystem && $0.grade == grade }
            if place == nil { kinds.append(Unvouched(ecosystem: artifact.ecosystem, grade: grade)) }
            kinds[place ?? kinds.count - 1].add(result.judged)
        }
        for kind in kinds {
            let artifacts = kind.count == 1 ? "There is 1 artifact" : "There are \(kind.count) artifacts"
            let message = "\(artifacts) \(kind.grade == .built ? "" : "that ")\(kind.grade.message)"
            collector.add(
                rule.finding(
                    grade: kind.grade.rawValue, cache: cache, path: "", message: message,
                    evidence: [
                        .init("ecosystem", .text(kind.ecosystem.rawValue)),
                        .init("artifacts", .number(Int64(kind.count))),
                        .init("packages", PackageEvidence.list(kind.purls)),
                        .init("examples", .list(kind.paths.examples.map { .bytes($0) })),
                    ]))
        }
    }
}
