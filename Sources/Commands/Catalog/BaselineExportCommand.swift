import Inventory

/// `bezoar baseline export`.
struct BaselineExportCommand: Command {
    let path = ["baseline", "export"]
    let summary = "Write the baseline into a signed file"
    let details = """
        Writes the baseline into a file that other hosts can import, and signs it with an Ed25519 key.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured + [
            DatabaseFlag(), TreeFlag(), NameFlag(), KeyFlag(),
        ]
    }
    let requiredFlags = ["key"]
    let positionals = [Positional("FILE", summary: "The file to write", completion: .file)]
    let examples = [
        Example("Export the accepted baseline.", "bezoar baseline export --key fleet.key golden.bezoar")
    ]
    let exits = ExitMeaning.plain

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        .baselineExport(file: try UsageError.path(words.first, for: self))
    }
}
