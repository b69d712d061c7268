import Inventory

/// `bezoar harvest`: keep what BuildKit forgets.
struct HarvestCommand: Command {
    let path = ["harvest"]
    let summary = "Remember the builds that BuildKit knows of"
    let details = """
        Keeps what the state of BuildKit tells of builds: project, revision, times, the mounts they had. BuildKit \
        forgets a build after two days, and sooner where there are many. Every audit does the same at its beginning; \
        this command does nothing else, so it takes seconds and can be run every few minutes. It looks into no cache.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured
            + [StateFlag(), TreeFlag(), DiscoverFlag(), HostRootFlag(), DatabaseFlag(), MetricsFlag()]
    }
    let examples = [
        Example("Remember the builds of this host.", "bezoar harvest"),
        Example("Of one state root, into a manifest of its own.", "bezoar harvest --state /srv/buildkit --db b.db"),
    ]
    let exits = [
        ExitMeaning(.clean, "All that there is is remembered."), ExitMeaning(.usage),
        ExitMeaning(.incomplete, "Something could not be read."), ExitMeaning(.failed), ExitMeaning(.interrupted),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job { .harvest }
}
