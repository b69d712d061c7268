import Hashing
import Inventory
import Linux
import Purge
import Report

/// Finishes purges whose process ended before they did.
///
/// What was asked for counts, and not what this run is told: the plan with its directories and state roots, `--wait`
/// and `--force` are those of the journal.
struct PurgeRecovery {
    /// A purge that is at its end now.
    struct Finished {
        var report: PurgeReport
        var receipt: [UInt8]
    }

    /// What came of it.
    struct Outcome {
        /// Purges that were taken up again, finished or not.
        var purges = 0
        var finished: [Finished] = []
        var sentences: [String] = []
        var isComplete = true
    }

    private let journal: PurgeJournal
    private let settings: Settings
    private var purges: [InterruptedPurge] = []

    init(_ journal: PurgeJournal, _ unfinished: [UnfinishedPurge], _ settings: Settings) {
        self.journal = journal
        self.settings = settings
        purges = unfinished.map { InterruptedPurge($0) }
    }

    /// Targets that may have to be worked on.
    var targets: [PurgeTarget] { purges.flatMap(\.targets) }

    /// Their directories.
    var directories: [ByteString] { targets.map(\.directory) }

    /// What the first of them was begun with that tells.
    var terms: PurgeTerms? { purges.lazy.compactMap(\.history.terms).first }

    /// Finishes all of them. `tell` is called before each.
    mutating func run(
        _ ground: PurgeGround, _ key: borrowing SigningKey?, tell: (String) -> Void
    ) throws(CommandFailure) -> Outcome {
        var outcome = Outcome()
        for interrupted in purges where Signals.requested == nil {
            outcome.purges += 1
            for warning in interrupted.warnings(settings, isSigned: key != nil) { tell(warning) }
            if interrupted.isGivenUp {
                tell("giving up purge \(interrupted.number), as --drop had begun to: \(interrupted.words)")
                guard let given = try interrupted.giveUp(journal, ground, key, settings) else {
                    continue
                }
                outcome.sentences.append("purge \(interrupted.number) was given up")
                outcome.finished.append(Finished(report: given.report, receipt: given.receipt))
                continue
            }
            if let obstacle = obstacle(to: interrupted) {
                outcome.isComplete = false
                outcome.sentences.append(
                    "purge \(interrupted.number) was interrupted and cannot be finished: \(obstacle); nothing of it "
                        + "was touched, and `\(givingUp(interrupted))` gives it up")
                continue
            }
            tell(
                "finishing purge \(interrupted.number), which was interrupted: \(interrupted.words); "
                    + how(interrupted))
            try finish(interrupted, ground, key, &outcome, tell)
        }
        return outcome
    }

    /// Why a purge must not go on. Whoever can edit the manifest could write any plan.
    private func obstacle(to interrupted: InterruptedPurge) -> String? {
        guard let plan = interrupted.plan else { return "its plan in the manifest cannot be read, or was changed" }
        let keeper = PurgeGuard(settings)
        return keeper.complaint(plan.targets.filter(\.isTree).map(\.directory))
            ?? keeper.ownComplaint(plan.targets.filter { !$0.isTree }.map(\.directory))
    }

    private func givingUp(_ interrupted: InterruptedPurge) -> String {
        PurgeCommandLine.givingUp(interrupted.number, settings, terms: interrupted.history.terms)
    }

    private func how(_ interrupted: InterruptedPurge) -> String {
        guard let terms = interrupted.history.terms else {
            return "what --wait and --force it was given is not known, and those of this run count"
        }
        return "as it was asked for, " + terms.words
    }

    private func finish(
        _ interrupted: InterruptedPurge, _ ground: PurgeGround, _ key: borrowing SigningKey?, _ outcome: inout Outcome,
        _ tell: (String) -> Void
    ) throws(CommandFailure) {
        let purge = interrupted.purge
        let history = interrupted.history
        let terms = history.terms ?? PurgeTerms(settings)
        let deadline = terms.deadline
        let now = Clock.now
        journal.resume(purge)
        _ = journal.mayDo(
            PurgeStep(target: PurgeStep.whole, kind: .resume, name: JournalRecord.bytes(of: now)))
        let number = interrupted.number
        var report = interrupted.report(settings)
        report.resumed = history.resumed + [now]
        var maker = ReceiptMaker(report: report)
        let stepsByTarget = interrupted.stepsByTarget
        let targets = interrupted.targets
        let keeping = targets.indices.filter { targets[$0].keepsEvidence }
        let isOpen = keeping.contains { index in
            !(stepsByTarget[index] ?? []).contains { $0.kind == .end || $0.kind == .prune }
        }
        var taker = try openQuarantine(isOpen, purge.record)
        let recall = recall(purge, taker)
        for (index, target) in targets.enumerated() {
            let steps = stepsByTarget[index] ?? []
            var kept = recall?.kept(of: target) ?? EvidenceTaker.Kept()
            let turn = TargetPurge(
                target: target, ground: ground, forces: terms.forces,
                steps: JournalSteps(journal, target: index, isWhole: target.entries == nil),
                began: purge.record.started, deadline: deadline)
            var row =
                steps.isEmpty
                ? turn.run(&taker, kept: &kept, tell: tell)
                : TargetRecovery(turn, steps, history[index] ?? PurgeCount()).run(&taker, kept: &kept, tell: tell)
            // Then it stays open, and the next run goes on.
            if Signals.requested != nil { return }
            recall?.complete(&row, of: number, kept)
            if kept.entries.count < row.kept, recall == nil {
                row.notes.append("not all that was kept before can be named; `bezoar quarantine list` has it")
            }
            report.rows.append(row)
            maker.add(row, kept)
        }
        let isComplete = report.isComplete
        outcome.isComplete = outcome.isComplete && isComplete
        outcome.sentences.append(
            "purge \(number) was interrupted and was finished now" + (isComplete ? "" : "; not all of it is gone"))
        report.finished = Clock.now
        report.status = .recovered
        let receipt = try maker.finish(report, key)
        report.signedBy = receipt.signedBy
        if let complaint = journal.complaint { throw CommandFailure(settings.database.value, complaint) }
        try journal.finish(.recovered, receipt, maker)
        outcome.finished.append(Finished(report: report, receipt: receipt.document))
    }

    /// What the processes before have kept; `nil` where the quarantine cannot be read.
    private func recall(_ purge: UnfinishedPurge, _ taker: borrowing EvidenceTaker?) -> EvidenceRecall? {
        switch taker {
        case .some(let taker): return try? taker.recall()
        case .none: return EvidenceRecall(purge.record, settings)
        }
    }

    private func openQuarantine(_ isNeeded: Bool, _ purge: PurgeRecord) throws(CommandFailure) -> EvidenceTaker? {
        guard isNeeded else { return nil }
        return EvidenceTaker(try QuarantineFile.open(settings, .write), for: purge)
    }
}
