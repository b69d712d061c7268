import Hashing
import Inventory
import Linux
import Purge

/// `bezoar purge --apply`: finishes what was interrupted, then carries out a plan.
///
/// ```
///  key, manifest (locked: one purge at a time) ─► plan: a file, or made from the flags ─► engines asked, or locked
///       ─► this process locks itself in ─► interrupted purges ─► target by target ─► receipt ─► manifest
/// ```
struct PurgeApply {
    /// What came of it.
    struct Outcome {
        /// What was to be removed.
        var plan: PurgePlan?
        /// `nil` where there was nothing to do.
        var report: PurgeReport?
        var receipt: [UInt8]?
        /// For people, on stderr.
        var warnings: [String] = []
        /// Purges that were interrupted and are finished now.
        var recovered: [PurgeRecovery.Finished] = []
        var isRecoveryComplete = true
        /// Whether everything could be looked into that the plan is about.
        var isPlanWhole = true
    }

    private let settings: Settings
    private let metrics: JobMetrics?
    private let selection: PurgeSelection
    private let journal: PurgeJournal
    private var outcome = Outcome()

    init(_ settings: Settings, _ selection: PurgeSelection, _ metrics: JobMetrics?) throws(CommandFailure) {
        self.settings = settings
        self.metrics = metrics
        self.selection = selection
        // A key that cannot be used is better known before anything is removed.
        _ = try HostKey.signing(settings)
        journal = try PurgeJournal(settings)
    }

    /// Runs it. `tell` gets what people should know before it is done, a sentence each.
    mutating func run(_ file: ByteString?, tell: (String) -> Void) throws(CommandFailure) -> Outcome {
        let key = try HostKey.signing(settings)
        if key == nil { outcome.warnings.append("no receipt is signed: there is neither --key nor `receipts.key`") }
        var recovery = PurgeRecovery(journal, try journal.unfinished(), settings)
        let given = try read(file)
        let memory = try journal.memory()
        let known = (given?.plan.targets ?? []) + recovery.targets
        var ground: PurgeGround?
        var complaint: String?
        func prepare(_ state: HostState, _ directories: [ByteString]) throws(CommandFailure) {
            let made = PurgeGround(state, settings, takesLocks: true)
            ground = made
            var places = PurgeConfinement.Places()
            places.directories = directories + recovery.directories
            if let complaint = PurgeGuard(settings, plan: file).ownComplaint(directories) {
                throw CommandFailure(complaint)
            }
            if selection.keepsEvidence || known.contains(where: \.keepsEvidence) { QuarantineFile.make(settings) }
            let quarantine = QuarantineFile.path(settings)
            try metrics?.require(outside: places.directories)
            places.roots = made.roots
            places.quarantine = QuarantineFile.isThere(quarantine) ? quarantine : nil
            complaint = PurgeConfinement.apply(places, settings)
            do throws(SystemError) {
                try Signals.catchStopRequests()
            } catch {
                throw CommandFailure("signals cannot be caught: \(error)")
            }
        }
        var plan: PurgePlan?
        var document = given?.document ?? []
        if let given {
            plan = given.plan
            try prepare(state(of: known), given.plan.targets.map(\.directory))
        } else if !selection.isEmpty {
            var made = try PlanMaker.make(selection, memory) { (scope) throws(CommandFailure) in
                // What was interrupted keeps its own state roots, whichever this run is about. A confined view ends at
                // the folder that builds see: what is above it does not count there.
                try prepare(
                    scope.state.adding(roots(of: recovery.targets), hostRoot: settings.hostRoot.value),
                    scope.caches.flatMap { [PurgeTarget($0).directory, $0.target.cache.path] })
            }
            ground?.chooseWays(of: &made.plan)
            plan = made.plan
            document = PlanDocument.bytes(of: made.plan)
        } else {
            try prepare(state(of: known), [])
        }
        if let complaint { outcome.warnings.append(complaint) }
        guard let ground else { return outcome }
        let recovered = try recovery.run(ground, key, tell: tell)
        outcome.warnings += recovered.sentences
        outcome.recovered = recovered.finished
        outcome.isRecoveryComplete = recovered.isComplete
        outcome.plan = plan
        try takeFinished(plan, document, isNew: given == nil)
        if Signals.requested != nil, recovered.purges > 0 {
            outcome.warnings.append(PurgeCommandLine.goesOn(settings, terms: recovery.terms))
        }
        guard let plan else { return outcome }
        outcome.warnings += plan.unseen + (areNotesShown(given == nil) ? plan.notes : [])
        outcome.isPlanWhole = plan.unseen.isEmpty
        if outcome.report != nil || plan.targets.isEmpty || Signals.requested != nil { return outcome }
        try carryOut(plan, document, ground, key, tell)
        return outcome
    }

    /// Reads the plan that was given, if one was.
    private func read(_ file: ByteString?) throws(CommandFailure) -> (plan: PurgePlan, document: [UInt8])? {
        guard let file else { return nil }
        var given = try PlanFile.read(file)
        if let choice = settings.quarantines.value {
            for index in given.plan.targets.indices { given.plan.targets[index].keepsEvidence = choice }
        }
        try require(given.plan, from: file)
        return given
    }

