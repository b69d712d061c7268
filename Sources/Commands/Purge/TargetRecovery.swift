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

    /// Does what is left to do. The counts of the row have what was removed before.
    func run() -> PurgeReport.Row {
        var row = PurgeReport.Row(target: target, outcome: .notTried)
        row.began = turn.began
        finish(&row)
        let own = PurgeCount(
            files: row.files, folders: row.folders, bytesFreed: row.bytesFreed, outcome: row.outcome)
        if !steps.contains(where: { $0.kind == .end }) { turn.steps.end(own) }
        row.add(before)
        return row
    }

    private func finish(_ row: inout PurgeReport.Row) {
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
                finishContent(opened, &row)
            } else {
                finishEntries(opened, &row)
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

    private var options: RemovalOptions {
        let steps = turn.steps
        return RemovalOptions(isCancelled: { Signals.requested != nil }, mayDo: { steps.mayDo($0) })
    }

    /// Says that a build uses it after all waiting, if one does and it is not purged all the same.
    private func isInTheWay(_ row: inout PurgeReport.Row) -> Bool {
        let users = turn.forces ? [] : ground.users(of: target, until: turn.deadline)
        if users.isEmpty { return false }
        row.outcome = .partly
        row.notes.append("a build uses it now (\(PurgeGround.words(users))); what had not been taken away yet stays")
        return true
    }

    private func finishContent(_ opened: borrowing OpenedTarget, _ row: inout PurgeReport.Row) {
        do throws(SystemError) {
            let leftovers = try Removal.leftovers(in: opened.content)
            let trash = try Removal.finish(leftovers, in: opened.content, options: options)
            row.take(trash)
            row.outcome = trash.isComplete ? .removed : .partly
            // What a build has written since, or is about to read, was in no plan.
            if isInTheWay(&row) { return }
            let rest = try Removal.empty(opened.content, options: options)
            row.take(rest)
            if !rest.isComplete { row.outcome = .partly }
        } catch {
            row.outcome = .failed
            row.notes.append("it could not be finished: \(error)")
            return
        }
        PurgeProof.look(opened, target, &row)
    }

    private func finishEntries(_ opened: borrowing OpenedTarget, _ row: inout PurgeReport.Row) {
        do throws(SystemError) {
            let leftovers = try Removal.leftovers(in: opened.content)
            let outcome = try Removal.finish(leftovers, in: opened.content, options: options)
            row.outcome = .removed
            putBack(opened, &row)
            // What was put back leaves an empty trash folder.
            let empty = try Removal.finish(
                Removal.leftovers(in: opened.content), in: opened.content, options: options)
            row.count(outcome)
            row.count(empty)
            if isInTheWay(&row) {
                row.taken = PurgeProof.absent(target.entries ?? [], opened)
            } else {
                // The rest has been kept as evidence where it was to be; each entry is held against the plan again.
                let entries = target.entries ?? []
                let chosen = entries.map { RemovalEntry(path: $0.path, identity: $0.identity, digest: $0.digest) }
                let rest = try Removal.remove(
                    chosen, from: opened.content, options: options)
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
    private func putBack(_ opened: borrowing OpenedTarget, _ row: inout PurgeReport.Row) {
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
