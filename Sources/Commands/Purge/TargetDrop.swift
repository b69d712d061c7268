import Inventory
import Linux
import Purge

/// Gives up one target of a purge that was interrupted: nothing is removed, and what was renamed away is put back or
/// named.
///
/// ```
///  what lies in the trash                                what is done
///    taken by mistake, and never looked at again           put back
///    of a cache that went for cause                        left: a build would find it again
///    where deleting had begun: single entries, and          left: what would come back may not be whole
///      folders out of which something may be deleted
///    of a cache that a build uses                          left
///    all else                                              put back, where its name is free
/// ```
struct TargetDrop {
    private static let listedMax = 20
    /// Entries that are looked at to see whether folders are whole.
    private static let lookedMax = 1_000_000
    private static let deleting: Set<PurgeStep.Kind> = [.delete, .deleteInPlace, .removeFolder]

    let target: PurgeTarget
    let steps: [PurgeStep]
    let ground: PurgeGround
    let journal: JournalSteps
    /// When the purge began, nanoseconds since 1970.
    let began: Int64

    /// Does it. `before` is what the processes before are known to have done; `nil` where they did nothing.
    func run(_ before: PurgeCount?) -> PurgeReport.Row {
        var row = PurgeReport.Row(target: target, outcome: .notTried)
        row.began = began
        guard let before else {
            row.notes.append("it had no turn: nothing was done to it")
            return row
        }
        do throws(OpenedTarget.Refusal) {
            if steps.contains(where: { $0.kind == .prune }) {
                row = TargetRecovery.pruned(row, ground)
            } else {
                try giveUp(before, &row)
            }
        } catch {
            row.outcome = .failed
            row.notes.append("\(error.reason); what was renamed away from it, if anything, lies where it is now")
        }
        row.add(before)
        return row
    }

    private func giveUp(_ before: PurgeCount, _ row: inout PurgeReport.Row) throws(OpenedTarget.Refusal) {
        let opened = try OpenedTarget.open(target)
        row.way = .files
        if steps.contains(where: { $0.kind == .end }) {
            row.outcome = before.outcome ?? .removed
            row.taken = PurgeProof.absent(target.entries ?? [], opened)
            return PurgeProof.look(opened, target, &row)
        }
        let hasDeleted = steps.contains { Self.deleting.contains($0.kind) }
        row.outcome = hasDeleted ? .partly : .notTried
        var staged: Set<ByteString> = []
        var losses = 0
        do throws(SystemError) {
            let trash = try StagedTrash(steps, in: opened.content)
            if !trash.losses.isEmpty { row.outcome = .failed }
            trash.tellLosses(&row)
            staged.formUnion(trash.lost)
            losses = trash.losses.count
            let reason = reason
            for leftover in trash.leftovers {
                try settle(leftover, trash.origins(in: leftover.name), opened, &staged, &row, reason)
            }
            try opened.content.synchronize()
        } catch {
            row.outcome = .failed
            row.notes.append("what was renamed away could not be looked through: \(error)")
        }
        if hasDeleted { row.taken = PurgeProof.absent(target.entries ?? [], opened).subtracting(staged) }
        if row.leftCount > losses {
            if row.outcome != .failed { row.outcome = .partly }
            row.notes.append(
                "what is left below \(place(of: "")) was renamed away for deletion, and builds do not find it there; "
                    + "delete it by hand, or purge the whole cache, which takes it along")
        } else if !hasDeleted, row.outcome != .failed {
            row.notes.append("nothing of it was removed")
        }
    }

    /// Why nothing is put back; `nil` where what is whole may be.
    private var reason: String? {
        if target.reasons.contains(where: \.isCause) { return "left there, because it went for cause" }
        let users = ground.users(of: target)
        return users.isEmpty ? nil : "left there, because a build uses the cache (\(PurgeGround.words(users)))"
    }

    /// Why an entry is not put back although others are: something of it may be deleted.
    private func damage(
        _ entry: RemovalLeftover.Entry, of leftover: RemovalLeftover, _ opened: borrowing OpenedTarget,
        _ budget: inout Int
    ) -> String? {
        guard let deletion = steps.first(where: { $0.kind == .delete && $0.trash == leftover.name }) else { return nil }
        let moment = JournalRecord.moment(deletion.name)
        if !leftover.isOfEntries, leftover.isWhole(entry, since: moment, in: opened.content, budget: &budget) {
            return nil
        }
        return "left there, because deleting had begun, and it may not be whole"
    }

    private func place(of name: ByteString) -> String {
        Quotation.text(name.isEmpty ? target.content.bytes : target.content.appending(name).bytes)
    }

    // MARK: One trash folder

    private func settle(
        _ leftover: RemovalLeftover, _ taken: [ByteString: ByteString], _ opened: borrowing OpenedTarget,
        _ staged: inout Set<ByteString>, _ row: inout PurgeReport.Row, _ reason: String?
    ) throws(SystemError) {
        let (entries, count) = try leftover.content(in: opened.content, limit: StagedTrash.entriesMax)
        var restored: [ByteString] = []
        var budget = Self.lookedMax
        for entry in entries where Signals.requested == nil {
            let origin = leftover.isOfEntries ? taken[entry.name] : entry.hasOwnName ? entry.name : nil
            // What is not what the plan has was taken by mistake, whatever the reason was.
            let isMistake = leftover.isOfEntries && !entry.isProven
            var words = isMistake ? nil : reason
            if words == nil, !isMistake { words = damage(entry, of: leftover, opened, &budget) }
            if words == nil { words = putBack(entry, from: leftover, to: origin, opened) }
            guard let words else {
                restored.append(origin ?? entry.name)
                continue
            }
            if let origin { staged.insert(origin) }
            let was = origin.map { "was \(Quotation.text($0.bytes)); " } ?? ""
            row.note(leftover.name.appending(entry.name), was + words)
        }
        row.leftCount += count - entries.count
        for path in restored.prefix(Self.listedMax) { row.notes.append("\(place(of: path)): put back") }
        let rest = restored.count - Self.listedMax
        if rest > 0 { row.notes.append("\(rest) more put back below \(place(of: ""))") }
        guard restored.count == count, Signals.requested == nil, journal.mayDo(.removeTrash(leftover.name)) else {
            return
        }
        try? leftover.removeIfEmpty(in: opened.content)
    }

    /// Why it could not be put back; `nil` where it is.
    private func putBack(
        _ entry: RemovalLeftover.Entry, from leftover: RemovalLeftover, to origin: ByteString?,
        _ opened: borrowing OpenedTarget
    ) -> String? {
        guard let origin else { return "left there, because nothing tells what it was called" }
        let step = RemovalStep.putBack(path: origin, trash: leftover.name, name: entry.name)
        guard journal.mayDo(step) else { return "left there, because the journal could not be written" }
        do throws(SystemError) {
            if leftover.isOfEntries {
                try Removal.putBack(origin, from: leftover.name, as: entry.name, in: opened.content)
            } else {
                try leftover.putBack(entry, in: opened.content)
            }
            return nil
        } catch {
            let isTaken = error.number == SystemError.exists
            return isTaken ? "left there, because something stands under its name now" : "left there: \(error)"
        }
    }
}
