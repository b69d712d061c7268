/// `--no-quarantine`: no evidence.
struct NoQuarantineFlag: Flag {
    let name = "no-quarantine"
    let category = FlagCategory.removing
    let summary = "Keep nothing of what is removed"
    let details = "Keep nothing of what is removed, also where it is removed for cause."
    let variable: String? = nil
    let excludes = ["quarantine"]
    let grammar = ToggleGrammar<Bool?>(on: false, off: nil)
    var place: WritableKeyPath<Settings, Sourced<Bool?>> { \.quarantines }
}
