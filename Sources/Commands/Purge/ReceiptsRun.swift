import Hashing
import Inventory
import Linux
import Manifest
import Purge
import Report

/// `bezoar receipts`: lists the receipts of purges, checks them, or writes one.
struct ReceiptsRun {
    private let settings: Settings
    private var console: Console

    init(_ settings: Settings) {
        self.settings = settings
        console = Console(settings)
    }

    /// Runs it.
    mutating func run(_ number: Int64?) throws(CommandFailure) -> ExitCode {
        let store = try ManifestFile.open(settings, mode: .read)
        let kept: [KeptReceipt]
        let unfinished: [UnfinishedPurge]
        do throws(ManifestError) {
            kept = try store.receipts(of: number)
            unfinished = try store.unfinishedPurges()
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        let key = try HostKey.verifying(settings)
        let rows = try kept.map { (receipt) throws(CommandFailure) in Self.row(receipt, key) }
        if let number {
            if unfinished.contains(where: { $0.record.number == number }) {
                throw CommandFailure("purge \(number) was interrupted, and has no receipt yet")
            }
            guard let receipt = kept.first else {
                throw CommandFailure("there is no receipt of a purge \(number); `bezoar receipts` lists them")
            }
            guard Self.isText(receipt.document) else {
                throw CommandFailure(
                    "the receipt of purge \(number) in the manifest is damaged: it is no text, and is not written")
            }
            try console.write { output in
                output.write(receipt.document)
                output.flush()
            }
            // The receipt itself goes to stdout or into a file, whatever is wrong with it.
            for row in rows where !row.isSound { console.warn("purge \(row.purge.number): \(row.reason)") }
            return rows.allSatisfy(\.isSound) ? .clean : .findings
        }
        let writer = ReceiptsWriter(version: Version.current, style: console.style)
        let format = DocumentFormat(rawValue: settings.format.value.rawValue) ?? .text
        for purge in unfinished {
            console.warn(PurgeCommandLine.interrupted(purge.record, JournalHistory(purge.steps).terms, settings))
        }
        let interrupted = unfinished.map(\.record)
        try console.write { output in writer.write(rows, interrupted: interrupted, as: format, to: output) }
        return rows.allSatisfy(\.isSound) ? .clean : .findings
    }

    /// Whether a document can be shown: whoever can edit a manifest could have it steer the terminal.
    private static func isText(_ document: [UInt8]) -> Bool {
        guard let text = String(validating: document, as: UTF8.self) else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            scalar == "\n" || scalar == "\t" || scalar == "\r" || scalar.properties.generalCategory != .control
        }
    }

    /// What is to be said where a receipt names another key than the one given.
    private static func otherKey(_ name: String?, _ key: borrowing VerifyingKey) -> String? {
        guard let name, let own = try? SHA256Digest(key.fingerprint()).hex, name != own else { return nil }
        return "it names the key \(name.prefix(12))... as its signer; the one given here is \(own.prefix(12))..."
    }

    /// What a receipt says, and whether it may be believed.
    private static func row(_ kept: KeptReceipt, _ key: borrowing VerifyingKey?) -> ReceiptRecord {
        var row = ReceiptRecord(purge: kept.purge, made: kept.made)
        do throws(EvidenceError) {
            if kept.isSigned {
                let envelope = try Envelope(document: kept.document)
                row.signedBy = envelope.signatures.first?.key
                switch key {
                case .none:
                    row.state = .unchecked
                    row.take(try Receipt(statement: envelope.payload))
                case .some(let key):
                    if let other = otherKey(row.signedBy, key) {
                        row.state = .otherKey
                        row.complaint = other
                        row.take(try Receipt(statement: envelope.payload))
                        break
                    }
                    row.take(try Receipt(signed: kept.document, key: key))
                    row.state = .verified
                }
            } else {
                row.state = .unsigned
                row.take(try Receipt(statement: kept.document))
                switch key {
                case .none: break
                case .some: row.complaint = "nobody signed it, so the key that was given does not vouch for it"
                }
            }
            if row.plan != kept.purge.plan { row.state = .damaged }
        } catch {
            row.state = .damaged
            row.complaint = error.description
        }
        return row
    }
}

extension ReceiptRecord {
    /// Takes over what a receipt says.
    fileprivate mutating func take(_ receipt: Receipt) {
        plan = receipt.request.plan
        caches = receipt.caches.count
        files = receipt.totals.files
        bytesFreed = receipt.totals.bytesFreed
        areCountsExact = receipt.areCountsExact
        isComplete = receipt.isComplete
    }
}
