import Audit
import Ecosystems
import Inventory
import Linux
import Manifest
import Report
import Walk

/// `bezoar audit`: discover, walk, hash, compare, judge, record, report.
///
/// ```
///  settings ─► targets (opened, confined) ─► manifest (known files) ─► this process locks itself in
///                                                                            │
///  report ◄─ findings, changes, troubles ◄─ AuditReceiver ◄─ batches ◄─ Walk ◄┘
/// ```
struct AuditRun {
    /// Troubles and findings that are listed; the rest is counted. `--verbose` lists more.
    private enum Limit {
        static let findings = 100
        static let findingsVerbose = 10_000
        static let troubles = 1000
        static let troublesVerbose = 100_000
    }

    private let settings: Settings
    /// Where numbers about the run go; `nil` where nobody asked for them.
    private let metrics: JobMetrics?
    /// Where the whole report goes as JSON; `nil` where nobody asked for it.
    private var reportFile: EnclosedFile?
    private var console: Console

    init(_ settings: Settings, metrics: JobMetrics? = nil) {
        self.settings = settings
        self.metrics = metrics
        console = Console(settings)
    }

    /// Runs the audit and writes its report.
    mutating func run() throws(CommandFailure) -> ExitCode {
        let rules = try RuleLoader.load(settings)
        if let path = settings.reportFile.value {
            reportFile = try EnclosedFile(path, for: "the report", mode: Self.reportMode)
        }
        let report = try makeReport(rules, locksIn: true)
        metrics?.take(report)
        let isKept = keep(report, rules)
        try write(report, rules)
        hintAtChanges(report)
        // It may have come while the report was written; what was done is in the manifest.
        if let signal = Signals.requested {
            guard signal == Signals.interrupt else { return .interrupted }
            _ = metrics?.finish(.interrupted)
            Signals.die(of: signal)
        }
        let exit = ExitCode(rawValue: report.outcome.exitCode) ?? .failed
        return isKept || exit != .clean ? exit : .failed
    }

    /// The audit itself, without a word on stdout. With `locksIn` this process gives up the right to all that the
    /// audit does not need, for good: not where more is to be done afterwards, as in the self-test.
    mutating func makeReport(_ rules: RuleBook, locksIn: Bool) throws(CommandFailure) -> AuditReport {
        let started = Clock.now
        if let complaint = ConfinedOpen.complaint() { throw CommandFailure(complaint) }
        try checkOutput()
        let descriptors = Host.raiseDescriptorLimit(to: 65_536)
        if settings.records.value { ManifestFile.makeDefaultFolder(settings) }
        try checkManifestFolder()
        var complaints: [String] = []
        // Before: Landlock hides what other processes see, and engines in containers with it.
        let found = HostState.isWanted(settings) ? HostState.find(settings) : nil
        if locksIn, found != nil, let complaint = Confinement.forbidWriting(settings) {
            complaints.append(complaint)
            console.warn(complaint)
        }
        try ManifestFile.bringUpToDate(settings)
        var scope = try AuditScope.open(settings, found)
        for trouble in scope.unopened { warnOutside(trouble) }
        if scope.targets.isEmpty && scope.roots.isEmpty {
            var report = emptyReport(scope.troubles, started: started)
            report.lockFailure = complaints.first
            return report
        }
        try metrics?.require(outside: scope.targets.map(\.cache.path))
        try reportFile?.require(outside: scope.targets.map(\.cache.path))
        try Overlaps.refuse(scope.targets, settings)
        for warning in Overlaps.warnings(scope.targets) { console.warn(warning) }
        for sentence in scope.notes { console.note(sentence) }
        scope.troubles += MountsBelow.troubles(in: scope.targets)
        let confinement =
            locksIn
            ? Confinement(scope.targets, settings, [metrics?.place, reportFile].compactMap(\.self))
            : Confinement(none: settings)
        if let complaint = confinement.complaint {
            complaints.append(complaint)
            console.warn(complaint)
        }
        let store =
            settings.records.value ? try ManifestFile.open(settings, at: confinement.database, mode: .write) : nil
        if store?.wasEmpty == true {
            let path = Quotation.text(settings.database.value.bytes)
            console.warn("\(path): the manifest was an empty file; if it held a history, somebody cut it off")
        }
        if let scan = (try? store?.lastScan()) ?? nil, scan.isComplete { metrics?.noteEarlierSuccess(scan.started) }
        // Until here nothing was written that a signal could cut off.
        try catchSignals()
        let builds = try rememberBuilds(of: scope, in: store, now: started)
        let pins = try refreshPins(&scope, in: store, now: started)
        var receiver = try AuditReceiver(
            scope: scope, builds: builds, pins: pins, rules: rules, store: store, settings: settings, started: started,
            findingsMax: isVerbose ? Limit.findingsVerbose : Limit.findings,
            troublesMax: isVerbose ? Limit.troublesVerbose : Limit.troubles)
        for trouble in scope.troubles { receiver.tally.add(trouble) }
        let outcome = try walk(scope.targets, &receiver, descriptors: descriptors)
        var report = try receiver.finish(outcome, host: settings.host, console: &console)
        if !complaints.isEmpty { report.lockFailure = complaints.joined(separator: "; ") }
        if AccessTimes.mayBeTouched, scope.targets.contains(where: { !$0.keepsAccessTimes }) {
            console.note("access times may have been touched: run as root with CAP_SYS_ADMIN to keep them")
        }
        return report
    }

