import Inventory

/// The keys of `[agent]` that no flag sets. This file is a table.
enum AgentSettingList {
    /// In the order in which the file documents them.
    static let all: [any Setting] = [
        AgentSetting(
            "audit-every", DurationGrammar(), \.auditEvery, summary: "How often the agent audits",
            details: "How often the agent audits, from the beginning of one audit to that of the next."),
        AgentSetting(
            "harvest-every", DurationGrammar(), \.harvestEvery, summary: "How often builds are remembered",
            details: """
                How often the agent keeps what BuildKit tells of builds. BuildKit forgets the oldest while it builds, \
                so this is best short.
                """),
        AgentSetting(
            "purge-every", OptionalGrammar(DurationGrammar()), \.purgeEvery, summary: "How often the agent purges",
            details: "How often the agent purges what is due by the tables `[[purge]]`.", withoutValue: "never"),
        AgentSetting(
            "jitter", PercentGrammar(range: 0...50), \.jitter, summary: "How irregular the agent is",
            details: """
                By how much an interval is made longer or shorter by chance, so that many hosts do not do everything \
                at the same moment.
                """),
        AgentSetting(
            "deadline", DurationGrammar(), \.deadline, summary: "How long a run may take",
            details: """
                How long a run of the agent may take. Then it is told to stop; what was done until then is kept, and \
                the run counts as incomplete.
                """),
        AgentSetting(
            "incidents", PathGrammar(isDirectory: true), \.incidentFolder, summary: "Folder of incidents",
            details: """
                A folder whose files `*.toml` are run as incidents, each content once. Only root and the user of the \
                agent may be able to write to it.
                """, withoutValue: "none: incidents are run by hand"),
        AgentSetting(
            "apply-incidents", ToggleGrammar(on: true, off: false), \.appliesIncidents,
            summary: "Whether the agent acts on incidents",
            details: """
                Whether incidents of that folder are applied. Otherwise the agent hunts and plans, and removes nothing.
                """),
        AgentSetting(
            "textfile", PathGrammar(isDirectory: false), \.textfile, summary: "File for metrics",
            details: """
                A file that ends in `.prom`, which the agent writes its metrics to, for node_exporter's collector of \
                text files.
                """, withoutValue: "none"),
        AgentSetting(
            "report", PathGrammar(isDirectory: false), \.agentReport, summary: "File for the report of audits",
            details: "A file that each audit of the agent leaves its report in as JSON, for `bezoar merge`.",
            withoutValue: "none"),
        AgentSetting(
            "pressure", PercentGrammar(range: 1...100), \.pressure, summary: "When the agent waits for others",
            details: """
                An audit of the agent waits while tasks of this host had to wait for processors or disks for more than \
                this share of the last ten seconds (`some avg10` of `/proc/pressure`). It is put off for an hour at \
                most, and paused for a quarter of one. With `100%` it never waits.
                """),
        AgentSetting(
            "max-read", OptionalGrammar(SizeGrammar()), \.agentMaxRead, summary: "How fast the agent reads",
            details: "Bytes of content that an audit of the agent reads in a second at most.",
            withoutValue: "no limit"),
    ]
}
