import Inventory
import Linux
import Manifest
import Purge
import Synchronization

/// The journal of one purge at a time, in the manifest: each step is written there before it is done. As long as it is
/// open, no other purge and no audit writes to the manifest.
final class PurgeJournal: Sendable {
    private struct State {
        let store: ManifestStore
        var purge: Int64?
        var position: Int64 = 0
        var failure: ManifestError?
    }

    private let state: Guarded<State>
    private let settings: Settings

    /// Opens the manifest; it is made where there is none.
    init(_ settings: Settings) throws(CommandFailure) {
        self.settings = settings
        ManifestFile.makeDefaultFolder(settings)
        state = Guarded(State(store: try ManifestFile.open(settings, mode: .write)))
        try with { (state) throws(ManifestError) in try state.store.makeDurable() }
    }

    /// What those who plan ask the manifest.
    func memory() throws(CommandFailure) -> PurgeMemory {
        let settings = settings
        return try state.withLock { (state) throws(CommandFailure) in
            try PurgeMemory.read(from: state.store, settings)
        }
    }

    /// Purges that were interrupted.
    func unfinished() throws(CommandFailure) -> [UnfinishedPurge] {
        try with { (state) throws(ManifestError) in try state.store.unfinishedPurges() }
    }

    /// A purge, finished or not; `nil` where there is none of this number.
    func purge(_ number: Int64) throws(CommandFailure) -> PurgeRecord? {
        try with { (state) throws(ManifestError) in try state.store.purge(number) }
    }

    /// Begins a purge. What was asked for is the first step of its journal.
    func begin(
        _ command: String, digest: SHA256Digest, document: [UInt8], _ terms: PurgeTerms
    ) throws(CommandFailure) -> PurgeRecord {
        let first = PurgeStep(target: PurgeStep.whole, kind: .terms, name: JournalRecord.bytes(of: terms))
        return try with { (state) throws(ManifestError) in
            let record = try state.store.beginPurge(
                command: command, plan: digest, document: document, first: first, now: Clock.now)
            state.purge = record.number
            state.position = 1
            return record
        }
    }

    /// Goes on with one that was interrupted.
    func resume(_ purge: UnfinishedPurge) {
        state.withLock { state in
            state.purge = purge.record.number
            state.position = purge.next
        }
    }

    /// Writes a step down; false where that is not possible, and then the step must not be done.
    func mayDo(_ step: PurgeStep) -> Bool {
        state.withLock { state in
            guard let purge = state.purge, state.failure == nil else { return false }
            #if DEBUG
                KillPoint().pass(before: state.position)
            #endif
            do throws(ManifestError) {
                try state.store.journal(step, of: purge, at: state.position)
                #if DEBUG
                    KillPoint().pass(after: state.position)
                #endif
                state.position += 1
                return true
            } catch {
                state.failure = error
                return false
            }
        }
    }

    /// Why a step could not be written down.
    var complaint: String? {
        state.withLock { $0.failure.map { "the journal cannot be written, so nothing more is removed: \($0)" } }
    }

    /// Ends the purge with its receipt.
    func finish(
        _ status: PurgeRecord.Status, _ receipt: ReceiptMaker.Made, _ maker: ReceiptMaker
    ) throws(CommandFailure) {
        try with { (state) throws(ManifestError) in
            guard let purge = state.purge else { return }
            try state.store.finishPurge(
                purge, status: status, receipt: (receipt.document, receipt.signedBy != nil),
                tombstones: maker.tombstones, removed: maker.removed, now: Clock.now)
            state.purge = nil
        }
    }

    private func with<Result>(
        _ body: (inout State) throws(ManifestError) -> Result
    ) throws(CommandFailure) -> Result where Result: Sendable {
        do throws(ManifestError) {
            return try state.withLock { (state) throws(ManifestError) in try body(&state) }
        } catch {
            throw ManifestFile.failure(error, settings)
        }
    }
}
