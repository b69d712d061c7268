import Inventory

/// `--cache ID`: some mount caches only.
struct CacheFlag: Flag {
    let name = "cache"
    let valueName = "ID"
    let category = FlagCategory.input
    let summary = "Only mount caches with this id; may be repeated"
    let details = """
        Only mount caches whose id matches. In a pattern `*` stands for any characters and `?` for one: \
        `'*pip*'`. May be given several times: what matches one of them is taken. `bezoar caches` lists the ids.
        """
    let variable: String? = nil
    let grammar = PatternListGrammar()
    var place: WritableKeyPath<Settings, Sourced<[ByteString]>> { \.cachePatterns }
}
