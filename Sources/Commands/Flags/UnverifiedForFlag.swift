/// `--unverified-for TIME`: by lack of proof.
struct UnverifiedForFlag: Flag {
    let name = "unverified-for"
    let valueName = "TIME"
    let category = FlagCategory.choosing
    let summary = "Only caches with packages unverified for this long"
    let details = """
        Only caches with a package that no lockfile has vouched for in all this time, as the manifest remembers it.
        """
    let variable: String? = nil
    let grammar = OptionalGrammar(DurationGrammar())
    var place: WritableKeyPath<Settings, Sourced<Int64?>> { \.unverifiedFor }
}
