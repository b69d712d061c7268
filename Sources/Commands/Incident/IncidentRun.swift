import Hashing
import Inventory
import Linux
import Manifest
import Report

/// `bezoar incident`: what one file asks for, in the order that loses nothing.
///
/// ```
///  file ─► hunt in the manifest ─► suspect builds, secrets ─┬─► plan ─► report
///                                          with --apply     └─► evidence, signed ─► quarantine, purge, proof ─► report
/// ```
struct IncidentRun {
    private var settings: Settings
    /// Where numbers about the run go; `nil` where nobody asked for them.
    private let metrics: JobMetrics?
    private var console: Console

    init(_ settings: Settings, _ metrics: JobMetrics?) {
        self.settings = settings
        self.metrics = metrics
        console = Console(settings)
    }

    /// Runs it.
    mutating func run(_ file: ByteString) throws(CommandFailure) -> ExitCode {
        if let complaint = ConfinedOpen.complaint() { throw CommandFailure(complaint) }
        try OutputPlace.require(settings)
        let (incident, document) = try read(file)
        addTrees(of: incident)
        _ = Host.raiseDescriptorLimit(to: 65_536)
        var (report, findings) = try hunt(incident, file)
        report.isApplied = settings.applies.value
        if report.isApplied { try keepEvidence(&report, document, findings) }
        let targets = IncidentTargets(incident, file: file, report.hunt)
        if targets.mayTakeParts || targets.mayEmpty {
            // What was found is told whatever becomes of the rest.
            do throws(CommandFailure) {
                try purge(PurgeSelection(settings, incident: targets), &report)
            } catch {
                report.failure = error.message
            }
        } else {
            report.notes.append("nothing was planned, because actions.allow allows no purge")
        }
        noteStaleness(&report)
        report.finished = Clock.now
        metrics?.take(
            PurgeMetrics.families(report, after: metrics?.earlier ?? []),
            isComplete: report.outcome != .incomplete)
        let writer = IncidentWriter(style: console.style)
        let format = DocumentFormat(rawValue: settings.format.value.rawValue) ?? .text
        let finished = report
        try console.write { output in writer.write(finished, as: format, to: output) }
        if let output = settings.output.value { console.note(Self.whereabouts(finished, output, settings)) }
        if Signals.requested != nil { return .interrupted }
        if let failure = report.failure { throw CommandFailure(failure) }
        switch report.outcome {
        case .nothing, .removed: return .clean
        case .found: return .findings
        case .incomplete: return .incomplete
        }
    }

    /// One line for who reads the report later: how it ended, and where everything is.
    private static func whereabouts(_ report: IncidentReport, _ output: ByteString, _ settings: Settings) -> String {
        var words = "incident \(report.name): \(report.outcome.rawValue); report in \(Quotation.text(output.bytes))"
        if let evidence = report.evidence { words += ", evidence in \(Quotation.text(evidence.bytes))" }
        for purge in report.recovered + [report.purge].compactMap(\.self) where !purge.wasCancelled {
            words += ", receipt by `\(PurgeCommandLine.receipt(purge.number, settings))`"
        }
        return words
    }

    private func read(_ file: ByteString) throws(CommandFailure) -> (incident: Incident, document: [UInt8]) {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try OwnFile.read(file.bytes, limit: IncidentFile.Limit.size)
        } catch {
            throw CommandFailure(file, "the file of the incident cannot be read: \(error)", exit: .usage)
        }
        do throws(IncidentFile.Failure) {
            return (try IncidentFile.read(bytes, path: file), bytes)
        } catch {
            let lines = error.mistakes + ["nothing was done"]
            throw CommandFailure(lines.joined(separator: "\n"), exit: .usage)
        }
    }

    /// The directories that the file names are looked through as if they were named on the command line, so that a
    /// second run needs no more words than the first.
    private mutating func addTrees(of incident: Incident) {
        if incident.trees.isEmpty { return }
        var trees: [ByteString] = []
        if case .flag = settings.trees.origin {
            trees = settings.trees.value
        } else {
            // Without them all of the host's caches would have been looked through.
            settings.discovers.value = settings.discovers.value || settings.states.value.isEmpty
        }
        trees += incident.trees.filter { !trees.contains($0) }
        settings.trees = Sourced(trees, from: .flag(TreeFlag().spelling))
    }

    // MARK: Looking

    private func hunt(
        _ incident: Incident, _ file: ByteString
    ) throws(CommandFailure) -> (report: IncidentReport, findings: [KeptFinding]) {
        let started = Clock.now
        try ManifestFile.bringUpToDate(settings)
        let store = try ManifestFile.open(settings, mode: .read)
        let hunt: HuntReport
        do throws(CommandFailure) {
            hunt = try HuntRun(settings).answer(incident.questions, incident.advisories, wantsFeeds: false, store)
        } catch {
            throw CommandFailure(error.message + "\nnothing was done", exit: error.exit)
        }
        var report = IncidentReport(
            name: incident.name, description: incident.description, file: file, started: started, hunt: hunt)
        do throws(ManifestError) {
            let suspects = IncidentSuspects(incident, hunt, try store.builds())
            report.suspects = suspects.listed
            report.unlistedSuspects = suspects.unlisted
            report.secrets = suspects.secrets
            return (report, try store.keptFindings())
        } catch {
            throw ManifestFile.failure(error, settings)
        }
    }

    // MARK: Acting

    private func keepEvidence(
        _ report: inout IncidentReport, _ document: [UInt8], _ findings: [KeptFinding]
    ) throws(CommandFailure) {
        let key = try HostKey.signing(settings)
        switch key {
        case .none:
            report.notes.append("no bundle of evidence was made: there is neither --key nor `receipts.key` to sign it")
        case .some(let key):
            let evidence = IncidentEvidence(report: report, document: document, findings: findings)
            let path = evidence.path(settings)
            try evidence.write(to: path, key: key)
            report.evidence = path
        }
    }

    /// What a purge took since the last audit is a hit of the next hunt, too.
    private func noteStaleness(_ report: inout IncidentReport) {
        guard report.failure == nil, let plan = report.plan, plan.targets.isEmpty, plan.unseen.isEmpty,
            report.hunt.hits.contains(where: \.isPresent)
        else { return }
        report.notes.append(
            "what the last audit saw there is not there any more; run `bezoar audit`, and hunts know it")
    }

    private mutating func purge(
        _ selection: PurgeSelection, _ report: inout IncidentReport
    ) throws(CommandFailure) {
        if let complaint = PurgeGuard(settings).complaint(selection.trees) {
            throw CommandFailure(complaint, exit: .usage)
        }
        guard settings.applies.value else {
            report.plan = try PurgePlanning.run(selection, settings, metrics, &console)
            return
        }
        var apply = try PurgeApply(settings, selection, metrics)
        let outcome = try apply.run(nil) { note in
            // Who looks on wants to know what is waited for.
            console.note(note)
            report.notes.append(note)
        }
        report.plan = outcome.plan
        report.purge = outcome.report
        let told = Set((outcome.plan?.notes ?? []) + (outcome.plan?.unseen ?? []))
        report.notes += outcome.warnings.filter { !told.contains($0) }
        report.recovered = outcome.recovered.map(\.report)
        if !selection.keepsEvidence {
            let reason =
                settings.quarantines.value == false ? "of --no-quarantine" : "actions.allow has no `quarantine`"
            report.notes.append("nothing was kept in the quarantine, because " + reason)
        }
    }
}