    /// Machines get all that fits; a person asks for it.
    private var isVerbose: Bool { settings.verbosity.value == .verbose || settings.format.value != .text }

    // MARK: Steps

    /// Keeps what the state tells of builds, because BuildKit forgets it; and gives back all that is remembered.
    private func rememberBuilds(
        of scope: AuditScope, in store: ManifestStore?, now: Int64
    ) throws(CommandFailure) -> [Build] {
        guard let store, !scope.roots.isEmpty else { return scope.builds }
        do throws(ManifestError) {
            _ = try store.harvest(scope.builds, now: now)
            return BuildUnion.of(try store.builds(), scope.builds)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
    }

    /// What the registered lockfiles pin, those that changed read again, and those of builds.
    private mutating func refreshPins(
        _ scope: inout AuditScope, in store: ManifestStore?, now: Int64
    ) throws(CommandFailure) -> [LockedPins] {
        let discovered = scope.discovered.pins()
        if let sentence = scope.discovered.note { console.note(sentence) }
        guard let store else { return discovered }
        do throws(ManifestError) {
            let before = scope.lockfiles.troubles.count
            for sentence in try scope.lockfiles.refresh(store, now: now) { console.note(sentence) }
            scope.troubles += scope.lockfiles.troubles.dropFirst(before)
            return try store.lockedPins() + discovered
        } catch {
            throw ManifestFile.failure(error, settings)
        }
    }

    /// Says of a directory that it cannot be audited, where the report goes elsewhere: who reads it as text sees it
    /// there.
    private mutating func warnOutside(_ trouble: Trouble) {
        if settings.output.value != nil || settings.format.value != .text {
            console.warn("\(Quotation.text(trouble.path.bytes)): \(trouble.detail)")
        }
    }

    /// Where not one directory could be opened: no walk, and nothing that the manifest should remember.
    private func emptyReport(_ unopened: [Trouble], started: Int64) -> AuditReport {
        AuditReport(
            version: Version.current, host: settings.host, started: started, finished: Clock.now, troubles: unopened,
            failOn: Severity(rawValue: settings.failOn.value.rawValue))
    }

    /// A report that could not be written is better known before hours of reading.
    private func checkOutput() throws(CommandFailure) {
        guard let file = settings.output.value else { return }
        if file.bytes.last == UInt8(ascii: "/") || (try? Descriptor.status(ofPath: file.bytes))?.isDirectory == true {
            throw CommandFailure(file, "the report cannot be written there: it is a directory; name a file in it")
        }
        do throws(SystemError) {
            _ = try Descriptor.open(ManifestFile.folder(of: file).bytes, [.directory, .path])
        } catch {
            throw CommandFailure(file, "the report cannot be written there: \(error)")
        }
    }

    private mutating func checkManifestFolder() throws(CommandFailure) {
        guard settings.records.value else { return }
        let path = settings.database.value
        do throws(SystemError) {
            let folder = try Descriptor.open(ManifestFile.folder(of: path).bytes, [.directory, .path])
            guard ManifestFile.isOpenToOthers(try folder.status()) else { return }
            console.warn(
                "\(Quotation.text(path.bytes)): others may write to the folder of the manifest; "
                    + "keep it in one of its own, mode 0700")
        } catch {
            let hint = "name another file with --db FILE, or use --no-record to keep no manifest"
            throw CommandFailure(path, "the manifest's folder cannot be opened: \(error)\n\(hint)")
        }
    }

    /// The report counts changes; which files they are is for another command.
    private mutating func hintAtChanges(_ report: AuditReport) {
        guard settings.format.value == .text, report.scan != nil, !report.wasCancelled,
            report.caches.contains(where: { $0.changes.map { $0 != ChangeCounts() } ?? false })
        else { return }
        let path = Quotation.text(settings.database.value.bytes)
        let place = if case .flag = settings.database.origin { " --db \(path)" } else { "" }
        console.note("`bezoar baseline diff --last\(place)` lists what changed")
    }

    private func catchSignals() throws(CommandFailure) {
        do throws(SystemError) {
            try Signals.catchStopRequests()
        } catch {
            throw CommandFailure("signals cannot be caught: \(error)")
        }
    }

    private mutating func walk(
        _ targets: [AuditTarget], _ receiver: inout AuditReceiver, descriptors: Int
    ) throws(CommandFailure) -> Walk.Outcome {
        let options = WalkOptions(
            jobs: settings.jobs.value ?? Host.processors, maximumFileSize: settings.maxFileSize.value,
            descriptorBudget: min(4096, descriptors / 2), bytesPerSecond: settings.maxRead.value,
            wish: { EcosystemList.wish(for: $0) })
        let progress = WalkProgress()
        let begin = Clock.steady
        let expected = receiver.expectedFiles
        // Borrowed for the walk: the two closures below run on this thread, one after the other.
        var console = self.console
        defer { self.console = console }
        let outcome = try Walk.run(
            targets.map(\.root), options: options, known: receiver.known, progress: progress,
            isCancelled: { Signals.requested != nil },
            tick: {
                console.show(
                    Progress(
                        files: progress.files, bytes: Int64(progress.bytes), directories: progress.folders,
                        elapsed: Clock.steady - begin, expectedFiles: expected))
            },
            receive: { (batch) throws(CommandFailure) in try receiver.receive(batch) })
        if outcome.hadNoThread { throw CommandFailure(withoutThread: outcome) }
        return outcome
    }

    /// Names of packages and paths are nobody's business but its owner's and a group's that collects them.
    private static let reportMode: UInt32 = 0o640

    /// Puts the whole report into its file. One that was stopped has not looked at packages, so that of the run before
    /// stays; its age tells. False where it could not be written.
    private mutating func keep(_ report: AuditReport, _ rules: RuleBook) -> Bool {
        guard let reportFile, !report.wasCancelled else { return true }
        let output = Output()
        JSONAuditWriter().write(report, rules: rules.rules, to: output)
        do throws(SystemError) {
            try reportFile.replace(with: output.bytes)
            return true
        } catch {
            console.warn("\(reportFile.shownPath): the report could not be written: \(error)")
            return false
        }
    }

    private mutating func write(_ report: AuditReport, _ rules: RuleBook) throws(CommandFailure) {
        let format = AuditFormat(rawValue: settings.format.value.rawValue) ?? .text
        let writer = format.writer(style: console.style)
        try console.write { output in writer.write(report, rules: rules.rules, to: output) }
    }
}
