import Bytes
import Inventory
import Linux
import Report
import Service

/// What the agent tells in numbers: its own, and what its jobs left in their files.
///
/// ```
///  RUN/harvest.prom, audit.prom, purge.prom, incident.prom ─┐
///  counters of this agent ──────────────────────────────────┴─► one text ─┬─► the listener, when it is asked
///                                                                         └─► the file `agent.textfile`
/// ```
final class AgentMetrics {
    /// Who collects the file is another user.
    private static let fileMode: UInt32 = 0o644

    private let log: AgentLog
    private var counters = AgentCounters()
    private var plan: AgentPlan
    private var isTextfileBroken = false
    private var brokenFiles: Set<AgentJob> = []

    init(_ plan: AgentPlan, _ log: AgentLog) {
        self.plan = plan
        self.log = log
    }

    /// Takes the counters whenever they have changed.
    func publish(_ counters: AgentCounters, _ plan: AgentPlan) {
        self.counters = counters
        self.plan = plan
        guard let file = plan.textfile else { return }
        do throws(SystemError) {
            try OwnFile.replace(file.bytes, with: text(.prometheus), mode: Self.fileMode, isOnlyFile: true)
            isTextfileBroken = false
        } catch {
            if !isTextfileBroken {
                log.warn(
                    "textfile-not-written", "\(Quotation.text(file.bytes)): the metrics cannot be written: \(error)")
            }
            isTextfileBroken = true
        }
    }

    /// All of it, in one of the two formats.
    func text(_ dialect: MetricsText.Dialect) -> [UInt8] {
        let present = Set(counters.incidents.map(\.name))
        let families = MetricUnion.of(Self.order.map { left(by: $0) } + [own]).map { family in
            // Of an incident whose file is gone nobody asks any more.
            guard family.metric.labels.first == "incident" else { return family }
            return MetricFamily(family.metric, family.samples.filter { present.contains($0.labels.first ?? "") })
        }
        return MetricsText.bytes(families, as: dialect)
    }

    /// What comes later counts: a harvest, which is the more frequent, has the last word on builds.
    private static let order: [AgentJob] = [.audit, .purge, .incident, .harvest]

    /// What is said to a request.
    func answer(_ request: MetricsRequest) -> MetricsAnswer {
        switch request.page {
        case .metrics:
            let dialect: MetricsText.Dialect = request.wantsOpenMetrics ? .openMetrics : .prometheus
            return MetricsAnswer(.fine, body: text(dialect), contentType: dialect.contentType)
        case .health: return MetricsAnswer(.fine, "alive")
        case .readiness:
            if counters.isReady { return MetricsAnswer(.fine, "ready") }
            return MetricsAnswer(.unavailable, "not every job was run yet")
        }
    }

    /// The sum of a metric of audits in the file that a job has left; `nil` where it tells none.
    func total(_ metric: Metric, of job: AgentJob) -> Int? {
        guard job == .audit, let family = left(by: job).first(where: { $0.metric == metric }) else { return nil }
        // The file was written by a process that read what attackers wrote: any number may stand there.
        return family.samples.reduce(0) { sum, sample in
            guard case .integer(let count) = sample.value else { return sum }
            let (next, overflow) = sum.addingReportingOverflow(Int(clamping: count))
            return overflow ? .max : next
        }
    }

    /// What a job left in its file.
    private func left(by job: AgentJob) -> [MetricFamily] {
        let path = plan.metricsFile(of: job)
        let limit = MetricsReader.Limit.size
        guard let bytes = try? OwnFile.read(path.bytes, limit: limit, isOnlyFile: true) else { return [] }
        do throws(ParseError) {
            let families = try MetricsReader.read(bytes)
            brokenFiles.remove(job)
            return families
        } catch {
            if brokenFiles.insert(job).inserted {
                log.warn("metrics-not-read", "\(Quotation.text(path.bytes)): \(error)")
            }
            return []
        }
    }

    // MARK: The agent's own

    private var own: [MetricFamily] {
        var families = counters.jobs.flatMap { job, counts in Self.families(job, counts) }
        families += [
            MetricFamily(.incompleteRuns, .count(counters.incompleteRuns)),
            MetricFamily(.pausedSeconds, .real(MetricValue.seconds(counters.paused))),
            MetricFamily(.reloadSuccessful, .integer(counters.isConfigurationGood ? 1 : 0)),
            MetricFamily(.buildInfo, [MetricSample([Version.current], .integer(1))]),
        ]
        for incident in counters.incidents {
            let samples = Self.shownStates.map { state in
                MetricSample([incident.name, state.rawValue], .integer(Self.shown(incident.progress) == state ? 1 : 0))
            }
            families.append(MetricFamily(.incidentState, samples))
        }
        return families
    }

    private static func families(_ job: AgentJob, _ counts: AgentCounters.Job) -> [MetricFamily] {
        // Each outcome from the beginning: a rate over a counter that was not there is none.
        let runs = JobOutcome.allCases.map { outcome in
            MetricSample([job.rawValue, outcome.rawValue], .count(counts.runs[outcome] ?? 0))
        }
        var families = [MetricFamily(.runs, runs)]
        guard let last = counts.last, let task = MetricTask(rawValue: job.rawValue) else { return families }
        // A job that crashed has left nothing, so when it ran and how it ended are said here. Whether it saw
        // everything is for its own file to say: an exit code of 1 does not tell.
        families +=
            RunMetrics(
                task, finished: last.finished, duration: last.duration, exitCode: last.exitCode, isComplete: false
            ).families
        return families
    }

    /// The states that a metric tells; a file with mistakes is a failure there, and one that waits is in none of them.
    private static let shownStates: [IncidentState.Progress] = [.planned, .applied, .failed]

    private static func shown(_ progress: IncidentState.Progress) -> IncidentState.Progress {
        progress == .refused ? .failed : progress
    }
}
