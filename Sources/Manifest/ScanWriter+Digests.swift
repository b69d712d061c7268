internal import Hashing
package import Inventory
internal import SQLite

// Digests other than SHA-256: made while a file is read, kept beside its version, so that a file that did not change
// is not read for them again.

extension ScanWriter {
    /// What else known files are known by; `nil` for no slot, and where nothing was kept. In the order of the slots.
    package func otherDigests(ofSlots slots: [Int32?]) throws(ManifestError) -> [ContentDigest?] {
        try writing {
            var result = [ContentDigest?](repeating: nil, count: slots.count)
            try beginIfNeeded()
            var query = try store.connection.prepare(
                "SELECT \(FileDigestRow.columns) FROM file_digest WHERE file = ?1")
            for (index, row) in rows(ofSlots: slots) {
                try query.bind(row, at: 1)
                if try query.step() { result[index] = FileDigestRow(from: query).known }
                query.reset()
            }
            return result
        }
    }

    /// Keeps digests of known files that were made after the walk. Each slot must be one whose identity the file still
    /// had when it was read for this.
    package func keep(_ digests: [(slot: Int32, digest: ContentDigest)]) throws(ManifestError) {
        try writing {
            try beginIfNeeded()
            var kept: [Int64: ContentDigest] = [:]
            for (slot, digest) in digests {
                if let row = known.row(ofSlot: slot) { kept[row] = digest }
            }
            let rows = kept.keys.sorted()
            try store.dropFileDigests(rows)
            for row in rows {
                guard let digest = kept[row] else { continue }
                try insert(digest, file: row)
                try countWritten()
            }
        }
    }

    /// Writes the row; there is none for this version.
    func insert(_ digest: ContentDigest, file: Int64) throws {
        let row = FileDigestRow(file: file, digest: digest)
        try row.bind(to: &insertDigest)
        try insertDigest.run()
        store.state.sums[.fileDigest] += try row.term(&store.digester)
    }

    /// Rows of slots with their places in the list, so ordered that rows which lie together are read together.
    func rows(ofSlots slots: [Int32?]) -> [(index: Int, row: Int64)] {
        let wanted = slots.indices.compactMap { index -> (index: Int, row: Int64)? in
            slots[index].flatMap { known.row(ofSlot: $0) }.map { (index, $0) }
        }
        return wanted.sorted { $0.row < $1.row }
    }
}
