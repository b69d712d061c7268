import Hashing
import Inventory
import Linux
import Purge

/// Puts the receipt of a purge together, what must not come back, and the places that it emptied.
struct ReceiptMaker {
    /// A receipt as it is kept.
    struct Made {
        var document: [UInt8]
        /// Fingerprint of the key; `nil` where there was none, and then the document is the bare statement.
        var signedBy: String?
    }

    private var receipt: Receipt
    private(set) var tombstones: [Tombstone] = []
    private(set) var removed: [RemovedPath] = []
    private let number: Int64
    private let purged: Int64
    /// Whether all targets are known, and were looked at again.
    private var isVerified: Bool
    private var reasons: Set<String> = []

    /// Whether an earlier process had begun with the purge is what the report says.
    init(report: PurgeReport) {
        number = report.number
        purged = report.started
        isVerified = report.hasPlan
        receipt = Receipt(
            version: report.version, host: ByteString(report.host), started: report.started,
            request: Receipt.Request(command: report.command, reason: "", plan: report.plan))
        receipt.isResumed = !report.resumed.isEmpty
        receipt.isStopped = report.status == .stopped
        receipt.resumptions = Array(report.resumed.suffix(Receipt.resumptionsMax))
    }

    /// Adds what became of one target.
    mutating func add(_ row: PurgeReport.Row, _ kept: EvidenceTaker.Kept) {
        let target = row.target
        let place = receipt.caches.count
        receipt.caches.append(Receipt.Cache(id: target.cache, root: target.root, folder: target.content))
        for reason in target.reasons { reasons.insert(reason.rule ?? reason.selector) }
        receipt.totals.files = Self.sum(receipt.totals.files, row.files)
        receipt.totals.folders = Self.sum(receipt.totals.folders, row.folders)
        receipt.totals.bytesFreed = Self.sum(receipt.totals.bytesFreed, row.bytesFreed)
        isVerified = isVerified && row.outcome.isDone
        for left in row.left { receipt.add(Receipt.Left(cache: place, path: left.path, reason: left.reason)) }
        receipt.leftUnlisted += max(0, row.leftCount - row.left.count)
        if !row.outcome.isDone, row.left.isEmpty {
            receipt.add(Receipt.Left(cache: place, path: "", reason: row.notes.first ?? row.outcome.rawValue))
        }
        note(row)
        guard row.outcome == .removed || row.outcome == .partly else { return }
        if let entries = target.entries {
            addEntries(entries, row, kept, place)
        } else {
            addContent(row, kept, place)
        }
    }

    /// Keeps in mind where nothing stood any more when the purge was over.
    private mutating func note(_ row: PurgeReport.Row) {
        let target = row.target
        let name = CacheName(root: target.root, cache: target.cache, record: target.record)
        let isForCause = target.reasons.contains(where: \.isCause)
        guard target.entries != nil else {
            if row.outcome.isDone { removed.append(RemovedPath(cache: name, path: "", isForCause: isForCause)) }
            return
        }
        for path in row.taken.sorted() {
            removed.append(RemovedPath(cache: name, path: path, isForCause: isForCause))
        }
        for path in row.missing.sorted() { removed.append(RemovedPath(cache: name, path: path, isForCause: false)) }
    }

    private mutating func addEntries(
        _ entries: [PurgePlan.Entry], _ row: PurgeReport.Row, _ kept: EvidenceTaker.Kept, _ place: Int
    ) {
        for entry in entries where row.taken.contains(entry.path) {
            let evidence = kept.entries[entry.path]
            // What is kept is what was removed.
            let digest = evidence?.digest ?? entry.digest
            let size = max(0, entry.identity.size)
            receipt.add(
                Receipt.Removed(
                    cache: place, path: entry.path, kind: entry.kind, size: size, digest: digest,
                    quarantine: evidence?.id))
            receipt.totals.bytes = Self.sum(receipt.totals.bytes, size)
            // What only belonged to it may be alike in a sound package.
            guard entry.isCause else { continue }
            tombstones.append(
                Tombstone(
                    purge: number, purged: purged, cache: row.target.cache, path: entry.path, purl: entry.purl,
                    digest: entry.digest ?? evidence?.digest, rule: entry.rule))
        }
    }

    private mutating func addContent(_ row: PurgeReport.Row, _ kept: EvidenceTaker.Kept, _ place: Int) {
        // Of what was given up in the midst of it nobody says that all its content is gone.
        if receipt.isStopped, !row.outcome.isDone { return }
        receipt.add(
            Receipt.Removed(cache: place, path: "", kind: .directory, size: max(0, row.target.bytes)))
        receipt.totals.bytes = Self.sum(receipt.totals.bytes, max(0, row.target.bytes))
        let left = Set(row.left.map(\.path))
        for (path, entry) in kept.entries.sorted(by: { $0.key < $1.key })
        where !path.prefixes.contains(where: { left.contains($0) }) {
            receipt.add(
                Receipt.Removed(
                    cache: place, path: path, kind: entry.kind, size: entry.size, digest: entry.digest,
                    quarantine: entry.id))
        }
    }

    private static func sum<Number: FixedWidthInteger>(_ left: Number, _ right: Number) -> Number {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }

    /// Signs it, where there is a key.
    mutating func finish(
        _ report: PurgeReport, _ key: borrowing SigningKey?
    ) throws(CommandFailure) -> Made {
        receipt.finished = report.finished
        receipt.isVerified = isVerified
        receipt.areCountsExact = report.areCountsExact
        receipt.request.reason = reasons.sorted().joined(separator: ", ")
        let receipt = receipt
        do {
            switch key {
            case .none: return Made(document: receipt.statement + [UInt8(ascii: "\n")], signedBy: nil)
            case .some(let key):
                let name = SHA256Digest(try key.verifyingKey().fingerprint()).hex
                return Made(document: try receipt.signed(with: key), signedBy: name)
            }
        } catch {
            throw CommandFailure("the receipt could not be signed: \(error)")
        }
    }
}

extension ByteString {
    /// The path itself and the folders above it.
    fileprivate var prefixes: [ByteString] {
        let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "/") } + [bytes.count]
        return ends.map { ByteString(Array(bytes[..<$0])) }
    }
}
