import Inventory

/// `bezoar version`.
struct VersionCommand: Command {
    let path = ["version"]
    let summary = "Print the version"
    let details = "Prints the version; with `--verbose` also what the program was built with."
    var flags: [any Flag] { FlagList.standard + [VerboseFlag(), FormatFlag([.text, .json])] }
    let examples = [Example("Print what to put into a bug report.", "bezoar version --verbose")]
    let exits = [ExitMeaning(.clean, "Done."), ExitMeaning(.usage)]

    func job(_ words: [ByteString]) throws(UsageError) -> Job { .version }
}
