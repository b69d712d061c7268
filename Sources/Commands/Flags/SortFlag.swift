/// `--sort KEY`: the order of `caches`.
struct SortFlag: Flag {
    let name = "sort"
    let category = FlagCategory.output
    let summary = "Order of the caches in each state root"
    let details = """
        Order of the caches in each state root: by `id`, or the largest `size`, the most `files`, the latest `used`, \
        the most `uses` or the latest `created` first.
        """
    let variable: String? = nil
    let grammar = ChoiceGrammar(choices: CacheOrder.allCases)
    var place: WritableKeyPath<Settings, Sourced<CacheOrder>> { \.cacheOrder }
    var valueName: String { grammar.words.joined(separator: "|") }
}
