import Inventory
import Linux
import Manifest
import Purge

/// Which entries of the quarantine flags choose: by the purge that kept them, by cache, by age. All must hold.
struct QuarantineChoice {
    /// Ids of what a purge kept; `nil` where none is named.
    private var kept: Set<String>?
    /// Removed things that the receipt counts and does not name.
    private(set) var unlisted = 0
    private let caches: [ByteString]
    /// Nanoseconds since 1970.
    private var takenBefore: Int64?

    /// Whether no flag chooses.
    var isEmpty: Bool { kept == nil && caches.isEmpty && takenBefore == nil }

    init(_ settings: Settings) throws(CommandFailure) {
        caches = settings.cachePatterns.value
        if let seconds = settings.olderThan.value {
            let (span, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
            takenBefore = overflow ? .min : Clock.now.subtractingReportingOverflow(span).partialValue
        }
        if let number = settings.purgeNumber.value {
            let receipt = try Self.receipt(of: Int64(number), settings)
            kept = Set(receipt.removed.compactMap(\.quarantine))
            unlisted = receipt.removedUnlisted
        }
    }

    /// Whether an entry is chosen.
    func takes(_ entry: QuarantineEntry) -> Bool {
        (kept?.contains(entry.id) ?? true) && (caches.isEmpty || CacheFilter.matches(entry.cache, caches))
            && (takenBefore.map { entry.taken < $0 } ?? true)
    }

    private static func receipt(of number: Int64, _ settings: Settings) throws(CommandFailure) -> Receipt {
        let store = try ManifestFile.open(settings, mode: .read)
        let receipts: [KeptReceipt]
        do throws(ManifestError) {
            receipts = try store.receipts(of: number)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        guard let found = receipts.first else {
            throw CommandFailure("there is no receipt of a purge \(number); `bezoar receipts` lists them")
        }
        do throws(EvidenceError) {
            let statement = found.isSigned ? try Envelope(document: found.document).payload : found.document
            return try Receipt(statement: statement)
        } catch {
            throw CommandFailure("the receipt of purge \(number) cannot be read: \(error)")
        }
    }
}
