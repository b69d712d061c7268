/// All flags, in the order in which help lists them within a category. The only list of them.
package enum FlagList {
    /// Every flag once.
    package static let all: [any Flag] = [
        StateFlag(), TreeFlag(), DiscoverFlag(), HostRootFlag(), CacheFlag(), DatabaseFlag(), ConfigurationFlag(),
        FullFlag(), RehashFlag(), MaxFileSizeFlag(), MaxReadFlag(), JobsFlag(), NoRecordFlag(),
        RulesFlag(), FailOnFlag(),
        MaxAgeFlag(), HostsFlag(), FindFlag(), AdvisoriesFlag(), NameContainsFlag(), FeedFlag(),
        AllFlag(), PolicyFlag(), PackageFlag(), FindingRuleFlag(), MinimumSeverityFlag(), SinceFlag(), OlderThanFlag(),
        UnusedForFlag(), UnverifiedForFlag(), BudgetFlag(), PurgeNumberFlag(),
        ApplyFlag(), DropFlag(), WaitFlag(), ForceFlag(), QuarantineFlag(), NoQuarantineFlag(), QuarantineFolderFlag(),
        ProjectFlag(), TrustFlag(),
        ListenFlag(), LogFormatFlag(), OnceFlag(),
        NameFlag(), LastFlag(), AllowIncompleteFlag(), KeyFlag(), ReplaceFlag(),
        FormatFlag(OutputFormat.allCases), OutputFlag(), ReportFileFlag(), HostNameFlag(), MetricsFlag(), SortFlag(),
        QuietFlag(),
        VerboseFlag(),
        NoProgressFlag(), ColorFlag(),
        HelpFlag(), VersionFlag(),
    ]

    /// Flags that every command takes.
    static let standard: [any Flag] = [HelpFlag(), VersionFlag()]

    /// Flags of every command that writes text.
    static let talking: [any Flag] = [QuietFlag(), VerboseFlag(), ColorFlag()]

    /// Flags of every command that reads the configuration.
    static let configured: [any Flag] = [ConfigurationFlag()]

    /// Puts flags into the order of `all`.
    static func ordered(_ flags: [any Flag]) -> [any Flag] {
        all.compactMap { listed in flags.first { $0.name == listed.name } }
    }
}
