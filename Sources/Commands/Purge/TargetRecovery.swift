import Inventory
import Linux
import Purge

/// Finishes one target of a purge that was interrupted in the midst of it.
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
struct TargetRecovery {
    private let turn: TargetPurge
    private let steps: [PurgeStep]
    /// What the processes before are known to have done to it.
    private let before: PurgeCount

    private var target: PurgeTarget { turn.target }
    private var ground: PurgeGround { turn.ground }

    /// `turn` is how the target would be purged from the start.
    init(_ turn: TargetPurge, _ steps: [PurgeStep], _ before: PurgeCount) {
        self.turn = turn
        self.steps = steps
        self.before = before
    }

    /// Does what is left to do. The counts of the row have what was removed before. `kept` has what they had kept.
    func run(
        _ taker: inout EvidenceTaker?, kept: inout EvidenceTaker.Kept, tell: (String) -> Void
    ) -> PurgeReport.Row {
        var row = PurgeReport.Row(target: target, outcome: .notTried)
        row.began = turn.began
        finish(&row, &taker, &kept, tell)
        kept.tell(&row)
        let own = PurgeCount(
            files: row.files, folders: row.folders, bytesFreed: row.bytesFreed, outcome: row.outcome)
        if !steps.contains(where: { $0.kind == .end }) { turn.steps.end(own) }
        row.add(before)
        return row
    }

    private func finish(
        _ row: inout PurgeReport.Row, _ taker: inout EvidenceTaker?, _ kept: inout EvidenceTaker.Kept,
        _ tell: (String) -> Void
    ) {
        if steps.contains(where: { $0.kind == .prune }) {
            row = Self.pruned(row, ground)
            return
        }
        do throws(OpenedTarget.Refusal) {
            let opened = try OpenedTarget.open(target)
            row.way = .files
            if steps.contains(where: { $0.kind == .end }) {
                row.outcome = before.outcome ?? .removed
                row.taken = PurgeProof.absent(target.entries ?? [], opened)
                return PurgeProof.look(opened, target, &row)
            }
            if target.entries == nil {
                finishContent(opened, &row, &taker, &kept, tell)
            } else {
                finishEntries(opened, &row, &taker, &kept, tell)
            }
        } catch {
            row.outcome = .refused
            row.notes.append(error.reason)
        }
    }

    /// What became of a target whose engine was asked to remove it.
    static func pruned(_ row: PurgeReport.Row, _ ground: PurgeGround) -> PurgeReport.Row {
        var row = row
        row.way = .engine
        // A state that cannot be read has no such record either: so the directory must be gone, too.
        let isGone = ground.cache(of: row.target) == nil && !isThere(row.target)
        row.outcome = isGone ? .removed : .refused
        row.notes.append(isGone ? "its engine had removed it" : "its engine had not removed it; make a new plan")
        return row
    }

    private static func isThere(_ target: PurgeTarget) -> Bool {
        do throws(OpenedTarget.Refusal) {
            _ = try OpenedTarget.open(target)
            return true
        } catch {
            return false
        }
    }

    private func options(_ kept: EvidenceTaker.Kept) -> RemovalOptions {
        turn.steps.options(target.keepsEvidence ? kept.files : nil)
    }

    /// Keeps what lies in a trash folder and was not kept as it is now, before it goes.
    private func review(
        _ leftover: RemovalLeftover, _ trash: borrowing Descriptor, _ staged: StagedTrash,
        _ taker: inout EvidenceTaker?, _ kept: inout EvidenceTaker.Kept
    ) {
        guard target.keepsEvidence else { return }
        let origins = staged.origins(in: leftover.name)
        taker?.review(
            target, trash, { name in origins[name] ?? leftover.ownName(name) ?? leftover.name.appending(name) }, &kept)
    }

    /// Says that a build uses it after all waiting, if one does and it is not purged all the same.
    private func isInTheWay(_ row: inout PurgeReport.Row, _ tell: (String) -> Void) -> Bool {
        let users = turn.forces ? [] : ground.users(of: target, until: turn.deadline, tell: tell)
        if users.isEmpty { return false }
        row.outcome = .partly
        row.notes.append("a build uses it now (\(PurgeGround.words(users))); what had not been taken away yet stays")
        return true
    }

