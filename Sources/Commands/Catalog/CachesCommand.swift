import Inventory

/// `bezoar caches`: what there is.
struct CachesCommand: Command {
    let path = ["caches"]
    let summary = "List the mount caches of this host, and who uses them"
    let details = """
        Finds the state of every BuildKit and Docker daemon on this host and lists its mount caches: id, size, when \
        and how often it was used, whether a build uses it now, and which projects did. It reads files only, so it \
        does not matter whether a daemon runs, and it never asks one to measure, since that writes to its state.

        What BuildKit told of builds is remembered in the manifest by each audit, because BuildKit forgets it after \
        two days; this command reads the manifest, where there is one, and writes nothing.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured
            + [
                StateFlag(), DiscoverFlag(), HostRootFlag(), CacheFlag(), DatabaseFlag(.read), JobsFlag(),
                NoRecordFlag(), SortFlag(),
                FormatFlag([.text, .json]), OutputFlag(), HostNameFlag(), MetricsFlag(), NoProgressFlag(),
            ]
    }
    let examples = [
        Example("List the mount caches of this host, the largest first.", "bezoar caches --sort size"),
        Example("Show where state was looked for, and every detail.", "bezoar caches --verbose"),
        Example("Read the copy of a builder's volume.", "bezoar caches --state /srv/copy/_data --format json"),
    ]
    let exits = [
        ExitMeaning(.clean, "All was seen."), ExitMeaning(.usage),
        ExitMeaning(.incomplete, "Something could not be read; the list says what."), ExitMeaning(.failed),
        ExitMeaning(.interrupted),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job { .caches }
}
