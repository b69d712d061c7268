import Bytes
package import Hashing
import Inventory

// A receipt as an in-toto statement, version 1.
//
//  {"_type":"https://in-toto.io/Statement/v1",
//   "subject":[{"name":"plan","digest":{"sha256":"…"}},           what was carried out, so there is always one
//              {"name":"wheels/…","digest":{"sha256":"…"}}],      what was removed, where its digest is known
//   "predicateType":"urn:bezoar:receipt:1",
//   "predicate":{"schema":"bezoar.receipt/1","tool":{…},"host":"…","started":"…","finished":"…",
//    "request":{"command":"…","reason":"…","plan":"…"},
//    "caches":[{"id":"//root/.cache/pip","root":"…","folder":"…"}],
//    "removed":[{"cache":0,"path":"…","kind":"file","size":1234,"sha256":"…","quarantine":"…"}],
//    "removedUnlisted":0,"totals":{"files":1,"folders":0,"bytes":1234,"bytesFreed":4096},
//    "left":[{"cache":0,"path":"…","reason":"mount-point"}],"leftUnlisted":0,"verified":true,"resumed":true,
//    "resumptions":["…"],"countsExact":true,"stopped":false,"complete":false}}
//
// The type of the predicate is a name and no address: nothing is ever fetched from it.

extension Receipt {
    /// Type of the payload in its envelope.
    package static let payloadType = "application/vnd.in-toto+json"
    /// Type of the statement.
    package static let statementType = "https://in-toto.io/Statement/v1"
    /// Type of the predicate, and the name of its format.
    package static let predicateType = "urn:bezoar:receipt:1"
    package static let schema = "bezoar.receipt/1"

    private static let limits = JSONLimits(size: 64 << 20, nesting: 8, values: 2_000_000)

    // MARK: Writing

    /// The signed document: an envelope around the statement.
    package func signed(with key: borrowing SigningKey) throws(EvidenceError) -> [UInt8] {
        try Envelope(payloadType: Self.payloadType, payload: statement, key: key).document
    }

    /// The statement.
    package var statement: [UInt8] {
        RecordWriter.object { json in
            json.member("_type", Self.statementType)
            json.array("subject") { json in
                json.element { json in
                    json.member("name", "plan")
                    json.object("digest") { json in json.member("sha256", request.plan.hex) }
                }
                for entry in removed { Self.writeSubject(entry, &json) }
            }
            json.member("predicateType", Self.predicateType)
            json.object("predicate", writePredicate)
        }
    }

    private static func writeSubject(_ entry: Removed, _ json: inout RecordWriter) {
        guard let digest = entry.digest else { return }
        json.element { json in
            let text = entry.path.utf8Text
            json.member("name", text ?? RecordWriter.percent(entry.path.bytes))
            json.object("digest") { json in json.member("sha256", digest.hex) }
            if text == nil { json.object("annotations") { json in json.member("nameEncoding", "percent") } }
        }
    }

    private func writePredicate(_ json: inout RecordWriter) {
        json.member("schema", Self.schema)
        json.object("tool") { json in
            json.member("name", "bezoar")
            json.member("version", version)
        }
        json.member("host", host)
        json.member("started", Moment.text(started))
        json.member("finished", Moment.text(finished))
        json.object("request") { json in
            json.member("command", request.command)
            json.member("reason", request.reason)
            json.member("plan", request.plan.hex)
        }
        json.array("caches") { json in
            for cache in caches {
                json.element { json in
                    json.member("id", cache.id)
                    json.member("root", cache.root)
                    json.member("folder", cache.folder)
                }
            }
        }
        json.array("removed") { json in for entry in removed { json.element { Self.write(entry, &$0) } } }
        json.member("removedUnlisted", removedUnlisted)
        json.object("totals") { json in
            json.member("files", totals.files)
            json.member("folders", totals.folders)
            json.member("bytes", totals.bytes)
            json.member("bytesFreed", totals.bytesFreed)
        }
        json.array("left") { json in
            for entry in left {
                json.element { json in
                    json.member("cache", entry.cache)
                    json.member("path", entry.path)
                    json.member("reason", entry.reason)
                }
            }
        }
        json.member("leftUnlisted", leftUnlisted)
        json.member("verified", isVerified)
        json.member("resumed", isResumed)
        json.array("resumptions") { json in for moment in resumptions { json.element(Moment.text(moment)) } }
        json.member("countsExact", areCountsExact)
        json.member("stopped", isStopped)
        json.member("complete", isComplete)
    }

