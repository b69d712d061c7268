import Inventory

/// `bezoar lock list`.
struct LockListCommand: Command {
    let path = ["lock", "list"]
    let summary = "List the registered lockfiles"
    let details = """
        Lists the registered lockfiles with their projects and numbers of pins, and says of each whether the file is \
        still what was read. It writes nothing: a file that has changed is read again by the next audit, or by \
        `bezoar lock add`.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured + [
            DatabaseFlag(.kept), FormatFlag([.text, .json]), OutputFlag(),
        ]
    }
    let examples = [Example("List the registered lockfiles for a machine.", "bezoar lock list --format json")]
    let exits = [
        ExitMeaning(.clean, "All registered files could be looked at."), ExitMeaning(.usage),
        ExitMeaning(.incomplete, "A registered file could not be read."), ExitMeaning(.failed),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job { .lockList }
}
