import Hashing
import Inventory

/// First step: the index. Which keys are there, and does each one lie where it belongs?
extension NpmCacheSurvey {
    /// Reads all buckets.
    mutating func readIndex() {
        for (file, digits) in buckets where !scan.files.isStopped {
            guard records.count < NpmCacheLimits.records else {
                scan.trouble(file, .tooLarge, "more index records in this cache than the limit")
                return
            }
            guard let bytes = scan.whole(file, limit: NpmCacheLimits.bucketSize, "the index file") else { continue }
            do throws(HashError) {
                let bucket = try NpmBucket.read(bytes, bucket: file)
                if bucket.isCut { scan.trouble(file, .tooLarge, "more lines in this index file than the limit") }
                for fault in Set(bucket.faults) { addFault(fault, file) }
                try add(bucket.records, of: file, digits)
                scan.reading.settled.append(file)
            } catch {
                scan.trouble(file, .unusable, "\(error)")
            }
        }
        compareTimes()
    }

    private mutating func addFault(_ fault: NpmBucket.Fault, _ file: Int) {
        switch fault {
        case .digest:
            scan.observe(
                "sidecar-mismatch", grade: "line", file,
                "A line of the index does not have the checksum that stands before it; npm passes over it silently.")
        case .torn:
            scan.observe("sidecar-mismatch", grade: "torn", file, "The last line of the index file is cut off.")
        case .form:
            scan.observe(
                "sidecar-mismatch", grade: "line", file,
                "A line of the index has its checksum, but is no record of npm.")
        }
    }

    /// Takes the records of one bucket, in the order of the file.
    private mutating func add(_ found: [NpmIndexRecord], of file: Int, _ digits: [UInt8]) throws(HashError) {
        var later: [Variant: [ContentDigest]] = [:]
        var buried: Set<[UInt8]> = []
        var keys: Set<[UInt8]> = []
        var live: [NpmIndexRecord] = []
        for record in found.reversed() {
            if keys.insert(record.key).inserted { try checkKey(record, digits) }
            checkCredentials(record)
            referenced.formUnion(record.digests)
            let variant = Variant(key: record.key, accept: record.accept)
            if let replacement = later[variant] {
                checkReplaced(record, by: replacement)
                continue
            }
            // npm 7 and later pass over a record without content, earlier ones stop there.
            if buried.contains(record.key) { continue }
            if record.digests.isEmpty, record.status == nil {
                buried.insert(record.key)
                continue
            }
            later[variant] = record.digests
            live.append(record)
        }
        if keys.count == 1 { bucketsOfOneKey.insert(file) }
        for record in live.reversed() {
            if let address = record.address { recordsOfRequest[address.request, default: []].append(records.count) }
            records.append(record)
            checkAddress(record)
            checkRedirect(record)
        }
    }

    /// The same address may have an answer for each form that was asked for.
    private struct Variant: Hashable {
        let key: [UInt8]
        let accept: [UInt8]
    }

    // MARK: Single records

    private mutating func checkKey(_ record: NpmIndexRecord, _ digits: [UInt8]) throws(HashError) {
        let digest = SHA256Digest(try SHA256Hasher.digest(of: record.key))
        guard Array(digest.hex.utf8) != digits else { return }
        let place = SHA256Digest(hex: String(decoding: digits, as: UTF8.self)) ?? .zero
        scan.observe(
            "misplaced-entry", record.bucket, "A record lies in the index file of another key.",
            expected: [ContentDigest(.sha256, digest.array)].compactMap(\.self),
            actual: ContentDigest(.sha256, place.array),
            evidence: [Finding.Evidence("key", .bytes(record.harmlessKey))])
    }

    /// The address that npm compares a request with is not the one in the key.
    private mutating func checkAddress(_ record: NpmIndexRecord) {
        // npm 6 kept the address that redirects had led to.
        guard record.isRequest, !record.isOld, let text = record.url, let asked = record.address,
            NpmAddress(text)?.request != asked.request
        else { return }
        scan.observe(
            "misplaced-entry", record.bucket, "A record's key holds another address than its answer came from.",
            evidence: [
                Finding.Evidence("key", .bytes(asked.harmless)),
                Finding.Evidence("answer", .bytes(NpmAddress(text)?.harmless ?? ByteString(""))),
            ])
    }

    private mutating func checkRedirect(_ record: NpmIndexRecord) {
        guard let status = record.status, (300..<400).contains(status), let asked = record.address else { return }
        let isSameHost = record.location?.host == asked.host && record.location?.scheme == asked.scheme
        var evidence = [
            Finding.Evidence("status", .number(status)), Finding.Evidence("address", .bytes(asked.harmless)),
        ]
        if let location = record.location { evidence.append(Finding.Evidence("location", .bytes(location.harmless))) }
        scan.observe(
            "cached-redirect", grade: isSameHost ? "same-host" : nil, record.bucket,
            isSameHost
                ? "The index keeps a redirect to another path of the same host."
                : "The index keeps a redirect that sends a request to another host.",
            evidence: evidence)
    }

    /// What an earlier record led to: the answer of an archive's address does not change.
    private mutating func checkReplaced(_ record: NpmIndexRecord, by digests: [ContentDigest]) {
        guard let address = record.address, address.archive != nil, Self.agree(record.digests, digests) == false else {
            return
        }
        scan.observe(
            "index-mismatch", grade: "superseded", record.bucket,
            "A later record leads the address of an archive to other content than an earlier one.",
            expected: record.digests, actual: digests.first,
            evidence: [Finding.Evidence("address", .bytes(address.harmless))])
    }

    private mutating func checkCredentials(_ record: NpmIndexRecord) {
        if record.hasCredentialInKey {
            scan.observe("credential-in-key", record.bucket, "The address in a key of the index holds a credential.")
        }
        for kind in Set(record.credentials).sorted() {
            scan.observe(
                "credential-in-cache", record.bucket, "A record of the index keeps a credential.",
                evidence: [Finding.Evidence("kind", .text(kind))])
        }
    }

    // MARK: Times

    /// Milliseconds between the middle of all answers and one that is too far ahead.
    private static let tenYears: Int64 = 10 * 365 * 86_400_000

    /// An answer from the future is fresh for ever. There is no clock here: what counts is the others' time.
    private mutating func compareTimes() {
        let times = records.map(\.answered).sorted()
        let middle = times.isEmpty ? 0 : times[times.count / 2]
        for record in records {
            let (ahead, overflow) = record.answered.subtractingReportingOverflow(middle)
            guard record.isFromFuture || (!overflow && ahead > Self.tenYears) else { continue }
            scan.observe(
                "index-mismatch", grade: "freshness", record.bucket,
                "An answer in the index is dated ahead of its time, so that npm takes it for fresh.",
                evidence: [Finding.Evidence("milliseconds", .number(record.answered))])
        }
    }
}

extension NpmIndexRecord {
    /// The key without what an address in it must not show.
    var harmlessKey: ByteString { address?.harmless ?? ByteString(Array(key.prefix(256))) }
}
