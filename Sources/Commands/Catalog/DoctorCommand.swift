import Inventory

/// `bezoar doctor`.
struct DoctorCommand: Command {
    let path = ["doctor"]
    let summary = "Say what this host allows, and which settings are in force"
    let details = """
        Says which privileges and kernel features this host gives to the program, whether the manifest is sound, \
        and which settings are in force and where each comes from. It changes nothing.

        It also finds the state roots of BuildKit and Docker, and asks each running daemon for its version, its \
        workers and its data root, two seconds at most for each answer. A daemon whose state was not found is a \
        warning; --verbose tells where it was looked for. No daemon is asked to measure, and none is started.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured
            + [
                StateFlag(), TreeFlag(), DiscoverFlag(), HostRootFlag(), DatabaseFlag(), FullFlag(), RehashFlag(),
                MaxFileSizeFlag(), JobsFlag(), RulesFlag(),
                FailOnFlag(), FormatFlag([.text, .json]), OutputFlag(), HostNameFlag(),
            ]
    }
    let examples = [Example("See whether an audit will work here.", "bezoar doctor")]
    let exits = [
        ExitMeaning(.clean, "An audit will work here."), ExitMeaning(.usage),
        ExitMeaning(.failed, "Something stands in the way of an audit."),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job { .doctor }
}
