import Audit
import Hashing
import Inventory
import Linux
import Purge
import Report

/// `bezoar purge`: plans, or applies a plan.
struct PurgeRun {
    private let settings: Settings
    /// Where numbers about the run go; `nil` where nobody asked for them.
    private let metrics: JobMetrics?
    private let selection: PurgeSelection
    /// The result goes to stdout also where the plan goes into a file.
    private var console: Console

    init(_ settings: Settings, _ metrics: JobMetrics?) {
        self.settings = settings
        self.metrics = metrics
        selection = PurgeSelection(settings)
        var shown = settings
        shown.output = Sourced(nil)
        console = Console(shown)
    }

    /// Runs it.
    mutating func run(_ file: ByteString?) throws(CommandFailure) -> ExitCode {
        if let complaint = ConfinedOpen.complaint() { throw CommandFailure(complaint) }
        try OutputPlace.require(settings)
        if let number = settings.drops.value { return try drop(Int64(number), file) }
        if let complaint = selection.complaint { throw CommandFailure(complaint, exit: .usage) }
        if let complaint = PurgeGuard(settings).complaint(selection.trees) {
            throw CommandFailure(complaint, exit: .usage)
        }
        try requireRules()
        if file != nil, !settings.applies.value {
            throw CommandFailure("a plan is read by `bezoar purge --apply PLAN`", exit: .usage)
        }
        if file != nil, !selection.isEmpty {
            throw CommandFailure("the plan says what is purged; leave the flags that choose out", exit: .usage)
        }
        if selection.isEmpty, !settings.applies.value {
            for (purge, terms) in (try? PurgeMemory.read(settings, isNeeded: false))?.unfinished ?? [] {
                console.warn(PurgeCommandLine.interrupted(purge, terms, settings))
            }
            throw CommandFailure(
                "nothing says what to purge; name it with --cache, --package, --rule, --severity, --project,\n"
                    + "--older-than, --unused-for, --unverified-for, --budget, --policy or --tree, or take --all",
                exit: .usage)
        }
        _ = Host.raiseDescriptorLimit(to: 65_536)
        if settings.applies.value { return try apply(file) }
        return try plan()
    }

    /// A rule that does not exist chooses nothing, and would pass for one that found nothing.
    private func requireRules() throws(CommandFailure) {
        if settings.findingRules.value.isEmpty { return }
        let book = try RuleLoader.load(settings)
        for id in settings.findingRules.value where book[id] == nil {
            throw CommandFailure(RuleLoader.unknown(id, in: book, at: "--rule"), exit: .usage)
        }
    }

    // MARK: Planning

    private mutating func plan() throws(CommandFailure) -> ExitCode {
        let plan = try PurgePlanning.run(selection, settings, metrics, &console)
        metrics?.take([], isComplete: plan.unseen.isEmpty)
        if Signals.requested != nil { return .interrupted }
        let document = PlanDocument.bytes(of: plan)
        try write(document, "the plan")
        try show(plan, document)
        return plan.unseen.isEmpty ? .clean : .incomplete
    }

    private mutating func show(_ plan: PurgePlan, _ document: [UInt8]) throws(CommandFailure) {
        let writer = PurgePlanWriter(style: console.style)
        let isJSON = settings.format.value == .json
        let file = settings.output.value
        let apply = PurgeCommandLine.apply(plan, file: file, settings)
        try console.write { output in
            if isJSON {
                output.write(document)
            } else {
                writer.write(plan, apply: apply, isKept: file != nil, to: output)
            }
            output.flush()
        }
    }

    private func write(_ bytes: [UInt8], _ what: String) throws(CommandFailure) {
        guard let file = settings.output.value else { return }
        do throws(SystemError) {
            try OwnFile.replace(file.bytes, with: bytes, mode: 0o600)
        } catch {
            throw CommandFailure(file, "\(what) could not be written: \(error)")
        }
    }

    // MARK: Applying

    private mutating func apply(_ file: ByteString?) throws(CommandFailure) -> ExitCode {
        var apply = try PurgeApply(settings, selection, metrics)
        let outcome = try apply.run(file) { console.warn($0) }
        let isComplete = outcome.isPlanWhole && outcome.isRecoveryComplete && outcome.report?.isComplete ?? true
        let reports = outcome.recovered.map(\.report) + [outcome.report].compactMap(\.self)
        let results = PurgeMetrics.families(reports, task: .purge, after: metrics?.earlier ?? [])
        metrics?.take(results, isComplete: isComplete)
        for sentence in outcome.warnings { console.warn(sentence) }
        if let document = outcome.receipt ?? outcome.recovered.last?.receipt { try write(document, "the receipt") }
        // Machines get one document: that of the purge they asked for, or of the last one that was left open.
        if let last = reports.last { try show(last, after: Array(reports.dropLast())) }
        guard let report = outcome.report else {
            if Signals.requested != nil { return .interrupted }
            if !outcome.isRecoveryComplete { return .incomplete }
            if !outcome.recovered.isEmpty { return .clean }
            if file == nil, selection.isEmpty {
                throw CommandFailure(
                    "no purge was interrupted in \(Quotation.text(settings.database.value.bytes)), and nothing says "
                        + "what to purge; name a plan or what to choose",
                    exit: .usage)
            }
            console.note("nothing is to be purged")
            return outcome.isPlanWhole ? .clean : .incomplete
        }
        if Signals.requested != nil { return .interrupted }
        return report.isComplete && outcome.isPlanWhole && outcome.isRecoveryComplete ? .clean : .incomplete
    }

    private mutating func drop(_ number: Int64, _ file: ByteString?) throws(CommandFailure) -> ExitCode {
        if file != nil || settings.applies.value || !selection.isEmpty {
            throw CommandFailure(
                "`--drop` gives up a purge and removes nothing; leave the plan, --apply and the flags that choose out",
                exit: .usage)
        }
        _ = Host.raiseDescriptorLimit(to: 65_536)
        let outcome = try PurgeDrop(settings, metrics).run(number) { console.warn($0) }
        for sentence in outcome.warnings { console.warn(sentence) }
        let reports = [outcome.report].compactMap(\.self)
        metrics?.take(
            PurgeMetrics.families(reports, task: .purge, after: metrics?.earlier ?? []), isComplete: !reports.isEmpty)
        if let document = outcome.receipt { try write(document, "the receipt") }
        for report in reports { try show(report) }
        if reports.isEmpty {
            let again = PurgeCommandLine.givingUp(number, settings, terms: nil)
            console.warn("giving up was stopped before its end; `\(again)` goes on with it, and writes the receipt")
        }
        if reports.isEmpty || Signals.requested != nil { return .interrupted }
        return reports.contains { $0.count(.failed) > 0 || !$0.hasPlan } ? .incomplete : .clean
    }

    private mutating func show(_ report: PurgeReport, after recovered: [PurgeReport] = []) throws(CommandFailure) {
        let writer = PurgeReportWriter(style: console.style)
        let format = DocumentFormat(rawValue: settings.format.value.rawValue) ?? .text
        try console.write { output in writer.write(report, after: recovered, as: format, to: output) }
    }
}
