/// `quarantine.budget`: only in the configuration file, since it concerns every purge alike.
struct QuarantineBudgetSetting: Setting {
    let summary = "Bytes that the quarantine may take"
    let details = """
        Bytes of the disk that all evidence in the quarantine may take together. A purge that would need more is \
        refused before it removes anything: `bezoar quarantine drop` makes room.
        """
    var key: String? { "quarantine.budget" }
    let grammar = SizeGrammar()
    var place: WritableKeyPath<Settings, Sourced<Int64>> { \.quarantineBudget }
}
