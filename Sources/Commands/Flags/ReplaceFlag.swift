/// `--replace`: an export, a baseline or a feed may take the place of an older one.
struct ReplaceFlag: Flag {
    let name = "replace"
    let category = FlagCategory.baseline
    let summary = "Replace what is there under that name already"
    let details = """
        Replace the file, or the imported baseline, that is there under that name already. Without this flag an \
        export never overwrites a file, and an import never overwrites a baseline. The old one is only gone when the \
        new one is whole. A feed of advisories replaces the one of its name in any case; with this flag also where it \
        is older or far smaller.
        """
    let variable: String? = nil
    let grammar = ToggleGrammar(on: true, off: false)
    var place: WritableKeyPath<Settings, Sourced<Bool>> { \.replaces }
}
