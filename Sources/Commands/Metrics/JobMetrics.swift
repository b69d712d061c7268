import Bytes
import Inventory
import Linux
import Report
import Service

/// What one run leaves in the file of `--metrics`, however it ends.
///
/// ```
///  the file before ─┬─► counters go on, the last success stays
///  this run ────────┴─► MetricUnion ─► the file: when, how long, exit code; and the results, if it came to any
/// ```
///
/// A run that fails has no results, so those of the run before stay; its exit code and the times say how old they are.
final class JobMetrics {
    /// Whoever collects it is another user.
    private static let mode: UInt32 = 0o644

    /// What the file said before.
    let earlier: [MetricFamily]
    private let task: MetricTask
    private let file: EnclosedFile
    private let began = Clock.steady
    private var families: [MetricFamily] = []
    private var isComplete = false
    private var isClosed = false

    /// `nil` where the command is none that leaves numbers, or nobody asked for them.
    static func open(_ task: MetricTask?, _ settings: Settings) throws(CommandFailure) -> JobMetrics? {
        guard let task, let path = settings.metrics.value else { return nil }
        return JobMetrics(task, try EnclosedFile(path, for: "the metrics", mode: mode))
    }

    private init(_ task: MetricTask, _ file: EnclosedFile) {
        self.task = task
        self.file = file
        do {
            let bytes = try file.read(limit: MetricsReader.Limit.size + 1)
            earlier = try bytes.map { (bytes) throws(ParseError) in try MetricsReader.read(bytes) } ?? []
        } catch {
            earlier = []
            Self.warn("\(file.shownPath): what stood there is not used, so counters begin anew: \(error)")
        }
    }

    // MARK: Locked in

    /// The file, for who locks the process in.
    var place: EnclosedFile { file }

    /// Fails where the file lies in one of these directories.
    func require(outside directories: [ByteString]) throws(CommandFailure) {
        do throws(CommandFailure) {
            try file.require(outside: directories)
        } catch {
            isClosed = true
            throw error
        }
    }

    // MARK: Results

    /// Takes what the run came to. `isComplete`: everything was seen and done, whatever it came to.
    func take(_ results: [MetricFamily], isComplete: Bool) {
        families += results
        self.isComplete = isComplete
    }

    /// Takes what an audit came to. One that ended early has not seen all, so no number of findings falls by it.
    func take(_ report: AuditReport) {
        var results = AuditMetrics.families(report)
        if report.wasCancelled || (report.caches.isEmpty && !report.isComplete) {
            results = results.map { [.findings, .ruleFindings].contains($0.metric) ? raised($0) : $0 }
        }
        let builds = BuildMetrics.families(report.builds, after: earlier, now: Clock.now)
        take(results + builds, isComplete: report.isComplete)
    }

    /// At least what the file said before.
    private func raised(_ family: MetricFamily) -> MetricFamily {
        let before = earlier.filter { $0.metric == family.metric }.flatMap(\.samples)
        var samples = family.samples.map { sample in
            let old = before.first { $0.labels == sample.labels }
            return old?.value.number ?? 0 > sample.value.number ?? 0 ? old ?? sample : sample
        }
        samples += before.filter { old in !samples.contains { $0.labels == old.labels } }
        return MetricFamily(family.metric, samples)
    }

    /// When the task last succeeded, by another record: counts where the file says nothing of it.
    func noteEarlierSuccess(_ moment: Int64) {
        let known = earlier.first { $0.metric == .lastSuccess }?[[task.rawValue]]
        if known == nil {
            families.append(MetricFamily(.lastSuccess, [MetricSample([task.rawValue], .moment(moment))]))
        }
    }

    // MARK: The end

    /// Writes the file, once. The exit code that the command is to end with: where all went well but this, it failed.
    func finish(_ exit: ExitCode) -> ExitCode {
        if isClosed { return exit }
        isClosed = true
        let isSuccess = isComplete && [.clean, .findings].contains(exit)
        let run = RunMetrics(
            task, finished: Clock.now, duration: Clock.steady - began, exitCode: exit.rawValue, isComplete: isSuccess)
        let all = MetricUnion.of([earlier, families, run.families])
        do throws(SystemError) {
            try file.replace(with: MetricsText.bytes(all, as: .prometheus))
            return exit
        } catch {
            Self.warn("\(file.shownPath): the metrics could not be written: \(error)")
            return exit == .clean ? .failed : exit
        }
    }

    private static func warn(_ sentence: String) {
        try? StandardStream.error.write(Array("bezoar: \(sentence)\n".utf8))
    }
}

extension MetricTask {
    /// What leaves numbers; `nil` of the other commands.
    init?(_ job: Job) {
        switch job {
        case .audit: self = .audit
        case .caches: self = .caches
        case .harvest: self = .harvest
        case .hunt: self = .hunt
        case .purge: self = .purge
        case .incident: self = .incident
        default: return nil
        }
    }
}
