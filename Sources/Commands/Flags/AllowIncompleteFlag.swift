/// `--allow-incomplete`: take what was seen for all there is.
struct AllowIncompleteFlag: Flag {
    let name = "allow-incomplete"
    let category = FlagCategory.baseline
    let summary = "Accept or export although the last audit was incomplete"
    let details = """
        Accept or export although the last audit did not see everything. What it did not see is then not part of the \
        baseline, and comes up as added by the first audit that sees it.
        """
    let variable: String? = nil
    let grammar = ToggleGrammar(on: true, off: false)
    var place: WritableKeyPath<Settings, Sourced<Bool>> { \.allowsIncomplete }
}
