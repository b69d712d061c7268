/// `--discover`: look for state roots although directories were named.
struct DiscoverFlag: Flag {
    let name = "discover"
    let category = FlagCategory.input
    let summary = "Look for the state of BuildKit and Docker although directories are named"
    let details = """
        Look for state roots on this host: running daemons, the usual places, volumes of builders. That is what \
        happens where neither `--state` nor `--tree` names a directory; with this flag it happens besides them.
        """
    var key: String? { "audit.discover" }
    let grammar = ToggleGrammar(on: true, off: false)
    var place: WritableKeyPath<Settings, Sourced<Bool>> { \.discovers }
}
