import Inventory

/// `bezoar baseline export`.
struct BaselineExportCommand: Command {
    let path = ["baseline", "export"]
    let summary = "Write what the last audit saw into a signed file"
    let details = """
        Writes what the last audit saw into a file that other hosts can import as a baseline, and signs it with an \
        Ed25519 key (made, for instance, by `openssl genpkey -algorithm ed25519 -out fleet.key`). The public half, \
        which imports are checked with, comes from `openssl pkey -in fleet.key -pubout -out fleet.pub`.

        A file that is there already is not overwritten, unless `--replace` is given.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured + [
            DatabaseFlag(.kept), TreeFlag(.exported), AllowIncompleteFlag(), KeyFlag(), HostNameFlag(), ReplaceFlag(),
        ]
    }
    let requiredFlags = ["key"]
    let positionals = [Positional("FILE", summary: "The file to write", completion: .file)]
    let examples = [
        Example("Export what the last audit saw.", "bezoar baseline export --key fleet.key golden.bezoar")
    ]
    let exits = ExitMeaning.plain

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        .baselineExport(file: try UsageError.path(words.first, for: self))
    }
}
