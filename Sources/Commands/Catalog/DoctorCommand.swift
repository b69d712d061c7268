import Inventory

/// `bezoar doctor`.
struct DoctorCommand: Command {
    let path = ["doctor"]
    let summary = "Say what this host allows, and which settings are in force"
    let details = """
        Says which privileges and kernel features this host gives to the program, whether the manifest is sound, \
        and which settings are in force and where each comes from. It changes nothing.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured
            + [
                StateFlag(), TreeFlag(), DiscoverFlag(), HostRootFlag(), DatabaseFlag(), FullFlag(), RehashFlag(),
                MaxFileSizeFlag(), JobsFlag(), RulesFlag(),
                FailOnFlag(), FormatFlag([.text, .json]), OutputFlag(),
            ]
    }
    let examples = [Example("See whether an audit will work here.", "bezoar doctor")]
    let exits = [
        ExitMeaning(.clean, "An audit will work here."), ExitMeaning(.usage),
        ExitMeaning(.failed, "Something stands in the way of an audit."),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job { .doctor }
}
