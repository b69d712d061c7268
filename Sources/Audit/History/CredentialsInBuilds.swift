package import Inventory

/// `credential-in-build-record`: what the records of builds keep that looks like a credential. One finding per project,
/// place and kind; the thing itself is never shown, nor is it known here.
package struct CredentialsInBuilds: Sendable {
    private struct Key: Hashable {
        var root: ByteString
        var project: ProjectName?
        var place: ByteString
        var kind: String
    }

    private struct Tally {
        var source: ByteString?
        var builds: [Int] = []
    }

    private let rule: Rule?

    /// Judges by these rules.
    package init(rules: RuleBook) {
        rule = rules.active("credential-in-build-record")
    }

    /// Judges the builds.
    package func judge(_ builds: [Build], into collector: inout FindingCollector) {
        guard let rule else { return }
        var order: [Key] = []
        var tallies: [Key: Tally] = [:]
        for (index, build) in builds.enumerated() {
            for credential in build.credentials {
                let key = Key(
                    root: build.root, project: build.project.map { ProjectName($0.source) }, place: credential.place,
                    kind: credential.kind)
                if tallies[key] == nil { order.append(key) }
                var tally = tallies.removeValue(forKey: key) ?? Tally(source: build.project?.source)
                if tally.builds.last != index { tally.builds.append(index) }
                tallies[key] = tally
            }
        }
        for key in order {
            guard let tally = tallies[key] else { continue }
            collector.add(Self.finding(rule, key, tally, of: builds))
        }
    }

    private static func finding(_ rule: Rule, _ key: Key, _ tally: Tally, of builds: [Build]) -> Finding {
        let records = tally.builds.count == 1 ? "The record of a build keeps" : "The records of builds keep"
        var evidence: [Finding.Evidence] = [.init("root", .bytes(key.root))]
        if let source = tally.source { evidence.append(.init("project", .bytes(source))) }
        evidence += [
            .init("place", .bytes(key.place)), .init("kind", .text(key.kind)),
            .init("builds", .number(Int64(tally.builds.count))),
        ]
        let newest = tally.builds.sorted { (builds[$0].started ?? .min, $0) > (builds[$1].started ?? .min, $1) }
        if let last = newest.first, let time = builds[last].started { evidence.append(.init("last", .time(time))) }
        var finding = rule.finding(
            cache: nil, path: "", message: "\(records) what looks like a credential", evidence: evidence)
        finding.builds = newest.prefix(Sharing.listMax).map { builds[$0].ref }
        return finding
    }
}