    /// The state roots of targets.
    private func roots(of targets: [PurgeTarget]) -> [ByteString] {
        Set(targets.filter { !$0.isTree }.map(\.root)).sorted()
    }

    private func state(of targets: [PurgeTarget]) -> HostState {
        HostState.readCaches(roots(of: targets), hostRoot: settings.hostRoot.value)
    }

    /// Refuses a plan of another host, or of a directory that is no cache.
    private func require(_ plan: PurgePlan, from file: ByteString?) throws(CommandFailure) {
        if plan.host != settings.host {
            let made = Quotation.text(Array(plan.host.utf8))
            let own = Quotation.text(Array(settings.host.utf8))
            throw CommandFailure("the plan was made on the host \(made), and this one is called \(own)")
        }
        let trees = plan.targets.filter(\.isTree).map(\.directory)
        if let complaint = PurgeGuard(settings, plan: file).complaint(trees) {
            throw CommandFailure(complaint)
        }
    }

    /// Whether the notes of a plan are to be shown: a new one, that nobody has seen. When the rest is due by policy is
    /// news only for who plans.
    private func areNotesShown(_ isNew: Bool) -> Bool { isNew && !settings.followsPolicy.value }

    /// Where what is asked for has just been done, because an interrupted purge of it was finished, that purge is the
    /// result: a second one would find nothing, and its receipt would say so.
    private mutating func takeFinished(
        _ plan: PurgePlan?, _ document: [UInt8], isNew: Bool
    ) throws(CommandFailure) {
        guard let plan, !outcome.recovered.isEmpty else { return }
        let digest = isNew ? nil : try PlanFile.digest(of: document)
        let command = PurgeCommandLine.applied(plan, settings)
        let place = outcome.recovered.lastIndex { finished in
            let report = finished.report
            guard report.status == .recovered else { return false }
            // A plan with something left in it is another one when it is made anew.
            return digest.map { $0 == report.plan } ?? (report.isComplete && report.covers(plan, command))
        }
        guard let place else { return }
        let finished = outcome.recovered.remove(at: place)
        outcome.report = finished.report
        outcome.receipt = finished.receipt
        outcome.warnings.append(
            "that is what purge \(finished.report.number) was about, which is finished now: nothing is done twice")
    }

    // MARK: The plan

    private mutating func carryOut(
        _ plan: PurgePlan, _ document: [UInt8], _ ground: PurgeGround, _ key: borrowing SigningKey?,
        _ tell: (String) -> Void
    ) throws(CommandFailure) {
        let digest = try PlanFile.digest(of: document)
        let command = PurgeCommandLine.applied(plan, settings)
        let store = try openQuarantine(plan)
        let terms = PurgeTerms(settings)
        let record = try journal.begin(command, digest: digest, document: document, terms)
        var taker = EvidenceTaker(store, for: record)
        var report = PurgeReport(
            version: Version.current, host: settings.host, started: record.started,
            number: record.number, command: command, plan: digest)
        var maker = ReceiptMaker(report: report)
        let deadline = terms.deadline
        for (index, target) in plan.targets.enumerated() {
            var kept = EvidenceTaker.Kept()
            var row = PurgeReport.Row(target: target, outcome: .notTried)
            if Signals.requested == nil, journal.complaint == nil {
                let steps = JournalSteps(journal, target: index, isWhole: target.entries == nil)
                let purge = TargetPurge(
                    target: target, ground: ground, forces: terms.forces, steps: steps, began: record.started,
                    deadline: deadline)
                row = purge.run(&taker, kept: &kept, tell: tell)
            }
            report.rows.append(row)
            maker.add(row, kept)
        }
        if let complaint = journal.complaint { throw CommandFailure(settings.database.value, complaint) }
        report.finished = Clock.now
        if Signals.requested != nil, !report.isComplete {
            // It stays open in the journal, as if this process had been killed: the next one finishes it.
            report.wasCancelled = true
            outcome.report = report
            outcome.warnings.append(PurgeCommandLine.goesOn(settings, terms: terms))
            return
        }
        let receipt = try maker.finish(report, key)
        report.signedBy = receipt.signedBy
        report.status = report.isComplete ? .complete : .incomplete
        try journal.finish(report.status, receipt, maker)
        outcome.report = report
        outcome.receipt = receipt.document
    }

    private func openQuarantine(_ plan: PurgePlan) throws(CommandFailure) -> QuarantineStore? {
        guard plan.targets.contains(where: \.keepsEvidence) else { return nil }
        return try QuarantineFile.open(settings, .write)
    }
}

extension PurgeTarget {
    /// Of a cache that is open.
    fileprivate init(_ cache: PurgeScope.Cache) {
        self.init(cache.target.cache, kind: cache.kind, device: cache.device, inode: cache.inode)
    }
}
