import Inventory

/// `bezoar intel list`.
struct IntelListCommand: Command {
    let path = ["intel", "list"]
    let summary = "List the imported feeds, how old they are, and what they hold"
    let details = """
        Lists the feeds that were imported with their numbers of records and the time of the newest one, and how many \
        advisories there are on packages of each kind.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured + [
            DatabaseFlag(.kept), FormatFlag([.text, .json]), OutputFlag(),
        ]
    }
    let examples = [Example("List the feeds for a machine.", "bezoar intel list --format json")]
    let exits = ExitMeaning.plain

    func job(_ words: [ByteString]) throws(UsageError) -> Job { .intelList }
}
