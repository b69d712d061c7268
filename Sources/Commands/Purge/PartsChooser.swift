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
    private var entries: [PurgePlan.Entry] = []
    /// Places of artifacts by the paths of their parts.
    private var owners: [ByteString: [Int]] = [:]
    private(set) var reasons: [PurgePlan.Reason] = []
    /// Whether single entries would not do.
    private(set) var takesAll = false
    private(set) var notes: [String] = []
    private(set) var unseen: [String] = []
    /// Patterns of packages that something here fits, or may fit.
    private(set) var met: Set<String> = []
    /// Places in `entries`.
    private var places: [ByteString: Int] = [:]
    private var causes: Set<Cause> = []

    /// What tells reasons apart.
    private struct Cause: Hashable {
        var rule: String?
        var purl: String?
    }

    init(packages: PurgePackages, root: WalkRoot, cache: MountCache) {
        self.packages = packages
        self.root = root
        self.cache = cache
        for (place, artifact) in packages.artifacts.enumerated() {
            for path in artifact.parts { owners[path, default: []].append(place) }
        }
        if packages.isCut {
            unseen.append("\(Quotation.text(cache.id.bytes)): it has more packages than are looked at")
        }
        if packages.troubles > 0 {
            unseen.append(
                "\(Quotation.text(cache.id.bytes)): \(packages.troubles) files of packages could not be understood")
        }
    }

    /// What was chosen, in the order of the paths.
    var sortedEntries: [PurgePlan.Entry] { entries.sorted { $0.path < $1.path } }

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
            if !chosen.isEmpty || doubtful > 0 { met.insert(pattern.text) }
            // It may be what somebody wants to be rid of.
            if doubtful > 0 {
                unseen.append(
                    "\(name): \(Human.counted(doubtful, "file")) of the package with a version that cannot be compared "
                        + "with \(Quotation.text(Array(pattern.text.utf8)))")
            }
        }
    }

    /// `cause` is the entry that is meant; `nil` where the packages themselves are.
    private mutating func take(_ chosen: [Artifact], selector: String, rule: String?, cause: ByteString? = nil) {
        if chosen.isEmpty { return }
        var parts = packages.parts(of: chosen)
        if let cause {
            for place in parts.entries.indices { parts.entries[place].isCause = parts.entries[place].path == cause }
        }
        for place in parts.entries.indices where parts.entries[place].isCause { parts.entries[place].rule = rule }
        for purl in Set(parts.entries.compactMap(\.purl)).union(parts.inseparable).sorted() {
            add(PurgePlan.Reason(selector: selector, detail: "the package is in it", rule: rule, purl: purl))
        }
        if !parts.inseparable.isEmpty {
            takesAll = true
            notes.append("\(name): parts of a package cannot be told from the rest, so all of the cache goes")
        }
        add(parts.entries)
    }

    private mutating func add(_ reason: PurgePlan.Reason) {
        if causes.insert(Cause(rule: reason.rule, purl: reason.purl)).inserted { reasons.append(reason) }
    }

    private mutating func add(_ new: [PurgePlan.Entry]) {
        for entry in new {
            if let place = places[entry.path] {
                // Of several causes the first counts: what somebody named, then the gravest finding.
                guard entry.isCause, !entries[place].isCause else { continue }
                entries[place].isCause = true
                entries[place].rule = entry.rule
            } else {
                places[entry.path] = entries.count
                entries.append(entry)
            }
        }
    }

    // MARK: Findings

    /// Takes what these findings are about: all parts of a package where it is one, else the entry itself.
    mutating func choose(findings: [KeptFinding], rules: [String], severity: Severity?) {
        for finding in findings.sorted(by: { $0.severity > $1.severity }) {
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
        let artifacts = (owners[finding.path] ?? []).map { packages.artifacts[$0] }
        if !artifacts.isEmpty {
            return take(artifacts, selector: "rule", rule: finding.rule, cause: finding.path)
        }
        take(
            finding.path, digest: nil,
            PurgePlan.Reason(selector: "rule", detail: "a finding", rule: finding.rule, purl: finding.purl))
    }

    /// Takes one entry that is part of no package.
    private mutating func take(_ path: ByteString, digest: SHA256Digest?, _ reason: PurgePlan.Reason) {
        do throws(SystemError) {
            let status = try status(of: path)
            let kind = EntryKind(mode: status.mode, specialDevice: status.specialDevice)
            guard kind != .directory else {
                takesAll = true
                notes.append("\(name): a finding is about a folder, so all of the cache goes")
                return
            }
            var entry = PurgePlan.Entry(
                path: path, kind: kind, identity: FileIdentity(status), digest: digest, purl: reason.purl)
            entry.rule = reason.rule
            add([entry])
            add(reason)
        } catch {
            // What is gone since the audit needs no purge.
            if error.isNowhere { return }
            unseen.append("\(Quotation.text(cache.path.appending(path).bytes)): \(error)")
        }
    }

    // MARK: Hunts

    /// Takes what a hunt found here: all parts of a package where it is one, else the entry itself.
    mutating func choose(hits: [HuntReport.Hit]) {
        for hit in hits {
            let rule = hit.advisory != nil ? "known-malicious" : hit.basis == .digest ? "indicator-match" : nil
            let owners = (owners[hit.path] ?? []).map { packages.artifacts[$0] }
            // Another package in that place has come since the audit.
            let meant = owners.filter { artifact in
                hit.isOfFile
                    || hit.purl.map {
                        $0 == PackageURL(artifact.ecosystem, name: artifact.name, version: artifact.version).description
                    } ?? true
            }
            if !meant.isEmpty {
                take(meant, selector: "indicator", rule: rule, cause: hit.path)
            } else if owners.isEmpty {
                // A name is meant whatever the file holds now; a content is not.
                let digest = hit.basis == .digest ? hit.digests.first { $0.algorithm == .sha256 } : nil
                take(
                    hit.path, digest: digest.flatMap { SHA256Digest($0.bytes) },
                    PurgePlan.Reason(
                        selector: "indicator", detail: "found by \(hit.basis.rawValue)", rule: rule, purl: hit.purl))
            }
        }
    }

    private func status(of path: ByteString) throws(SystemError) -> FileStatus {
        try root.directory.openPath(beneath: (path.bytes + [0]).span).status()
    }
}
