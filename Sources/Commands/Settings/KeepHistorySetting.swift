/// `manifest.keep-history`: only in the configuration file, since it concerns every audit alike.
struct KeepHistorySetting: Setting {
    let summary = "How long the short history of gone files stays"
    let details = """
        The short history of a file that is gone says which digest was seen in which cache, under which name, \
        from when to when. It answers whether a bad file was ever here, so it is worth keeping for longer than \
        `manifest.keep-scans`.
        """
    var key: String? { "manifest.keep-history" }
    let grammar = DurationGrammar()
    var place: WritableKeyPath<Settings, Sourced<Int64>> { \.keepHistory }
}
