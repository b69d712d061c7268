/// `bezoar quarantine`: what purges kept as evidence.
struct QuarantineCommand: CommandGroup {
    let path = ["quarantine"]
    let summary = "Look at what purges kept as evidence, put it back, or drop it"
    let details = """
        The quarantine keeps what purges removed for cause: content by its SHA-256, with owner, mode, times, \
        attributes, the cache and path it came from, and why it was taken. Only its owner reads it.
        """
    let subcommands: [any Command] = [
        QuarantineListCommand(), QuarantineShowCommand(), QuarantineRestoreCommand(), QuarantineDropCommand(),
    ]

    /// Flags of all of them.
    static var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured + [DatabaseFlag(.kept), QuarantineFolderFlag()]
    }

    /// Flags that choose entries.
    static let choosing: [any Flag] = [PurgeNumberFlag(), CacheFlag(.kept), OlderThanFlag(.entries)]
}
