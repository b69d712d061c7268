import Inventory

/// `bezoar baseline import`.
struct BaselineImportCommand: Command {
    let path = ["baseline", "import"]
    let summary = "Take a baseline from a signed file"
    let details = """
        Takes a baseline that another host has exported into the manifest, under a name. The signature is checked \
        first; nothing of a file with a wrong one is used. A baseline that has the name already is not overwritten, \
        unless `--replace` is given.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured + [
            DatabaseFlag(.made), NameFlag(), KeyFlag(), ReplaceFlag(),
        ]
    }
    let requiredFlags = ["key", "name"]
    let positionals = [Positional("FILE", summary: "The file to read", completion: .file)]
    let examples = [
        Example(
            "Import the baseline of the fleet under a name of its own.",
            "bezoar baseline import --key fleet.pub --name golden golden.bezoar")
    ]
    let exits = ExitMeaning.plain

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        .baselineImport(file: try UsageError.path(words.first, for: self))
    }
}
