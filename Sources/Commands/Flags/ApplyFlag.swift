/// `--apply`: act.
struct ApplyFlag: Flag {
    let name = "apply"
    let category = FlagCategory.removing
    let summary = "Remove what the plan says"
    let details = """
        Remove what the plan says: that of the file PLAN, or the one that the other flags make. Each cache and each \
        entry is looked at again first, and refused if it is not what the plan says. What an interrupted purge left \
        is finished before.
        """
    let variable: String? = nil
    let grammar = ToggleGrammar(on: true, off: false)
    var place: WritableKeyPath<Settings, Sourced<Bool>> { \.applies }
}
