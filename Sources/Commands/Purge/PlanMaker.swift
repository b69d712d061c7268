import Audit
import BuildKit
import Ecosystems
import Inventory
import Linux
import Purge
import Report

/// Makes a purge plan: finds the caches, looks through them, and chooses.
///
/// ```
///  flags ─► caches, open ─► this process locks itself in ─► walk ─► choice ─► targets with identities
///  manifest ─► findings, builds, verdicts ─────────────────────────────┘
/// ```
struct PlanMaker {
    private let selection: PurgeSelection
    private let memory: PurgeMemory
    /// By the caches that they are in.
    private let findings: [CacheName: [KeptFinding]]
    private var plan: PurgePlan
    private var scope: PurgeScope
    private var survey: PurgeSurvey
    private let now: Int64
    /// Patterns of packages that some cache fits.
    private var met: Set<String> = []

    /// Makes it. `lockIn` is called when all directories are open and before anything in them is looked at.
    static func make(
        _ selection: PurgeSelection, _ memory: PurgeMemory, tick: (Progress) -> Void = { _ in },
        lockIn: (PurgeScope) throws(CommandFailure) -> Void
    ) throws(CommandFailure) -> (plan: PurgePlan, scope: PurgeScope) {
        let scope = PurgeScope.open(selection, remembered: memory.builds)
        if scope.caches.isEmpty, scope.state.found.isEmpty, scope.unseen.isEmpty { throw HostSurvey.nothingToAudit() }
        try lockIn(scope)
        var maker = PlanMaker(
            selection, memory, scope,
            try PurgeSurvey.run(
                scope, wantsPackages: selection.asksForParts, jobs: selection.settings.jobs.value, tick: tick))
        maker.choose()
        return (maker.plan, scope)
    }

    private init(_ selection: PurgeSelection, _ memory: PurgeMemory, _ scope: PurgeScope, _ survey: PurgeSurvey) {
        self.selection = selection
        self.memory = memory
        findings = Dictionary(grouping: memory.findings) {
            CacheName(root: $0.root, cache: $0.cache, record: $0.record)
        }
        self.scope = scope
        self.survey = survey
        now = Clock.now
        plan = PurgePlan(
            version: Version.current, host: selection.settings.host, created: now, scan: memory.scan,
            command: selection.command)
        plan.unseen = scope.unseen + survey.unseen
    }

    private mutating func choose() {
        if let incident = selection.incident { return choose(for: incident) }
        let writers = writers()
        var candidates: [PurgeCandidate] = []
        var places: [Int] = []
        for (index, entry) in scope.caches.enumerated() {
            let cache = entry.target.cache
            if let writers, writers[index] == nil { continue }
            if selection.settings.followsPolicy.value, survey.isEmpty(index) { continue }
            let since = memory.unverifiedSince[CacheName(cache)]
            candidates.append(
                PurgeCandidate(
                    cache: cache, bytes: survey.tally.caches[index].bytes,
                    unverifiedSince: since.flatMap { $0 == 0 ? nil : $0 }, wasAudited: since != nil))
            places.append(index)
        }
        var choice = PurgeChoice()
        if selection.settings.followsPolicy.value {
            let chosen = PolicyChooser(selection.settings.purgePolicies, now: now).choose(candidates)
            choice = chosen.choice
            plan.notes += chosen.notes
        } else {
            choice = criteria.choose(candidates)
        }
        noteUnknown(choice.unknown.map { places[$0] })
        for place in choice.reasons.keys.sorted() {
            let index = places[place]
            var reasons = choice.reasons[place] ?? []
            if let builds = writers?[index] {
                let count = builds == 1 ? "1 build" : "\(builds) builds"
                reasons.append(
                    PurgePlan.Reason(selector: "project", detail: "\(count) of the project could have written"))
            }
            if selection.asksForParts { addParts(index, reasons) } else { addWhole(index, reasons + named(index)) }
        }
        noteAbsent()
    }

    /// Names packages that nothing fits: a slip of the pen looks like a clean host.
    private mutating func noteAbsent() {
        let looked = scope.caches.count == 1 ? "the 1 cache that was" : "the \(scope.caches.count) caches that were"
        for pattern in selection.settings.packages.value where !met.contains(pattern.text) {
            plan.notes.append("\(Quotation.text(Array(pattern.text.utf8))): not found in \(looked) looked at")
        }
    }

