import BuildKit
import Ecosystems
import Inventory
import Linux
import Report
import Walk

/// Chooses single entries of one cache: those of packages, and those that findings are about.
struct PartsChooser {
    private let packages: PurgePackages
    private let root: WalkRoot
    private let cache: MountCache
    /// In the order of their paths.
    private(set) var entries: [PurgePlan.Entry] = []
    private(set) var reasons: [PurgePlan.Reason] = []
    /// Whether single entries would not do.
    private(set) var takesAll = false
    private(set) var notes: [String] = []
    private(set) var unseen: [String] = []
    private var paths: Set<ByteString> = []

    init(packages: PurgePackages, root: WalkRoot, cache: MountCache) {
        self.packages = packages
        self.root = root
        self.cache = cache
        if packages.isCut {
            unseen.append("\(Quotation.text(cache.id.bytes)): it has more packages than are looked at")
        }
        if packages.troubles > 0 {
            unseen.append(
                "\(Quotation.text(cache.id.bytes)): \(packages.troubles) files of packages could not be understood")
        }
    }

    private var name: String { Quotation.text(cache.id.bytes) }

    // MARK: Packages

    /// Takes what belongs to these packages.
    mutating func choose(packages patterns: [PackagePattern]) {
        for pattern in patterns {
            var chosen: [Artifact] = []
            var doubtful = 0
            for artifact in packages.artifacts where PackageName(artifact.ecosystem, artifact.name) == pattern.name {
                guard let isMeant = pattern.holds(artifact.version) else {
                    doubtful += 1
                    continue
                }
                if isMeant { chosen.append(artifact) }
            }
            take(chosen, selector: "package", rule: nil)
            // It may be what somebody wants to be rid of.
            if doubtful > 0 {
                unseen.append(
                    "\(name): \(Human.counted(doubtful, "file")) of the package with a version that cannot be compared "
                        + "with \(Quotation.text(Array(pattern.text.utf8)))")
            }
        }
    }

    private mutating func take(_ chosen: [Artifact], selector: String, rule: String?) {
        if chosen.isEmpty { return }
        let parts = packages.parts(of: chosen)
        for purl in Set(parts.entries.compactMap(\.purl)).union(parts.inseparable).sorted() {
            let isNew = !reasons.contains { $0.purl == purl && $0.rule == rule }
            if isNew {
                reasons.append(
                    PurgePlan.Reason(selector: selector, detail: "the package is in it", rule: rule, purl: purl))
            }
        }
        if !parts.inseparable.isEmpty {
            takesAll = true
            notes.append("\(name): parts of a package cannot be told from the rest, so all of the cache goes")
        }
        add(parts.entries)
    }

    private mutating func add(_ new: [PurgePlan.Entry]) {
        for entry in new where paths.insert(entry.path).inserted { entries.append(entry) }
        entries.sort { $0.path < $1.path }
    }

    // MARK: Findings

    /// Takes what these findings are about: all parts of a package where it is one, else the entry itself.
    mutating func choose(findings: [KeptFinding], rules: [String], severity: Severity?) {
        for finding in findings {
            guard rules.isEmpty || rules.contains(finding.rule), severity.map({ finding.severity >= $0 }) ?? true
            else { continue }
            take(finding)
        }
    }

    private mutating func take(_ finding: KeptFinding) {
        if finding.path.isEmpty {
            takesAll = true
            reasons.append(
                PurgePlan.Reason(
                    selector: "rule", detail: "a finding about all of it", rule: finding.rule, purl: finding.purl))
            return
        }
        let artifacts = packages.artifacts.filter { $0.parts.contains(finding.path) }
        if !artifacts.isEmpty { return take(artifacts, selector: "rule", rule: finding.rule) }
        do throws(SystemError) {
            let status = try status(of: finding.path)
            let kind = EntryKind(mode: status.mode, specialDevice: status.specialDevice)
            guard kind != .directory else {
                takesAll = true
                notes.append("\(name): a finding is about a folder, so all of the cache goes")
                return
            }
            add([
                PurgePlan.Entry(path: finding.path, kind: kind, identity: FileIdentity(status), purl: finding.purl)
            ])
            let isNew = !reasons.contains { $0.rule == finding.rule && $0.purl == finding.purl }
            if isNew {
                reasons.append(
                    PurgePlan.Reason(
                        selector: "rule", detail: "a finding", rule: finding.rule, purl: finding.purl))
            }
        } catch {
            // What is gone since the audit needs no purge.
            if error.isNowhere { return }
            unseen.append("\(Quotation.text(cache.path.appending(finding.path).bytes)): \(error)")
        }
    }

    private func status(of path: ByteString) throws(SystemError) -> FileStatus {
        try root.directory.openPath(beneath: (path.bytes + [0]).span).status()
    }
}
