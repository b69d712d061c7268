import Inventory

/// `bezoar intel import`.
struct IntelImportCommand: Command {
    let path = ["intel", "import"]
    let summary = "Take advisories into the manifest"
    let details = """
        Reads advisories in the OSV format and keeps what they say of packages of PyPI, npm and Maven. A path may name \
        one record, a folder of records, or the zip file that a database exports. Each path is a feed of its own, and \
        takes the place of what was imported under its name before: all of it, or nothing.

        A feed that is empty, whose newest record is older than before, or that holds less than half of the records, \
        is refused: whoever keeps a host from its feed, or cuts it off, must not make it forget. Records that were \
        withdrawn no longer count, also where another feed has an older copy. A record that cannot be understood is \
        named and counted, and each hunt says that it is missing.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured + [
            FeedFlag(), ReplaceFlag(), DatabaseFlag(.made), FormatFlag([.text, .json]), OutputFlag(),
        ]
    }
    let positionals = [
        Positional("PATH", summary: "A record, a folder of records, or an export", isRepeated: true, completion: .file)
    ]
    let examples = [
        Example("Import the exports of two ecosystems.", "bezoar intel import npm/all.zip PyPI/all.zip"),
        Example(
            "Import the repository of malicious packages under a name of its own.",
            "bezoar intel import --feed malicious-packages /srv/src/malicious-packages/osv"),
    ]
    let exits = [
        ExitMeaning(.clean, "All was read and is in use."), ExitMeaning(.usage),
        ExitMeaning(.incomplete, "Some records could not be understood; the others are in use."),
        ExitMeaning(.failed, "A feed was refused, or the manifest could not be written."),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        var paths: [ByteString] = []
        for word in words { paths.append(try UsageError.path(word, for: self)) }
        return .intelImport(paths: paths)
    }
}