    private var criteria: PurgeCriteria {
        var criteria = PurgeCriteria(now: now)
        func nanoseconds(_ seconds: Int64?) -> Int64? { seconds.map { $0.saturatingSeconds } }
        let settings = selection.settings
        criteria.olderThan = nanoseconds(settings.olderThan.value)
        criteria.unusedFor = nanoseconds(settings.unusedFor.value)
        criteria.unverifiedFor = nanoseconds(settings.unverifiedFor.value)
        criteria.budget = settings.budget.value
        return criteria
    }

    /// Why a cache is there that no other flag chose.
    private func named(_ index: Int) -> [PurgePlan.Reason] {
        let settings = selection.settings
        if scope.caches[index].kind == .tree { return [PurgePlan.Reason(selector: "tree", detail: "named")] }
        if !settings.cachePatterns.value.isEmpty { return [PurgePlan.Reason(selector: "cache", detail: "its id")] }
        return settings.takesAll.value ? [PurgePlan.Reason(selector: "all", detail: "all caches")] : []
    }

    private mutating func noteUnknown(_ indices: [Int]) {
        if indices.isEmpty { return }
        let names = indices.prefix(3).map { Quotation.text(scope.caches[$0].target.cache.id.bytes) }
        plan.notes.append(
            "\(indices.count) caches were left out, because nothing tells their age, use or verdicts: "
                + names.joined(separator: ", ") + (indices.count > 3 ? ", ..." : ""))
    }

    // MARK: Projects

    /// Builds of the project that could have written to each cache; `nil` where no project was named.
    private mutating func writers() -> [Int: Int]? {
        guard let source = selection.settings.project.value else { return nil }
        guard let name = remembered(source) else { return [:] }
        let since = selection.settings.since.value ?? .min
        var counts: [CacheName: Int] = [:]
        for build in scope.builds {
            guard let project = build.project, ProjectName(project.source) == name,
                (build.finished ?? .max) >= since
            else { continue }
            let used = build.mounts.filter { !$0.isReadOnly && $0.execution != .cached && $0.execution != .skipped }
            for id in Set(used.map(\.id)) {
                counts[CacheName(root: build.root, cache: id, record: ""), default: 0] += 1
            }
        }
        var result: [Int: Int] = [:]
        for (index, entry) in scope.caches.enumerated() {
            let id = BuildHistory.redacted(id: entry.target.cache.id)
            result[index] = counts[CacheName(root: entry.target.cache.root, cache: id, record: "")]
        }
        return result
    }

    /// The project that is meant: by its source, or by the end of it, as tables show it. Where it is none, or not one
    /// alone, the plan is not whole.
    private mutating func remembered(_ source: ByteString) -> ProjectName? {
        let name = ProjectName(source)
        let all = Set(scope.builds.compactMap { build in build.project.map { ProjectName($0.source) } })
        if all.contains(name) { return name }
        let end = [UInt8(ascii: "/")] + name.bytes
        let meant = all.filter { $0.bytes.count > end.count && Array($0.bytes.suffix(end.count)) == end }
        if let only = meant.first, meant.count == 1 { return only }
        let shown = Quotation.text(source.bytes)
        let names = meant.map { Quotation.text($0.bytes) }.sorted().prefix(3).joined(separator: ", ")
        plan.unseen.append(
            meant.isEmpty
                ? "no build of \(shown) is remembered; `bezoar caches --verbose` lists the projects"
                : "\(shown) may be any of \(meant.count) projects: \(names); name it in full")
        return nil
    }

    // MARK: Targets

    private func target(_ index: Int, _ reasons: [PurgePlan.Reason]) -> PurgeTarget {
        let entry = scope.caches[index]
        var target = PurgeTarget(entry.target.cache, kind: entry.kind, device: entry.device, inode: entry.inode)
        target.reasons = Array(reasons.prefix(PlanLimits.reasonsMax))
        target.projects = Array(target.projects.prefix(PlanLimits.projectsMax))
        target.keepsEvidence = selection.keepsEvidence
        return target
    }

