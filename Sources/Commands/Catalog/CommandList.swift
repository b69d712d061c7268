/// All commands, in the order in which help lists them. The only list of them.
package enum CommandList {
    /// Commands and groups of the first word.
    package static let all: [any Command] = [
        CachesCommand(), AuditCommand(), HuntCommand(), MergeCommand(), IntelCommand(), LockCommand(),
        BaselineCommand(), PurgeCommand(), QuarantineCommand(), ReceiptsCommand(), IncidentCommand(), AgentCommand(),
        HarvestCommand(), RulesCommand(), DoctorCommand(), SelftestCommand(), VersionCommand(), HelpCommand(),
        GenerateCommand(),
    ]

    /// All commands that do something, those below others too.
    package static var leaves: [any Command] {
        all.flatMap { $0.subcommands.isEmpty ? [$0] : $0.subcommands }
    }

    /// The command or group of these words.
    package static func find(_ words: [String]) -> (any Command)? {
        (all + all.flatMap(\.subcommands)).first { $0.path == words }
    }
}
