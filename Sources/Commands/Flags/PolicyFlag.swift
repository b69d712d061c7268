/// `--policy`: what is due by the configuration.
struct PolicyFlag: Flag {
    let name = "policy"
    let category = FlagCategory.choosing
    let summary = "Purge what the configuration says is due"
    let details = """
        Purge what is due by the tables `[[purge]]` of the configuration, and nothing else. The plan says of each \
        cache that a table is about when it will be due. No other flag may choose with it.
        """
    let variable: String? = nil
    let grammar = ToggleGrammar(on: true, off: false)
    var place: WritableKeyPath<Settings, Sourced<Bool>> { \.followsPolicy }
}
