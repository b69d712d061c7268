import Hashing
import Inventory
import Linux
import Purge
import Report

/// A purge whose process ended before it did, with what its journal tells.
struct InterruptedPurge {
    let purge: UnfinishedPurge
    /// `nil` where the journal's cannot be read, or is not the one that was begun.
    let plan: PurgePlan?
    let history: JournalHistory

    init(_ purge: UnfinishedPurge) {
        self.purge = purge
        // What is carried out is what was asked for: the purge's own row has the digest of that.
        let isWhole = (try? PlanFile.digest(of: purge.document)) == purge.record.plan
        var plan = isWhole ? try? PlanDocument.read(purge.document) : nil
        history = JournalHistory(purge.steps)
        if let keeps = history.terms?.keeps {
            for index in plan?.targets.indices ?? 0..<0 { plan?.targets[index].keepsEvidence = keeps }
        }
        self.plan = plan
    }

    var number: Int64 { purge.record.number }

    var targets: [PurgeTarget] { plan?.targets ?? [] }

    /// Steps of each target that has any.
    var stepsByTarget: [Int: [PurgeStep]] { Dictionary(grouping: purge.steps, by: \.target) }

    /// Whether somebody has given it up, and was interrupted at that.
    var isGivenUp: Bool { purge.steps.contains { $0.kind == .stop } }

    /// When it was begun, and what it is about, for people.
    var words: String {
        let record = purge.record
        let before = history.resumed.count
        let caches = plan.map { Human.counted($0.targets.count, "cache") } ?? "a plan that cannot be read"
        return "begun \(Timestamp.plain(nanoseconds: record.started))"
            + (before == 0 ? "" : ", resumed \(Human.counted(before, "time")) before")
            + "; plan \(record.plan.hex.prefix(16)) (\(caches)) of `\(Quotation.text(Array(record.command.utf8)))`"
    }

    /// What this run does otherwise than it was begun, in sentences.
    func warnings(_ settings: Settings, isSigned: Bool) -> [String] {
        var sentences: [String] = []
        if !isSigned, let key = history.terms?.key {
            sentences.append(
                "purge \(number) was begun with the key \(Quotation.text(key.bytes)), and this run has none: its "
                    + "receipt is not signed")
        }
        let folder = HostKey.absolute(QuarantineFile.path(settings))
        if let other = history.terms?.quarantine, other != folder, targets.contains(where: \.keepsEvidence) {
            sentences.append(
                "purge \(number) was begun with the quarantine \(Quotation.text(other.bytes)), and this run has "
                    + "\(Quotation.text(folder.bytes)): what was kept before is not looked for")
        }
        return sentences
    }

    /// A report of nothing yet. The host is called what it was when the purge was begun.
    func report(_ settings: Settings) -> PurgeReport {
        var report = PurgeReport(
            version: Version.current, host: plan?.host ?? settings.host, started: purge.record.started, number: number,
            command: purge.record.command, plan: purge.record.plan)
        report.resumed = history.resumed
        report.hasPlan = plan != nil
        return report
    }

    /// Gives it up: nothing more is removed. What was renamed away is put back where that is safe, and else named.
    /// `nil` where that was stopped, too: then the next run goes on with it.
    func giveUp(
        _ journal: PurgeJournal, _ ground: PurgeGround, _ key: borrowing SigningKey?, _ settings: Settings
    ) throws(CommandFailure) -> (report: PurgeReport, receipt: [UInt8])? {
        journal.resume(purge)
        let step = PurgeStep(target: PurgeStep.whole, kind: .stop, name: JournalRecord.bytes(of: Clock.now))
        var report = report(settings)
        report.status = .stopped
        var maker = ReceiptMaker(report: report)
        let database = settings.database.value
        let recall = EvidenceRecall(purge.record, settings)
        if !isGivenUp, !journal.mayDo(step) { throw complaint(journal, database) }
        let steps = stepsByTarget
        for (index, target) in targets.enumerated() {
            let writer = JournalSteps(journal, target: index, isWhole: target.entries == nil)
            let drop = TargetDrop(
                target: target, steps: steps[index] ?? [], ground: ground, journal: writer,
                began: purge.record.started)
            var row = drop.run(history[index])
            if Signals.requested != nil { return nil }
            let kept = recall?.kept(of: target) ?? EvidenceTaker.Kept()
            recall?.complete(&row, of: number, kept)
            report.rows.append(row)
            maker.add(row, kept)
        }
        report.finished = Clock.now
        let receipt = try maker.finish(report, key)
        report.signedBy = receipt.signedBy
        if journal.complaint != nil { throw complaint(journal, database) }
        try journal.finish(.stopped, receipt, maker)
        return (report, receipt.document)
    }

    private func complaint(_ journal: PurgeJournal, _ database: ByteString) -> CommandFailure {
        CommandFailure(database, journal.complaint ?? "the journal cannot be written")
    }
}
