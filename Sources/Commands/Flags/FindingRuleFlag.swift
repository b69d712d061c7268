/// `--rule ID`: findings of a rule.
struct FindingRuleFlag: Flag {
    /// What a command does with these findings.
    enum Use {
        case purged, found
    }

    let name = "rule"
    let valueName = "ID"
    private let use: Use

    /// By default what they are about is purged.
    init(_ use: Use = .purged) {
        self.use = use
    }

    var category: FlagCategory { use == .found ? .hunt : .choosing }
    var summary: String {
        switch use {
        case .purged: "Purge what findings of this rule are about; may be repeated"
        case .found: "Look for findings of this rule; may be repeated"
        }
    }
    var details: String {
        switch use {
        case .purged: "Purge what the findings of this rule are about, as the last audit of each cache reported them."
        case .found: "Look for findings of this rule, as `bezoar rules list` names it."
        }
    }
    let variable: String? = nil
    let grammar = RuleListGrammar()
    var place: WritableKeyPath<Settings, Sourced<[String]>> { \.findingRules }
}
