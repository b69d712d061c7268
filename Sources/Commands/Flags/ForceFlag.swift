/// `--force`: although in use.
struct ForceFlag: Flag {
    let name = "force"
    let category = FlagCategory.removing
    let summary = "Purge caches although builds use them"
    let details = """
        Purge caches although builds use them. Such a build sees its files vanish and may fail, or fill the cache \
        with what it has read before.
        """
    let variable: String? = nil
    let grammar = ToggleGrammar(on: true, off: false)
    var place: WritableKeyPath<Settings, Sourced<Bool>> { \.forces }
}