    private mutating func addWhole(_ index: Int, _ reasons: [PurgePlan.Reason]) {
        var target = target(index, reasons)
        target.files = survey.tally.caches[index].files
        target.bytes = survey.tally.caches[index].bytes
        if scope.caches[index].isUnclear {
            plan.notes.append(
                "\(Quotation.text(target.cache.bytes)): nobody remembers which folder of its base builds mount; only "
                    + "the engine can purge it")
            target.needsEngine = true
        }
        add(target)
    }

    private mutating func add(_ target: PurgeTarget) {
        guard plan.targets.count < PlanLimits.targetsMax else {
            return plan.unseen.append("a plan has at most \(PlanLimits.targetsMax) caches; plan the others afterwards")
        }
        plan.targets.append(target)
    }

    private mutating func addParts(_ index: Int, _ reasons: [PurgePlan.Reason]) {
        let cache = scope.caches[index].target.cache
        var chooser = PartsChooser(
            packages: survey.packages(of: index), root: scope.caches[index].target.root, cache: cache)
        chooser.choose(packages: selection.settings.packages.value)
        if selection.asksForFindings {
            chooser.choose(
                findings: findings[CacheName(cache)] ?? [],
                rules: selection.settings.findingRules.value, severity: selection.settings.minimumSeverity.value)
        }
        met.formUnion(chooser.met)
        plan.notes += chooser.notes
        plan.unseen += chooser.unseen
        if chooser.takesAll { return addWhole(index, reasons + chooser.reasons) }
        addEntries(chooser.sortedEntries, index, reasons + chooser.reasons)
    }

    private mutating func addEntries(_ entries: [PurgePlan.Entry], _ index: Int, _ reasons: [PurgePlan.Reason]) {
        if entries.isEmpty { return }
        var target = target(index, reasons)
        target.files = entries.count
        target.bytes = entries.reduce(0) { sum, entry in
            let (next, overflow) = sum.addingReportingOverflow(max(0, entry.identity.size))
            return overflow ? .max : next
        }
        target.entries = entries
        let listed = plan.targets.reduce(entries.count) { $0 + ($1.entries?.count ?? 0) }
        guard listed <= PlanLimits.entriesMax else {
            return plan.unseen.append(
                "a plan lists at most \(PlanLimits.entriesMax) entries; plan the others afterwards")
        }
        add(target)
    }

    // MARK: Incidents

    /// Takes what of an incident is found in each cache, as far as its file allows; what it does not is named.
    private mutating func choose(for incident: IncidentTargets) {
        let writers = incident.writers(scope.builds)
        for (index, entry) in scope.caches.enumerated() {
            let cache = entry.target.cache
            let name = Quotation.text(cache.id.bytes)
            let id = BuildHistory.redacted(id: cache.id)
            if let builds = writers[CacheName(root: cache.root, cache: id, record: "")] {
                let count = builds == 1 ? "1 build" : "\(builds) builds"
                if incident.mayEmpty {
                    let detail = "\(count) of compromised projects could have written"
                    addWhole(index, [PurgePlan.Reason(selector: "compromised", detail: detail)])
                    continue
                }
                plan.unseen.append(
                    "\(name): \(count) of compromised projects could have written anything to it; `purge-mount` in "
                        + "actions.allow would empty it")
            }
            var chooser = PartsChooser(
                packages: survey.packages(of: index), root: entry.target.root, cache: cache)
            chooser.choose(packages: incident.packages)
            chooser.choose(hits: incident.hits(in: cache))
            plan.unseen += chooser.unseen
            let entries = chooser.sortedEntries
            guard chooser.takesAll || !entries.isEmpty else { continue }
            if incident.mayTakeParts, !chooser.takesAll {
                addEntries(entries, index, chooser.reasons)
            } else if incident.mayEmpty {
                plan.notes += chooser.notes
                addWhole(index, chooser.reasons)
            } else {
                plan.unseen += chooser.notes.map { "\($0); only with `purge-mount` in actions.allow" }
            }
        }
        for cache in incident.places(outside: scope.caches.map(\.target.cache)) {
            plan.unseen.append(
                "\(Quotation.text(cache.bytes)): something was found in it, and it was not looked at; a directory is "
                    + "named with --tree, or by `trees` in the incident's file")
        }
    }
}

extension Int64 {
    /// Seconds as nanoseconds.
    var saturatingSeconds: Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : product
    }
}
