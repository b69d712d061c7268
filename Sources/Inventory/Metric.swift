/// One metric: its name, kind, labels and meaning. The one list of them: the table in `docs/metrics.md` is compared
/// with it, and so are the alerts and the dashboard.
///
/// Labels take few values: no paths, no projects, no versions but the program's own. None is called `job` or
/// `instance`: Prometheus has its own of these, and would rename ours. A name without `_total` is a
/// family of its own in OpenMetrics, so no gauge may be called like a counter without that ending.
package enum Metric: String, Sendable, CaseIterable {
    case findings = "bezoar_findings"
    case ruleFindings = "bezoar_rule_findings"
    case artifacts = "bezoar_artifacts"
    case caches = "bezoar_caches"
    case files = "bezoar_files"
    case bytes = "bezoar_bytes"
    case incompleteParts = "bezoar_incomplete_parts"
    case huntHits = "bezoar_hunt_hits"
    case incidentState = "bezoar_incident_state"
    case incidentHits = "bezoar_incident_hits"
    case purges = "bezoar_purges_total"
    case purgeTargets = "bezoar_purge_caches_total"
    case purgedEntries = "bezoar_purged_entries_total"
    case purgedBytes = "bezoar_purged_bytes_total"
    case lastRun = "bezoar_last_run_timestamp_seconds"
    case lastSuccess = "bezoar_last_success_timestamp_seconds"
    case lastDuration = "bezoar_last_run_duration_seconds"
    case lastExitCode = "bezoar_last_exit_code"
    case runs = "bezoar_runs_total"
    case incompleteRuns = "bezoar_incomplete_total"
    case pausedSeconds = "bezoar_agent_paused_seconds_total"
    case reloadSuccessful = "bezoar_agent_configuration_last_reload_successful"
    case buildInfo = "bezoar_build_info"
    case cacheHitRate = "buildkit_cache_hit_rate"
    case buildDuration = "container_build_duration_seconds"
    case secretLeaks = "container_build_secret_leak_detected_total"
    case lastBuild = "bezoar_builder_last_build_timestamp_seconds"

    /// What kind of number it is; the raw value is the word of both formats.
    package enum Kind: String, Sendable {
        case gauge, counter, histogram
    }

    package var kind: Kind {
        if self == .buildDuration { return .histogram }
        return rawValue.hasSuffix(Self.counterSuffix) ? .counter : .gauge
    }

    /// What the names of counters end with, and what OpenMetrics calls their families without.
    package static let counterSuffix = "_total"

    /// What it is counted in, where the name says so.
    package var unit: String? {
        let family = kind == .counter ? rawValue.dropLast(Self.counterSuffix.count) : rawValue[...]
        return ["seconds", "bytes"].first { family.hasSuffix("_" + $0) }
    }

    /// Names of its labels; samples have their values in this order.
    package var labels: [String] {
        switch self {
        case .findings: ["severity"]
        case .ruleFindings: ["rule", "severity"]
        case .artifacts: ["ecosystem", "verdict"]
        case .incompleteParts: ["reason"]
        case .huntHits: ["presence"]
        case .incidentState: ["incident", "state"]
        case .incidentHits: ["incident"]
        case .purgedEntries, .purgedBytes, .lastRun, .lastSuccess, .lastDuration, .lastExitCode: ["task"]
        case .runs, .purgeTargets: ["task", "outcome"]
        case .purges: ["task", "status"]
        case .buildInfo: ["version"]
        case .cacheHitRate, .buildDuration, .lastBuild: ["builder"]
        case .caches, .files, .bytes, .incompleteRuns, .pausedSeconds, .reloadSuccessful, .secretLeaks: []
        }
    }

    /// Upper ends of the buckets of a histogram, ascending; the last bucket, without an end, is not among them.
    package var bounds: [Double] {
        self == .buildDuration ? [1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600] : []
    }

    /// One sentence about it.
    package var help: String {
        switch self {
        case .findings: "Findings of the last audit."
        case .ruleFindings: "Findings of the last audit by rule."
        case .artifacts: "Package files of the last audit by how they compare with lockfiles."
        case .caches: "Caches that the last audit looked through."
        case .files: "Entries of these caches that are no folders."
        case .bytes: "Bytes of their content."
        case .incompleteParts: "Things that the last audit could not read, parse or finish."
        case .huntHits: "Places where the last hunt found what was looked for, now or in the past."
        case .incidentState: "How an incident stands on this host: 1 for the state it is in."
        case .incidentHits: "Places where something of an incident was there when caches were last audited."
        case .purges: "Purges that came to an end, by how."
        case .purgeTargets: "Caches of purges that were carried out, by what became of them."
        case .purgedEntries: "Entries, folders not among them, that purges removed."
        case .purgedBytes: "Bytes of the disk that purges freed."
        case .lastRun: "When the task last ended."
        case .lastSuccess: "When the task last ended with everything seen and done, whatever it found."
        case .lastDuration: "How long the task last took."
        case .lastExitCode: "How the task last ended: 0 clean, 1 findings, 3 incomplete, 4 failed, 130 stopped."
        case .runs: "Runs since the agent started."
        case .incompleteRuns: "Runs since the agent started that did not see or do everything."
        case .pausedSeconds: "Time that tasks were held up because the host was under pressure."
        case .reloadSuccessful: "Whether the configuration was right when it was last read."
        case .buildInfo: "Version of the program that ran."
        case .cacheHitRate: "Share of steps taken from the layer cache in the last 50 successful builds."
        case .buildDuration: "How long builds took, by the records of the engine."
        case .secretLeaks: "Builds in whose records something stands that looks like a credential."
        case .lastBuild: "When the last known build ended."
        }
    }

    /// Whether several tasks have samples of it: then those of one replace only what has the same labels.
    package var isShared: Bool { labels.contains("task") || labels.contains("incident") }
}

/// What runs and leaves numbers; the raw value is the label `task`.
package enum MetricTask: String, Sendable, CaseIterable {
    case audit, caches, harvest, hunt, purge, incident
}
