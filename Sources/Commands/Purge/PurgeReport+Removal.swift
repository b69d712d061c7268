import Inventory
import Linux
import Purge

extension PurgeReport.Row {
    /// Entries that are listed of what is left.
    private static let listedMax = 1_000

    /// Takes over what a removal did.
    mutating func take(_ outcome: RemovalOutcome) {
        count(outcome)
        for remainder in outcome.left where remainder.reason != .cancelled {
            note(remainder.path, remainder.words)
        }
        leftCount += outcome.leftCount - outcome.left.count
        if outcome.wasStopped { notes.append("it was stopped before its end") }
        if !outcome.isSynchronized {
            notes.append("the removal may not survive a power loss: the disk did not confirm it")
        }
    }

    /// Takes over how much a removal took out.
    mutating func count(_ outcome: RemovalOutcome) {
        files += outcome.files
        folders += outcome.folders
        let (sum, overflow) = bytesFreed.addingReportingOverflow(outcome.bytesFreed)
        bytesFreed = overflow ? .max : sum
    }

    /// Adds what processes before this one did.
    mutating func add(_ earlier: PurgeCount) {
        before = earlier
        var sum = PurgeCount(files: files, folders: folders, bytesFreed: bytesFreed, kept: kept)
        sum.add(earlier)
        (files, folders, bytesFreed, kept) = (sum.files, sum.folders, sum.bytesFreed, sum.kept)
        if !earlier.isExact {
            notes.append(
                "a process that was ended before its time had begun to delete, and could not say how much: the counts "
                    + "are the least that was removed")
        }
    }

    /// Takes over what became of single entries, and says what the target came to. `isAgain` says that an earlier
    /// process may have removed some of them, for the same purge.
    mutating func take(_ outcomes: [EntryOutcome], of entries: [PurgePlan.Entry], isAgain: Bool = false) {
        var removed = 0
        var refused = 0
        for (entry, outcome) in zip(entries, outcomes) {
            switch outcome {
            case .removed:
                removed += 1
                taken.insert(entry.path)
            case .missing: missing.insert(entry.path)
            // A folder goes only where nothing else has come to lie in it.
            case .changed(.notEmpty) where entry.kind == .directory: removed += 1
            case .changed(let difference):
                refused += 1
                note(entry.path, "changed since the plan was made (\(difference.rawValue)); make a new plan")
            case .left(.moved, _): note(entry.path, RemovalRemainder.movedAway)
            case .left(let reason, let error):
                note(entry.path, error.map { "\(reason.rawValue): \($0)" } ?? reason.rawValue)
            case .notTried: note(entry.path, "not tried")
            }
        }
        removed += missing.count
        outcome = removed == entries.count ? .removed : refused == entries.count ? .refused : .partly
        if isAgain {
            taken.formUnion(missing)
            missing = []
        } else {
            noteMissing(of: entries.count)
        }
    }

    private mutating func noteMissing(of count: Int) {
        if missing.isEmpty { return }
        let isAll = missing.count == count
        if isAll, outcome == .removed { outcome = .gone }
        notes.append(isAll ? "gone already: nothing of it was there" : "\(missing.count) of \(count) gone already")
    }

    /// Says of all content how it differs from what was planned.
    mutating func compareWithPlan() {
        guard target.entries == nil, way == .files, outcome == .removed else { return }
        if files == 0, folders == 0 {
            outcome = .gone
            notes.append("gone already: it was empty")
        } else if files > target.files {
            let more = files - target.files
            notes.append(
                "\(more == 1 ? "1 file" : "\(more) files") more than planned: of a whole cache everything goes, also "
                    + "what came after the plan")
        }
    }

    /// Notes something that is left, once.
    mutating func note(_ path: ByteString, _ reason: String) {
        leftCount += 1
        let isListed = left.contains { $0.path == path }
        if isListed { return leftCount -= 1 }
        if left.count < Self.listedMax { left.append(PurgeReport.Left(path: path, reason: reason)) }
    }
}

extension RemovalRemainder {
    /// Of what was to go and vanished from the trash before it was deleted.
    static let movedAway = "moved out of the trash by somebody else before it was deleted: it may live on elsewhere"

    /// Why it is still there, for people.
    fileprivate var words: String {
        let place = place.map { ", now at \(Quotation.text($0.bytes))" } ?? ""
        return (reason == .moved ? Self.movedAway : reason.rawValue) + place + (error.map { ": \($0)" } ?? "")
    }
}
