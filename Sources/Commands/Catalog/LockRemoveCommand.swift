import Inventory

/// `bezoar lock remove`.
struct LockRemoveCommand: Command {
    let path = ["lock", "remove"]
    let summary = "Take lockfiles out of the register"
    let details = """
        Forgets registered lockfiles and all their pins. A path may name a file, or a folder: then all that are \
        registered below it are forgotten. The files themselves need not be there any more, and stay as they are.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured + [
            DatabaseFlag(.kept), FormatFlag([.text, .json]), OutputFlag(),
        ]
    }
    let positionals = [
        Positional("PATH", summary: "A lockfile, or a folder with lockfiles", isRepeated: true, completion: .file)
    ]
    let examples = [Example("Forget the lockfiles of a repository.", "bezoar lock remove /srv/src/web")]
    let exits = [
        ExitMeaning(.clean, "Done."), ExitMeaning(.usage),
        ExitMeaning(.failed, "No registered lockfile has such a path, or the manifest could not be written."),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        var paths: [ByteString] = []
        for word in words { paths.append(try UsageError.path(word, for: self)) }
        return .lockRemove(paths: paths)
    }
}
