import Audit

/// `--trust TIER`: how far builds of the project are trusted.
struct TrustFlag: Flag {
    let name = "trust"
    let valueName = "TIER"
    let category = FlagCategory.lockfiles
    let summary = "How far the project's builds are trusted"
    let details = """
        How far the project's builds are trusted: `untrusted`, `internal` or `release`. Where two lockfiles disagree \
        on the content of a package, the one of the higher tier decides.
        """
    let variable: String? = nil
    let grammar = ChoiceGrammar(choices: TrustTier.allCases)
    var place: WritableKeyPath<Settings, Sourced<TrustTier>> { \.tier }
}