    private func finishContent(
        _ opened: borrowing OpenedTarget, _ row: inout PurgeReport.Row, _ taker: inout EvidenceTaker?,
        _ kept: inout EvidenceTaker.Kept, _ tell: (String) -> Void
    ) {
        let options = options(kept)
        do throws(SystemError) {
            let staged = try StagedTrash(steps, in: opened.content)
            let trash = try Removal.finish(staged.leftovers, in: opened.content, options: options) {
                review($0, $1, staged, &taker, &kept)
            }
            row.take(trash)
            staged.tellLosses(&row)
            row.outcome = trash.isComplete && staged.losses.isEmpty ? .removed : .partly
            // What a build has written since, or is about to read, was in no plan.
            if isInTheWay(&row, tell) { return }
            let rest = try Removal.empty(opened.content, options: options) { trash, origin in
                if target.keepsEvidence { taker?.review(target, trash, origin, &kept) }
            }
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
        _ opened: borrowing OpenedTarget, _ row: inout PurgeReport.Row, _ taker: inout EvidenceTaker?,
        _ kept: inout EvidenceTaker.Kept, _ tell: (String) -> Void
    ) {
        let options = options(kept)
        do throws(SystemError) {
            let staged = try StagedTrash(steps, in: opened.content)
            let proven = try Removal.finish(staged.leftovers, in: opened.content, options: options) {
                review($0, $1, staged, &taker, &kept)
            }
            row.count(proven)
            // Then it stays open, and what is not proven yet stays where it is.
            if Signals.requested != nil { return }
            row.outcome = .removed
            try putBack(staged, opened, &row)
            // What was put back leaves an empty trash folder.
            row.count(try Removal.finish(staged.leftovers, in: opened.content, options: options))
            if isInTheWay(&row, tell) {
                row.taken = PurgeProof.absent(target.entries ?? [], opened).intersection(taken)
            } else {
                // The rest has been kept as evidence where it was to be; each entry is held against the plan again.
                let entries = target.entries ?? []
                let chosen = entries.map { RemovalEntry(path: $0.path, identity: $0.identity, digest: $0.digest) }
                let rest = try Removal.remove(chosen, from: opened.content, options: options) { trash, origin in
                    if target.keepsEvidence { taker?.review(target, trash, origin, &kept) }
                }
                row.take(rest.removal)
                row.take(rest.entries, of: entries, isAgain: true)
            }
            try noteStaged(staged, opened, &row)
            noteMoved(proven, staged, &row)
        } catch {
            row.outcome = .failed
            row.notes.append("it could not be finished: \(error)")
            return
        }
        PurgeProof.look(opened, target, &row)
    }

    /// Entries that the processes before had begun to take.
    private var taken: Set<ByteString> {
        Set(steps.filter { [.takeAway, .deleteInPlace, .removeFolder].contains($0.kind) }.map(\.path))
    }

    /// Names what still lies in the trash, and what somebody took out of it: neither is gone.
    private func noteStaged(
        _ staged: StagedTrash, _ opened: borrowing OpenedTarget, _ row: inout PurgeReport.Row
    ) throws(SystemError) {
        staged.tellLosses(&row)
        var isAllGone = staged.losses.isEmpty
        for leftover in try Removal.leftovers(named: staged.leftovers.map(\.name), in: opened.content) {
            let (entries, count) = try leftover.content(in: opened.content, limit: StagedTrash.entriesMax)
            let origins = staged.origins(in: leftover.name)
            for entry in entries {
                if let origin = origins[entry.name] { row.taken.remove(origin) }
                row.note(leftover.name.appending(entry.name), "renamed away, and not deleted")
            }
            row.leftCount += count - entries.count
            isAllGone = isAllGone && count == 0
        }
        if !isAllGone, row.outcome.isDone { row.outcome = .partly }
    }

    /// Names what somebody moved out of the trash while it was deleted: it may live on.
    private func noteMoved(_ deletion: RemovalOutcome, _ staged: StagedTrash, _ row: inout PurgeReport.Row) {
        for remainder in deletion.left where remainder.reason == .moved {
            let parts = remainder.path.bytes.split(separator: UInt8(ascii: "/"), maxSplits: 1)
                .map { ByteString(Array($0)) }
            let origin = parts.count == 2 ? staged.origins(in: parts[0])[parts[1]] : nil
            if let origin { row.taken.remove(origin) }
            row.note(origin ?? remainder.path, RemovalRemainder.movedAway)
            if row.outcome.isDone { row.outcome = .partly }
        }
    }

    /// Puts back what was taken away and is not what was to be taken: only what is proven to be that may go.
    private func putBack(
        _ staged: StagedTrash, _ opened: borrowing OpenedTarget, _ row: inout PurgeReport.Row
    ) throws(SystemError) {
        for leftover in try Removal.leftovers(named: staged.leftovers.map(\.name), in: opened.content) {
            let origins = staged.origins(in: leftover.name)
            let content = try leftover.content(in: opened.content, limit: StagedTrash.entriesMax)
            for entry in content.entries where !entry.isProven && Signals.requested == nil {
                guard let path = origins[entry.name] else { continue }
                let step = RemovalStep.putBack(path: path, trash: leftover.name, name: entry.name)
                guard turn.steps.mayDo(step) else { return }
                do throws(SystemError) {
                    try Removal.putBack(path, from: leftover.name, as: entry.name, in: opened.content)
                    row.notes.append("\(Quotation.text(path.bytes)): taken by mistake, and put back")
                } catch {
                    row.notes.append(
                        "\(Quotation.text(path.bytes)): taken by mistake, and left in the folder "
                            + "\(Quotation.text(leftover.name.bytes)): \(error)")
                }
            }
        }
    }
}
