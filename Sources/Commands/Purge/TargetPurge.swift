import EngineAPI
import Inventory
import Linux
import Purge

/// Purges one target of a plan.
///
/// ```
///  what the records say ─► directories opened, identities ─► in use? ─► evidence ─► journal ─┬─► engine ─► gone?
///                                                                                            └─► files ─► look again
/// ```
struct TargetPurge {
    let target: PurgeTarget
    let ground: PurgeGround
    /// Whether it is purged although builds use it.
    let forces: Bool
    let steps: JournalSteps
    /// When the purge began, nanoseconds since 1970.
    let began: Int64
    /// When waiting for builds ends, of `Clock.steady`.
    let deadline: Int64

    /// Milliseconds between two looks for an engine that removes, and how many there are.
    private static let pause = PurgeGround.pause
    private static let engineLooks = 60

    /// Does it. What was kept is told through `kept`.
    func run(
        _ taker: inout EvidenceTaker?, kept: inout EvidenceTaker.Kept, tell: (String) -> Void
    ) -> PurgeReport.Row {
        var row = PurgeReport.Row(target: target, outcome: .refused)
        row.began = began
        if let refusal = difference() {
            row.notes.append(refusal)
            return row
        }
        do throws(OpenedTarget.Refusal) {
            let opened = try OpenedTarget.open(target)
            try waitUntilIdle(&row, tell)
            try requireRight()
            if target.keepsEvidence {
                try keep(opened, &taker, &kept, &row)
                // Keeping takes its time, and a build may have begun meanwhile.
                row.outcome = .refused
                try waitUntilIdle(&row, tell)
                try keepAgain(opened, &taker, &kept)
            }
            guard steps.mayDo(.begin, PurgeCount(kept: row.kept)) else { throw OpenedTarget.Refusal(reason: "") }
            if let engine = chosenEngine(&row) {
                prune(engine, opened, &row)
                kept.tell(&row)
            } else {
                row.way = .files
                remove(opened, &taker, &kept, &row)
            }
            steps.end(
                PurgeCount(files: row.files, folders: row.folders, bytesFreed: row.bytesFreed, outcome: row.outcome))
        } catch {
            if !error.reason.isEmpty { row.notes.append(error.reason) }
        }
        return row
    }

    // MARK: Before

    /// In which way the records speak of another cache than the plan does; `nil` where they do not.
    private func difference() -> String? {
        if target.isTree { return nil }
        guard let now = ground.cache(of: target) else {
            return "its record is not there any more; make a new plan"
        }
        guard now.path == target.directory, now.snapshot == target.snapshot else {
            return "its record names another directory than the plan has; make a new plan"
        }
        let byUse: Set<String> = ["unused-for", "budget"]
        let wasUsed = now.uses != target.uses || now.lastUsed != target.lastUsed
        if wasUsed, target.reasons.contains(where: { byUse.contains($0.selector) }) {
            return "it was used since the plan was made; make a new plan"
        }
        return nil
    }

    private func waitUntilIdle(
        _ row: inout PurgeReport.Row, _ tell: (String) -> Void
    ) throws(OpenedTarget.Refusal) {
        if forces {
            let note = "a build used it while it was purged, because of --force"
            if !row.notes.contains(note), !ground.users(of: target).isEmpty { row.notes.append(note) }
            return
        }
        let users = ground.users(of: target, until: deadline, tell: tell)
        if users.isEmpty { return }
        throw OpenedTarget.Refusal(
            reason: "a build uses it (\(PurgeGround.words(users))); wait for it with --wait, or give --force and let "
                + "that build fail")
    }

    /// Throws where only the engine may purge it and cannot, or its files must not be touched.
    private func requireRight() throws(OpenedTarget.Refusal) {
        let hasEngine = target.entries == nil && ground.engine(of: target) != nil
        if hasEngine { return }
        if let obstacle = ground.obstacle(to: target) { throw OpenedTarget.Refusal(reason: obstacle) }
        if target.needsEngine, target.entries == nil {
            throw OpenedTarget.Refusal(
                reason: "only its engine can purge it, since nobody remembers which folder of its base builds mount; "
                    + "start the engine and run again")
        }
    }

    private func keep(
        _ opened: borrowing OpenedTarget, _ taker: inout EvidenceTaker?, _ kept: inout EvidenceTaker.Kept,
        _ row: inout PurgeReport.Row
    ) throws(OpenedTarget.Refusal) {
        do throws(EvidenceTaker.Failure) {
            defer { row.kept = kept.entries.count }
            if taker == nil { throw EvidenceTaker.Failure(reason: "there is no quarantine to keep it in") }
            try taker?.keep(target, opened, &kept)
        } catch {
            row.outcome = .failed
            let without = "give --no-quarantine, and it is removed without evidence"
            let advice = error.advice.map { $0 + ", or " + without } ?? without
            throw OpenedTarget.Refusal(
                reason: Signals.requested != nil
                    ? "stopped before all was kept in the quarantine; nothing was removed"
                    : "\(error.reason); nothing was removed: " + advice)
        }
    }