    private static func write(_ entry: Removed, _ json: inout RecordWriter) {
        json.member("cache", entry.cache)
        json.member("path", entry.path)
        json.member("kind", entry.kind.word)
        json.member("size", entry.size)
        json.member("sha256", entry.digest?.hex)
        json.member("quarantine", entry.quarantine)
    }

    // MARK: Reading

    /// Reads a signed document and checks its signature.
    package init(signed document: [UInt8], key: borrowing VerifyingKey) throws(EvidenceError) {
        let envelope = try Envelope(document: document)
        try envelope.verify(key)
        guard envelope.payloadType.hasSameBytes(as: Self.payloadType) else {
            throw EvidenceError(.malformed("its payload is of the type \(Quoted(envelope.payloadType))"))
        }
        try self.init(statement: envelope.payload)
    }

    /// Reads a statement, which nobody has vouched for.
    package init(statement: [UInt8]) throws(EvidenceError) {
        do throws(RecordReader.Failure) {
            let record = try RecordReader(statement, limits: Self.limits)
            try record.require("_type", Self.statementType)
            try record.require("predicateType", Self.predicateType)
            try self.init(try record.record("predicate"))
        } catch {
            throw EvidenceError(.malformed(error.reason))
        }
        // The subjects say nothing that the predicate does not: they must not say anything else either.
        let subjects = [statement, self.statement].map { bytes in
            (try? JSON.parse(bytes, limits: Self.limits))?.object?["subject"]
        }
        guard subjects[0] == subjects[1] else {
            throw EvidenceError(.malformed("its subjects are not what its predicate lists"))
        }
    }

    private init(_ record: RecordReader) throws(RecordReader.Failure) {
        try record.require("schema", Self.schema)
        let asked = try record.record("request")
        self.init(
            version: try record.record("tool").text("version"), host: try record.bytes("host"),
            started: try record.moment("started"),
            request: Request(
                command: try asked.text("command"), reason: try asked.text("reason"), plan: try asked.digest("plan")))
        finished = try record.moment("finished")
        for cache in try record.records("caches", limit: Self.cachesMax) {
            caches.append(
                Cache(
                    id: try cache.bytes("id"), root: try cache.bytes("root"), folder: try cache.bytes("folder")))
        }
        for entry in try record.records("removed", limit: Self.listedMax) { try readRemoved(entry) }
        removedUnlisted = try record.count("removedUnlisted")
        let sums = try record.record("totals")
        totals = Totals(
            files: try sums.count("files"), folders: try sums.count("folders"), bytes: Int64(try sums.count("bytes")),
            bytesFreed: try sums.number("bytesFreed"))
        for entry in try record.records("left", limit: Self.listedMax) {
            left.append(
                Left(
                    cache: try cacheIndex(entry), path: try entry.bytes("path"), reason: try entry.text("reason")))
        }
        leftUnlisted = try record.count("leftUnlisted")
        isVerified = try record.flag("verified")
        isResumed = try record.flag("resumed")
        if record.has("resumptions") {
            for text in try record.texts("resumptions", limit: Self.resumptionsMax) {
                guard let moment = Moment.nanoseconds(text) else { throw record.odd("resumptions", "no moments") }
                resumptions.append(moment)
            }
        }
        isStopped = record.has("stopped") ? try record.flag("stopped") : false
        // Older programs counted only what the last process removed.
        areCountsExact = record.has("countsExact") ? try record.flag("countsExact") : !isResumed
        guard try record.flag("complete") == isComplete else { throw record.odd("complete", "not what the rest says") }
    }

    private mutating func readRemoved(_ entry: RecordReader) throws(RecordReader.Failure) {
        let word = try entry.text("kind")
        guard let kind = EntryKind.allCases.first(where: { $0.word == word }) else {
            throw entry.odd("kind", "no kind of entry")
        }
        removed.append(
            Removed(
                cache: try cacheIndex(entry), path: try entry.bytes("path"), kind: kind,
                size: Int64(try entry.count("size")), digest: try entry.optionalDigest("sha256"),
                quarantine: try entry.optionalText("quarantine")))
    }

    private func cacheIndex(_ entry: RecordReader) throws(RecordReader.Failure) -> Int {
        let index = try entry.count("cache")
        guard caches.indices.contains(index) else { throw entry.odd("cache", "no cache of the receipt") }
        return index
    }
}
