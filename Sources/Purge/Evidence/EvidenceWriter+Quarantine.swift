import Inventory
import Linux

extension EvidenceWriter {
    /// Adds an entry of the quarantine: its document as `documents/entry-<id>.json`, and the content of a file as
    /// `files/<id>/<path>`, which must have the digest that the entry names.
    package mutating func add(
        _ entry: QuarantineEntry, of store: borrowing QuarantineStore
    ) throws(EvidenceError) {
        if let digest = entry.digest {
            let content = try Self.content(of: entry, store)
            try add(file: ByteString(entry.id).appending(entry.path), from: content, expected: digest)
        }
        try add(document: "entry-\(entry.id).json", entry.document)
    }

    private static func content(
        of entry: QuarantineEntry, _ store: borrowing QuarantineStore
    ) throws(EvidenceError) -> Descriptor {
        do throws(QuarantineError) {
            return try store.content(of: entry)
        } catch {
            throw failure(error, entry.path)
        }
    }
}