    /// What an engine may remove is not seen again: so whatever changed while it was kept is kept now.
    private func keepAgain(
        _ opened: borrowing OpenedTarget, _ taker: inout EvidenceTaker?, _ kept: inout EvidenceTaker.Kept
    ) throws(OpenedTarget.Refusal) {
        guard target.entries == nil, target.hasRecord else { return }
        taker?.review(target, opened.content, { $0 }, &kept)
        if kept.missed > 0 { throw OpenedTarget.Refusal(reason: "\(kept.obstacle); nothing was removed") }
    }

    // MARK: By the engine

    /// The engine that is to remove all of the cache; `nil` where files are removed.
    private func chosenEngine(_ row: inout PurgeReport.Row) -> EngineClient? {
        // An engine passes over what is in use without a word.
        guard target.entries == nil, target.hasRecord, EngineClient.isRecord(target.record),
            !(forces && !ground.users(of: target).isEmpty)
        else { return nil }
        if let engine = ground.engine(of: target) { return engine }
        if let silence = ground.silence(of: target) {
            row.notes.append("removed by its files, because the engine could not be asked: \(silence)")
        }
        return nil
    }

    private func prune(_ engine: EngineClient, _ opened: borrowing OpenedTarget, _ row: inout PurgeReport.Row) {
        row.way = .engine
        guard steps.mayDo(PurgeStep.Kind.prune) else { return }
        do throws(EngineError) {
            let outcome = try engine.prune(record: target.record)
            if !outcome.others.isEmpty {
                row.notes.append("the engine says that it removed \(outcome.others.count) other records as well")
            }
            guard isGone(opened) else {
                row.outcome = outcome.isRemoved ? .partly : .refused
                row.notes.append(
                    outcome.isRemoved
                        ? "the engine says that it removed the cache, and the directory is still there"
                        : "the engine left it alone, without saying why: most likely a build uses it; give --wait"
                )
                row.left = [PurgeReport.Left(path: "", reason: "still there")]
                row.leftCount = 1
                return
            }
            row.outcome = .removed
            row.files = target.files
            row.bytesFreed = max(0, outcome.bytes ?? target.bytes)
        } catch {
            let isDone = isGone(opened)
            row.outcome = isDone ? .removed : .failed
            row.notes.append("\(error)")
            if isDone { row.files = target.files }
        }
    }

    /// Whether the directory itself is gone; an engine may take a moment.
    private func isGone(_ opened: borrowing OpenedTarget) -> Bool {
        for look in 0..<Self.engineLooks {
            if look > 0 { Clock.pause(milliseconds: Self.pause) }
            guard let status = try? opened.directory.status() else { return false }
            if status.links == 0 { return true }
            do throws(SystemError) {
                let there = try Descriptor.status(withoutLinks: target.directory.bytes)
                if there.device != status.device || there.inode != status.inode { return true }
            } catch {
                if error.number == SystemError.notFound { return true }
            }
            if Signals.requested != nil { return false }
        }
        return false
    }

    // MARK: By files

    private func remove(
        _ opened: borrowing OpenedTarget, _ taker: inout EvidenceTaker?, _ kept: inout EvidenceTaker.Kept,
        _ row: inout PurgeReport.Row
    ) {
        let options = steps.options(target.keepsEvidence ? kept.files : nil)
        defer { if target.keepsEvidence { kept.tell(&row) } }
        do throws(SystemError) {
            if let entries = target.entries {
                let chosen = entries.map {
                    RemovalEntry(path: $0.path, identity: $0.identity, digest: $0.digest)
                }
                let outcome = try Removal.remove(chosen, from: opened.content, options: options) { trash, origin in
                    if target.keepsEvidence { taker?.review(target, trash, origin, &kept) }
                }
                row.take(outcome.removal)
                row.take(outcome.entries, of: entries)
            } else {
                // Of a copy of a base only what builds see: they may mount other folders of it, too.
                let outcome = try Removal.empty(opened.content, options: options) { trash, origin in
                    if target.keepsEvidence { taker?.review(target, trash, origin, &kept) }
                }
                row.take(outcome)
                row.appeared = outcome.appearedCount
                row.outcome = outcome.isComplete ? .removed : .partly
            }
        } catch {
            row.outcome = .failed
            row.notes.append("it could not be removed: \(error)")
            return
        }
        row.compareWithPlan()
        PurgeProof.look(opened, target, &row)
    }
}
