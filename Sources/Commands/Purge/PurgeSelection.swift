import Inventory
import Report

/// What the flags of a purge choose, and how that is said again in a plan.
struct PurgeSelection {
    private(set) var settings: Settings
    /// An incident that chooses, in place of flags.
    let incident: IncidentTargets?

    init(_ settings: Settings, incident: IncidentTargets? = nil) {
        self.settings = settings
        self.incident = incident
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

    /// Whether what is chosen is removed for cause, so that it is worth keeping.
    var isForCause: Bool { asksForParts }

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
        var words =
            ["bezoar"] + (incident.map { ["incident", Self.quoted(Quotation.text($0.file.bytes))] } ?? ["purge"])
        func add(_ flag: any Flag) {
            guard case .flag = flag.origin(in: settings) else { return }
            if flag.grammar.isToggle { return words.append(flag.spelling) }
            switch flag.literal(in: settings) {
            case .texts(let texts): for text in texts { words += [flag.spelling, Self.quoted(text)] }
            case .some(let literal): words += [flag.spelling, Self.quoted(literal.plain)]
            case nil: break
            }
        }
        let choosing = [CacheFlag() as any Flag, StateFlag(), TreeFlag(), ProjectFlag(.writer)]
        for flag in choosing + FlagList.all.filter({ $0.category == .choosing }) { add(flag) }
        if let since = settings.since.value { words += ["--since", Self.quoted(Self.moment(since))] }
        return words.joined(separator: " ")
    }

    private static func moment(_ nanoseconds: Int64) -> String {
        String(Timestamp.rfc3339(nanoseconds: nanoseconds).prefix(19)) + "Z"
    }

    /// As a shell takes it for one word.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: Array("/.:@_-=,+%".utf8).contains(byte)
            }
        }
        return isPlain && !text.isEmpty
            ? text
            : "'"
                + text.split(
                    separator: "'", omittingEmptySubsequences: false
                ).joined(separator: "'\\''") + "'"
    }
}
