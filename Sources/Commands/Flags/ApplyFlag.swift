/// `--apply`: act.
struct ApplyFlag: Flag {
    let name = "apply"
    let category = FlagCategory.removing
    let summary = "Remove what the plan says"
    private let use: Use

    /// Where the plan comes from.
    enum Use {
        /// A file or the other flags.
        case purge
        /// The file of an incident.
        case incident
    }

    /// By default it is about purges.
    init(_ use: Use = .purge) {
        self.use = use
    }

    var details: String {
        let plan =
            switch use {
            case .purge: "that of the file PLAN, or the one that the other flags make"
            case .incident: "the one that the file of the incident makes"
            }
        return """
            Remove what the plan says: \(plan). Each cache and each entry is looked at again first, and refused if it \
            is not what the plan says. What an interrupted purge left is finished before.
            """
    }
    let variable: String? = nil
    let grammar = ToggleGrammar(on: true, off: false)
    var place: WritableKeyPath<Settings, Sourced<Bool>> { \.applies }
}
