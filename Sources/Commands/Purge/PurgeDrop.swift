import Hashing
import Inventory
import Linux
import Purge

/// `bezoar purge --drop N`: gives up a purge that was interrupted.
///
/// ```
///  key, manifest (locked) ─► the purge ─► engines asked, or locked ─► this process locks itself in
///       ─► journal: `stop` ─► target by target: put back, or name ─► receipt ─► manifest: `stopped`
/// ```
struct PurgeDrop {
    /// What came of it.
    struct Outcome {
        /// `nil` where it was told to stop before its end.
        var report: PurgeReport?
        var receipt: [UInt8]?
        /// For people, on stderr.
        var warnings: [String] = []
    }

    private let settings: Settings
    private let metrics: JobMetrics?

    init(_ settings: Settings, _ metrics: JobMetrics?) {
        self.settings = settings
        self.metrics = metrics
    }

    /// Does it. `tell` gets what people should know before it is done.
    func run(_ number: Int64, tell: (String) -> Void) throws(CommandFailure) -> Outcome {
        var outcome = Outcome()
        let key = try HostKey.signing(settings)
        if key == nil { outcome.warnings.append("no receipt is signed: there is neither --key nor `receipts.key`") }
        let journal = try PurgeJournal(settings)
        let interrupted = try find(number, journal)
        if interrupted.plan == nil {
            outcome.warnings.append(
                "its plan cannot be read, so what it renamed away is not looked for: it lies in folders whose names "
                    + "begin with `.bezoar-purge-`, in the caches themselves")
        }
        outcome.warnings += interrupted.warnings(settings, isSigned: key != nil)
        let targets = interrupted.targets
        let roots = Set(targets.filter { !$0.isTree }.map(\.root)).sorted()
        let ground = PurgeGround(
            HostState.readCaches(roots, hostRoot: settings.hostRoot.value), settings, takesLocks: true)
        var places = PurgeConfinement.Places()
        places.directories = targets.map(\.directory)
        places.roots = ground.roots
        let quarantine = QuarantineFile.path(settings)
        places.quarantine = QuarantineFile.isThere(quarantine) ? quarantine : nil
        try metrics?.require(outside: places.directories)
        if let complaint = PurgeConfinement.apply(places, settings) { outcome.warnings.append(complaint) }
        do throws(SystemError) {
            try Signals.catchStopRequests()
        } catch {
            throw CommandFailure("signals cannot be caught: \(error)")
        }
        tell("giving up purge \(number), which was interrupted: \(interrupted.words)")
        let given = try interrupted.giveUp(journal, ground, key, settings)
        outcome.report = given?.report
        outcome.receipt = given?.receipt
        return outcome
    }

    private func find(_ number: Int64, _ journal: PurgeJournal) throws(CommandFailure) -> InterruptedPurge {
        let unfinished = try journal.unfinished()
        if let purge = unfinished.first(where: { $0.record.number == number }) { return InterruptedPurge(purge) }
        let others = unfinished.map { String($0.record.number) }.joined(separator: ", ")
        let advice = others.isEmpty ? "no purge is interrupted" : "interrupted: \(others)"
        guard let record = try journal.purge(number) else {
            throw CommandFailure("there is no purge \(number); \(advice)")
        }
        let status = record.status.rawValue
        throw CommandFailure(
            "purge \(number) is not interrupted but \(status), so there is nothing to give up; \(advice)")
    }
}
