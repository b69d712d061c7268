import BuildKit
import Inventory
import Report

/// What the flags of a purge choose, and how that is said again in a plan.
struct PurgeSelection {
    private(set) var settings: Settings
    /// An incident that chooses, in place of flags.
    let incident: IncidentTargets?
    /// The directories that were named, as they are called from everywhere: a receipt is read elsewhere.
    private var treeNames: [ByteString] = []
    /// The state roots of its scope, once it was looked for them.
    private(set) var found: HostState.Discovery?

    /// Belongs before this process locks itself in: then no path leads anywhere.
    init(_ settings: Settings, incident: IncidentTargets? = nil) {
        self.settings = settings
        self.incident = incident
        treeNames = trees.map { (try? Folder.realPath($0)) ?? $0 }
    }

    /// Looks for the state roots of its scope, where there are any.
    mutating func look() {
        if HostState.isWanted(scopeSettings) { found = HostState.find(scopeSettings) }
    }

    /// Directories that were named on the command line. Those of a variable or of the configuration are there for
    /// audits, and nobody meant them to be purged.
    var trees: [ByteString] {
        if case .flag = settings.trees.origin { return settings.trees.value }
        return []
    }

    /// Whether findings choose.
    var asksForFindings: Bool { !settings.findingRules.value.isEmpty || settings.minimumSeverity.value != nil }

    /// Whether parts of caches are meant, and not all of their content.
    var asksForParts: Bool { incident != nil || asksForFindings || !settings.packages.value.isEmpty }

    /// Whether anything is chosen at all.
    var isEmpty: Bool {
        !asksForParts && !settings.followsPolicy.value && trees.isEmpty && !settings.takesAll.value
            && settings.cachePatterns.value.isEmpty
            && settings.project.value == nil && settings.budget.value == nil
            && settings.olderThan.value == nil && settings.unusedFor.value == nil
            && settings.unverifiedFor.value == nil
    }

    /// What is wrong with the flags together; `nil` where nothing is.
    var complaint: String? {
        if settings.since.value != nil, settings.project.value == nil {
            return "`--since` says from when on builds of a project count; name it with `--project`"
        }
        if !settings.cachePatterns.value.isEmpty, !trees.isEmpty, settings.states.value.isEmpty,
            !settings.discovers.value
        {
            return "`--cache` chooses among the mount caches of a host; `--tree` names a directory itself\n"
                + "leave `--cache` out, or add `--discover` to look at mount caches as well"
        }
        if settings.followsPolicy.value {
            var others = self
            others.settings.followsPolicy.value = false
            if !others.isEmpty { return "`--policy` takes what the configuration says; leave the other flags out" }
            if settings.purgePolicies.isEmpty {
                return "the configuration has no table [[purge]]; see bezoar.toml(5)"
            }
        }
        return nil
    }

    /// Whether what is chosen is removed for cause, so that it is worth keeping: a project is named because what it
    /// wrote is not trusted.
    var isForCause: Bool { asksForParts || settings.project.value != nil }

    /// Whether it is kept in the quarantine first.
    var keepsEvidence: Bool { settings.quarantines.value ?? incident?.keepsEvidence ?? isForCause }

    /// The settings for finding caches: only trees of the command line count.
    var scopeSettings: Settings {
        var settings = settings
        settings.trees.value = trees
        settings.format.value = .text
        return settings
    }

    /// The command that chooses the same, for plans and receipts.
    var command: String {
        let words = incident.map { ["incident", PurgeCommandLine.quoted(Quotation.text($0.file.bytes))] } ?? ["purge"]
        let choosing = [CacheFlag() as any Flag, StateFlag(), DiscoverFlag(), ProjectFlag(.writer)]
        let flags = choosing + FlagList.all.filter { $0.category == .choosing && $0.name != SinceFlag().name }
        var line = PurgeCommandLine(settings, ["bezoar"] + words)
        for tree in treeNames { line.add(TreeFlag().spelling, Quotation.text(tree.bytes)) }
        for flag in flags { line.add(flag) }
        if let since = settings.since.value { line.add(SinceFlag().spelling, Self.moment(since)) }
        return line.text
    }

    private static func moment(_ nanoseconds: Int64) -> String {
        String(Timestamp.rfc3339(nanoseconds: nanoseconds).prefix(19)) + "Z"
    }
}
