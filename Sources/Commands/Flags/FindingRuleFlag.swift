/// `--rule ID`: findings of a rule.
struct FindingRuleFlag: Flag {
    let name = "rule"
    let valueName = "ID"
    let category = FlagCategory.choosing
    let summary = "Purge what findings of this rule are about; may be repeated"
    let details = """
        Purge what the findings of this rule are about, as the last audit of each cache reported them.
        """
    let variable: String? = nil
    let grammar = RuleListGrammar()
    var place: WritableKeyPath<Settings, Sourced<[String]>> { \.findingRules }
}
