import Bolt
import Bytes
import Linux
import TestSupport

@testable import BuildKit

/// The pieces of real builds before they are put together.
struct Raw {
    var namespace: [UInt8]
    var provenances: [Provenance]
    var log: StatusLog
    var record: [UInt8]

    static func builds(of database: BoltDatabase, blobs: String) throws -> [Raw] {
        let folder = try Descriptor.open(Array(blobs.utf8), [.directory])
        var store = try BlobStore(for: folder)
        var result: [Raw] = []
        guard let bucket = try database.bucket(Array("_records".utf8)) else { return [] }
        var cursor = bucket.cursor()
        while let entry = try cursor.next() {
            let bytes = Array(database.bytes[entry.value])
            let record = try BuildRecord(bytes)
            var raw = Raw(
                namespace: record.attribute("build-arg:BUILDKIT_CACHE_MOUNT_NS") ?? [], provenances: [],
                log: try StatusLog([]), record: bytes)
            if let log = record.log { raw.log = try StatusLog(store.read(log.digest, in: folder)) }
            for blob in record.attestations {
                raw.provenances.append(try ProvenanceReader.read(store.read(blob.digest, in: folder)))
            }
            result.append(raw)
        }
        return result
    }
}
