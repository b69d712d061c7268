import Inventory
import Linux
import Purge
import Synchronization

/// Writes the steps of one target's removal into the journal.
///
/// Of emptying a directory, one line stands for all entries that are renamed away: they keep their names, and all of
/// them are to go. Of single entries each has its line, because only it tells where the entry was.
final class JournalSteps: Sendable {
    private let journal: PurgeJournal
    private let target: Int
    private let isWhole: Bool
    /// The trash folders that are worked on, as the journal has them.
    private let folders = Guarded<[ByteString: JournalTrash]>([:])
    private let seen = Guarded<Set<PurgeStep.Kind>>([])

    init(_ journal: PurgeJournal, target: Int, isWhole: Bool) {
        self.journal = journal
        self.target = target
        self.isWhole = isWhole
    }

    /// How a removal that tells its steps here is done; where evidence is kept, only what `kept` has is taken out.
    func options(_ kept: KeptFiles?) -> RemovalOptions {
        var options = RemovalOptions(isCancelled: { Signals.requested != nil }, mayDo: { self.mayDo($0) })
        options.kept = kept
        options.madeTrash = { name, device, inode in
            self.folders.withLock { $0[name] = JournalTrash(device: device, inode: inode) }
        }
        return options
    }

    /// Notes something that is no step of the removal itself.
    func mayDo(_ kind: PurgeStep.Kind) -> Bool { journal.mayDo(PurgeStep(target: target, kind: kind)) }

    /// Notes something with what this process has done so far to the target.
    func mayDo(_ kind: PurgeStep.Kind, _ count: PurgeCount) -> Bool {
        journal.mayDo(PurgeStep(target: target, kind: kind, name: JournalRecord.bytes(of: count)))
    }

    /// Notes what this process did to the target. What was told to stop and is not at its end goes on later.
    func end(_ count: PurgeCount) {
        let isAtEnd = Signals.requested == nil || count.outcome?.isDone == true
        _ = mayDo(isAtEnd ? .end : .count, count)
    }

    /// Notes a step of the removal.
    func mayDo(_ step: RemovalStep) -> Bool {
        switch step {
        case .makeTrash(let name): return journal.mayDo(PurgeStep(target: target, kind: .makeTrash, trash: name))
        case .delete(let trash):
            // What was not touched since then is whole.
            return journal.mayDo(
                PurgeStep(
                    target: target, kind: .delete, trash: trash,
                    name: JournalRecord.bytes(of: Clock.now, folders.withLock { $0[trash] })))
        case .takeAway(let path, let trash, let name):
            if !isWhole {
                return journal.mayDo(
                    PurgeStep(target: target, kind: .takeAway, path: path, trash: trash, name: name))
            }
            guard isFirst(.takeAway) else { return true }
            let folder = folders.withLock { $0[trash] }.map { JournalRecord.bytes(of: $0) }
            return journal.mayDo(PurgeStep(target: target, kind: .takeAway, trash: trash, name: folder ?? ""))
        case .putBack(let path, let trash, let name):
            return journal.mayDo(PurgeStep(target: target, kind: .putBack, path: path, trash: trash, name: name))
        case .deleteInPlace(let path):
            guard isFirst(.deleteInPlace) else { return true }
            return journal.mayDo(PurgeStep(target: target, kind: .deleteInPlace, path: path))
        case .removeTrash(let trash):
            return journal.mayDo(PurgeStep(target: target, kind: .removeTrash, trash: trash))
        case .removeFolder(let path):
            return journal.mayDo(PurgeStep(target: target, kind: .removeFolder, path: path))
        }
    }

    /// Whether this is the first of its kind.
    private func isFirst(_ kind: PurgeStep.Kind) -> Bool { seen.withLock { $0.insert(kind).inserted } }
}
