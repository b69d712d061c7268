import Hashing
import Inventory
import Linux
import Purge

/// Finishes purges whose process ended before they did.
///
/// ```
///  the journal's last steps of a target       what is done
///    none                                      nothing was removed; it has its turn now, as in any purge
///    begin … take-away, all content            what lies in the trash is deleted, and the rest of the content as well,
///                                              unless a build uses the cache now
///    begin … take-away, single entries         what lies in the trash under its own identity is deleted; what was
///                                              never looked at again is put back where it was; the rest of the
///                                              plan's entries go then
///    prune                                     the engine did it or not: the record tells
///    end                                       nothing is left to do
/// ```
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
    private var purges: [(purge: UnfinishedPurge, plan: PurgePlan?)] = []

    init(_ journal: PurgeJournal, _ unfinished: [UnfinishedPurge], _ settings: Settings) {
        self.journal = journal
        self.settings = settings
        purges = unfinished.map { ($0, try? PlanDocument.read($0.document)) }
    }

    /// Targets that may have to be worked on.
    var targets: [PurgeTarget] { purges.flatMap { $0.plan?.targets ?? [] } }

    /// Their directories.
    var directories: [ByteString] { targets.map(\.directory) }

    /// Finishes all of them.
    mutating func run(_ ground: PurgeGround, _ key: borrowing SigningKey?) throws(CommandFailure) -> Outcome {
        var outcome = Outcome()
        for (purge, plan) in purges where Signals.requested == nil {
            outcome.purges += 1
            try finish(purge, plan, ground, key, &outcome)
        }
        return outcome
    }

    private func finish(
        _ purge: UnfinishedPurge, _ plan: PurgePlan?, _ ground: PurgeGround, _ key: borrowing SigningKey?,
        _ outcome: inout Outcome
    ) throws(CommandFailure) {
        journal.resume(purge)
        let number = purge.record.number
        var report = PurgeReport(
            version: Version.current, host: Quotation.text(Host.name), started: purge.record.started, number: number,
            command: purge.record.command, plan: purge.record.plan)
        var maker = ReceiptMaker(report: report, isResumed: true)
        let begun = Set(purge.steps.map(\.target))
        let targets = plan?.targets ?? []
        var taker = try openQuarantine(
            targets.indices.contains { targets[$0].keepsEvidence && !begun.contains($0) }, purge.record.command)
        for (index, target) in targets.enumerated() {
            let steps = purge.steps.filter { $0.target == index }
            var row = PurgeReport.Row(target: target, outcome: .notTried)
            var kept = EvidenceTaker.Kept()
            row.began = purge.record.started
            if steps.isEmpty {
                let turn = TargetPurge(
                    target: target, ground: ground, settings: settings,
                    steps: JournalSteps(journal, target: index, isWhole: target.entries == nil),
                    began: purge.record.started, deadline: Clock.steady)
                row = turn.run(&taker, kept: &kept)
            } else {
                finish(target, index, steps, ground, &row)
            }
            // Then it stays open, and the next run goes on.
            if Signals.requested != nil { return }
            report.rows.append(row)
            maker.add(row, kept)
        }
        let isComplete = plan != nil && report.isComplete
        outcome.isComplete = outcome.isComplete && isComplete
        outcome.sentences.append(
            "purge \(number) was interrupted and was finished now" + (isComplete ? "" : "; not all of it is gone"))
        report.finished = Clock.now
        let receipt = try maker.finish(report, key)
        report.signedBy = receipt.signedBy
        if let complaint = journal.complaint { throw CommandFailure(settings.database.value, complaint) }
        try journal.finish(.recovered, receipt, maker)
        outcome.finished.append(Finished(report: report, receipt: receipt.document))
    }

    private func openQuarantine(_ isNeeded: Bool, _ command: String) throws(CommandFailure) -> EvidenceTaker? {
        guard isNeeded else { return nil }
        return EvidenceTaker(try QuarantineFile.open(settings, .write), command: command)
    }

    // MARK: One target

    private func finish(
        _ target: PurgeTarget, _ index: Int, _ steps: [PurgeStep], _ ground: PurgeGround,
        _ row: inout PurgeReport.Row
    ) {
        if steps.contains(where: { $0.kind == .prune }) {
            row.way = .engine
            let isGone = ground.cache(of: target) == nil
            row.outcome = isGone ? .removed : .refused
            row.notes.append(isGone ? "its engine had removed it" : "its engine had not removed it; make a new plan")
            return
        }
        do throws(OpenedTarget.Refusal) {
            let opened = try OpenedTarget.open(target)
            row.way = .files
            if steps.contains(where: { $0.kind == .end }) {
                row.outcome = .removed
                row.taken = PurgeProof.absent(target.entries ?? [], opened)
                return PurgeProof.look(opened, target, &row)
            }
            if target.entries == nil {
                try finishContent(target, index, opened, ground, &row)
            } else {
                finishEntries(target, index, steps, opened, ground, &row)
            }
        } catch {
            row.outcome = .refused
            row.notes.append(error.reason)
        }
    }

    private func options(_ index: Int, isWhole: Bool) -> RemovalOptions {
        let steps = JournalSteps(journal, target: index, isWhole: isWhole)
        return RemovalOptions(isCancelled: { Signals.requested != nil }, mayDo: { steps.mayDo($0) })
    }

    private func finishContent(
        _ target: PurgeTarget, _ index: Int, _ opened: borrowing OpenedTarget, _ ground: PurgeGround,
        _ row: inout PurgeReport.Row
    ) throws(OpenedTarget.Refusal) {
        do throws(SystemError) {
            let leftovers = try Removal.leftovers(in: opened.content)
            let trash = try Removal.finish(leftovers, in: opened.content, options: options(index, isWhole: true))
            row.take(trash)
            row.outcome = trash.isComplete ? .removed : .partly
            // What a build has written since, or is about to read, was in no plan.
            if ground.isInUse(target), !settings.forces.value {
                row.outcome = .partly
                row.notes.append("a build uses it now; what had not been taken away yet stays")
                return
            }
            let rest = try Removal.empty(opened.content, options: options(index, isWhole: true))
            row.take(rest)
            if !rest.isComplete { row.outcome = .partly }
        } catch {
            row.outcome = .failed
            row.notes.append("it could not be finished: \(error)")
            return
        }
        PurgeProof.look(opened, target, &row)
    }

    private func finishEntries(
        _ target: PurgeTarget, _ index: Int, _ steps: [PurgeStep], _ opened: borrowing OpenedTarget,
        _ ground: PurgeGround, _ row: inout PurgeReport.Row
    ) {
        do throws(SystemError) {
            let leftovers = try Removal.leftovers(in: opened.content)
            let outcome = try Removal.finish(leftovers, in: opened.content, options: options(index, isWhole: false))
            row.outcome = .removed
            row.files += outcome.files
            row.folders += outcome.folders
            row.bytesFreed = outcome.bytesFreed
            putBack(steps, opened, &row)
            // What was put back leaves an empty trash folder.
            _ = try Removal.finish(
                Removal.leftovers(in: opened.content), in: opened.content, options: options(index, isWhole: false))
            if ground.isInUse(target), !settings.forces.value {
                row.outcome = .partly
                row.taken = PurgeProof.absent(target.entries ?? [], opened)
                row.notes.append("a build uses it now; what had not been taken away yet stays")
            } else {
                // The rest has been kept as evidence where it was to be; each entry is held against the plan again.
                let entries = target.entries ?? []
                let chosen = entries.map { RemovalEntry(path: $0.path, identity: $0.identity, digest: $0.digest) }
                let rest = try Removal.remove(
                    chosen, from: opened.content, options: options(index, isWhole: false))
                row.take(rest.removal)
                row.take(rest.entries, of: entries, isAgain: true)
            }
        } catch {
            row.outcome = .failed
            row.notes.append("it could not be finished: \(error)")
            return
        }
        PurgeProof.look(opened, target, &row)
    }

    /// Puts back what was taken away and is not what was to be taken.
    private func putBack(_ steps: [PurgeStep], _ opened: borrowing OpenedTarget, _ row: inout PurgeReport.Row) {
        for step in steps where step.kind == .takeAway && !step.path.isEmpty {
            do throws(SystemError) {
                try Removal.putBack(step.path, from: step.trash, as: step.name, in: opened.content)
                row.notes.append("\(Quotation.text(step.path.bytes)): taken by mistake, and put back")
            } catch {
                if error.number == SystemError.notFound { continue }
                row.notes.append(
                    "\(Quotation.text(step.path.bytes)): taken by mistake, and left in the folder "
                        + "\(Quotation.text(step.trash.bytes)): \(error)")
            }
        }
    }
}
