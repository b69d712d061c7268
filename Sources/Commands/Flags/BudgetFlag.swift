/// `--budget SIZE`: by size.
struct BudgetFlag: Flag {
    let name = "budget"
    let valueName = "SIZE"
    let category = FlagCategory.choosing
    let summary = "Purge the least recently used until the rest fits"
    let details = """
        Purge the least recently used of the caches that the other flags choose, until the others are not larger \
        than this together.
        """
    let variable: String? = nil
    let grammar = OptionalGrammar(SizeGrammar())
    var place: WritableKeyPath<Settings, Sourced<Int64?>> { \.budget }
}
