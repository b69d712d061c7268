import Inventory

/// `bezoar agent`: the daemon.
struct AgentCommand: Command {
    let path = ["agent"]
    let summary = "Stay, and audit, harvest, purge and answer incidents by the configuration"
    let details = """
        Stays and runs the other commands when their time has come, one at a time, each in a process of its own: \
        `harvest` every few minutes, `audit` every hour, `purge --policy --apply` where `agent.purge-every` is set, \
        and `incident` for each new file in the folder `agent.incidents`. The table `[agent]` of the configuration \
        says when; `bezoar.toml(5)` explains it. Flags that say what to look at are handed on to the jobs; an \
        incident may take things out of directories that are named here, where it is applied.

        SIGHUP reads the configuration again; where it is wrong, the old one stays in force, for the jobs too. SIGTERM \
        and SIGINT tell the job that runs to stop, wait until it has kept what it did, and end the agent; a second one \
        does not wait.

        Audits and harvests have the lowest class of processor and disk time, and an audit waits while the host is \
        under pressure. The log goes to stdout, a line for each event. What each job reported last lies in \
        `/run/bezoar`, as `audit.txt` and so on, or beside the manifest where there is no such folder.

        A service manager that wants to know (`sd_notify(3)`) is told when the agent is ready, what it does, and that \
        it is alive.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.configured
            + [
                StateFlag(), TreeFlag(), DiscoverFlag(), HostRootFlag(), DatabaseFlag(), JobsFlag(), RulesFlag(),
                FailOnFlag(), ListenFlag(), LogFormatFlag(), OnceFlag(),
            ]
    }
    let examples = [
        Example("Run as a service, with metrics for this host alone.", "bezoar agent --listen 127.0.0.1:9465"),
        Example("Run everything once, to see what the configuration does.", "bezoar agent --once"),
        Example(
            "In a container that sees the host below /host, with a log for machines.",
            "bezoar agent --host-root /host --log-format json"),
    ]
    let exits = [
        ExitMeaning(.clean, "It was told to end; or, with --once, nothing was found."),
        ExitMeaning(.findings, "With --once: at least one job had findings."), ExitMeaning(.usage),
        ExitMeaning(.incomplete, "With --once: a job could not see or do everything, and none had findings."),
        ExitMeaning(.failed, "It could not begin; or, with --once, a job failed."),
        ExitMeaning(.interrupted, "With --once: stopped by a signal before the end."),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job { .agent }
}
