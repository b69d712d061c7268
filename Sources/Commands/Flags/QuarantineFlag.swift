/// `--quarantine`: evidence first.
struct QuarantineFlag: Flag {
    let name = "quarantine"
    let category = FlagCategory.removing
    let summary = "Keep what is removed in the quarantine first"
    let details = """
        Keep what is removed in the quarantine first. Without this flag that is done for findings, packages and \
        projects, and not for caches that are chosen by id, age, use or size.
        """
    let variable: String? = nil
    let excludes = ["no-quarantine"]
    let grammar = ToggleGrammar<Bool?>(on: true, off: nil)
    var place: WritableKeyPath<Settings, Sourced<Bool?>> { \.quarantines }
}
