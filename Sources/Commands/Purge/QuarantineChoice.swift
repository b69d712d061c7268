import Inventory
import Linux
import Manifest
import Purge

/// Which entries of the quarantine flags choose: by the purge that kept them, by cache, by age. All must hold.
struct QuarantineChoice {
    /// What tells the entries of one purge.
    private struct Origin {
        var purge: PurgeRecord
        /// Ids in its receipt, where it has one: entries of older programs have no number.
        var ids: Set<String> = []
    }

    private var origin: Origin?
    /// Removed things that the receipt counts and does not name.
    private(set) var unlisted = 0
    private let caches: [ByteString]
    /// Nanoseconds since 1970.
    private var takenBefore: Int64?

    /// Whether no flag chooses.
    var isEmpty: Bool { origin == nil && caches.isEmpty && takenBefore == nil }

    init(_ settings: Settings) throws(CommandFailure) {
        caches = settings.cachePatterns.value
        if let seconds = settings.olderThan.value {
            let (span, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
            takenBefore = overflow ? .min : Clock.now.subtractingReportingOverflow(span).partialValue
        }
        if let number = settings.purgeNumber.value { try read(Int64(number), settings) }
    }

    /// Whether an entry is chosen.
    func takes(_ entry: QuarantineEntry) -> Bool {
        (origin.map { $0.ids.contains(entry.id) || entry.isKept(by: $0.purge) } ?? true)
            && (caches.isEmpty || CacheFilter.matches(entry.cache, caches))
            && (takenBefore.map { entry.taken < $0 } ?? true)
    }

    /// Whether entries may be missing: those of older programs are known by the receipt alone.
    func mayMiss(in listing: QuarantineListing) -> Bool {
        guard unlisted > 0, let origin else { return false }
        return !listing.entries.contains { $0.why.purge == origin.purge.number && $0.isKept(by: origin.purge) }
    }

    private mutating func read(_ number: Int64, _ settings: Settings) throws(CommandFailure) {
        let store = try ManifestFile.open(settings, mode: .read)
        let receipts: [KeptReceipt]
        let record: PurgeRecord?
        do throws(ManifestError) {
            receipts = try store.receipts(of: number)
            record = try store.purge(number)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        guard let record else {
            throw CommandFailure("there is no purge \(number); `bezoar receipts` lists them")
        }
        origin = Origin(purge: record)
        // One that was interrupted has none yet.
        guard let found = receipts.first else { return }
        do throws(EvidenceError) {
            let statement = found.isSigned ? try Envelope(document: found.document).payload : found.document
            let receipt = try Receipt(statement: statement)
            origin?.ids = Set(receipt.removed.compactMap(\.quarantine))
            unlisted = receipt.removedUnlisted
        } catch {
            throw CommandFailure("the receipt of purge \(number) cannot be read: \(error)")
        }
    }
}
