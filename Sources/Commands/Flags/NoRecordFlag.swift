/// `--no-record`: leave the manifest alone.
struct NoRecordFlag: Flag {
    let name = "no-record"
    let category = FlagCategory.reading
    let summary = "Do not use or write a manifest"
    let details = """
        Do not use or write a manifest: nothing is remembered, and what earlier audits remember is not used. An \
        audit reads every file then, and rules that compare with earlier audits have nothing to say.
        """
    let excludes = ["db"]
    let grammar = ToggleGrammar(on: false, off: true)
    var place: WritableKeyPath<Settings, Sourced<Bool>> { \.records }
}
