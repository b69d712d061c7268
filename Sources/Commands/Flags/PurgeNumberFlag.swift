/// `--purge N`: what one purge kept.
struct PurgeNumberFlag: Flag {
    let name = "purge"
    let valueName = "N"
    let category = FlagCategory.choosing
    let summary = "Only entries that this purge kept"
    let details = """
        Only entries that the purge of this number kept, finished or not; `bezoar receipts` lists the numbers.
        """
    let variable: String? = nil
    let grammar = OptionalNumberGrammar(range: 1...1_000_000_000)
    var place: WritableKeyPath<Settings, Sourced<Int?>> { \.purgeNumber }
}
