import Inventory

/// `bezoar selftest`. It reads no configuration: whether the program works must not hang on one.
struct SelftestCommand: Command {
    let path = ["selftest"]
    let summary = "Poison caches in a temporary directory and show that each is caught"
    let details = """
        Builds caches in a temporary directory, poisons each in a way of its own, audits them and says whether \
        each poison was found. The built-in rules are used, no configuration is read, and nothing outside of the \
        temporary directory is touched.
        """
    var flags: [any Flag] { FlagList.standard + FlagList.talking }
    let examples = [Example("Show that the program works on this host.", "bezoar selftest")]
    let exits = [
        ExitMeaning(.clean, "All poisons were caught."), ExitMeaning(.usage),
        ExitMeaning(.failed, "A poison was not caught, or the test could not run."), ExitMeaning(.interrupted),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job { .selftest }
}
