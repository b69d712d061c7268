import Bolt
import Bytes
import Inventory
import Linux

/// Goes over the records of one history database and fetches the blobs they name.
struct HistoryReader {
    /// Provenance documents of one build: one for each platform.
    static let attestationLimit = 100
    private static let records = Array("_records".utf8)
    private static let version = Array("_version".utf8)
    private static let versionKey = Array("version".utf8)
    /// The newest version of the records that is understood.
    private static let newestVersion = 2
    private static let provenanceType = "https://slsa.dev/provenance/"
    private static let attestationType = "application/vnd.in-toto+json"

    /// Gives the content of a blob.
    typealias Fetch = (String) throws(BlobError) -> [UInt8]

    private let source: BuildHistory.Source
    private(set) var builds: [Build] = []
    private var list = TroubleList()
    private var blobsWithoutFolder = 0
    private var budget: BuildBudget

    init(_ source: BuildHistory.Source, budget: BuildBudget = BuildBudget()) {
        self.source = source
        self.budget = budget
    }

    /// What could not be read.
    var troubles: [Trouble] {
        var list = list
        if blobsWithoutFolder > 0 {
            let why = source.obstacle?.detail ?? BlobError.noFolder.detail
            list.add(
                source.blobs, source.obstacle?.reason ?? BlobError.noFolder.reason,
                "\(why): \(blobsWithoutFolder) logs and provenance documents of builds were not read")
        }
        if budget.cutBuilds > 0 {
            list.add(
                source.database, .tooLarge,
                "the builds say more than is kept: of \(budget.cutBuilds) of them the Dockerfile, the commands or the "
                    + "mounts are left out")
        }
        return list.all(of: source.database)
    }

    /// Reads every record; one that is broken is a trouble, and the next one is read.
    mutating func read(_ database: BoltDatabase, fetch: Fetch) {
        do throws(BoltError) {
            try checkVersion(of: database)
            guard let bucket = try database.bucket(Self.records) else {
                return try database.requireEmpty(lacking: Self.records, besides: [Self.version])
            }
            var cursor = bucket.cursor()
            var count = 0
            while let entry = try cursor.next() {
                guard !entry.isBucket else {
                    report(source.database, .malformed, "page \(entry.page) has a bucket where a build should be")
                    continue
                }
                if Signals.requested != nil { return }
                count += 1
                guard count <= BuildHistory.buildLimit else {
                    report(source.database, .tooLarge, "there are more than \(BuildHistory.buildLimit) builds")
                    return
                }
                read(key: database.bytes[entry.key], value: Array(database.bytes[entry.value]), fetch: fetch)
            }
        } catch {
            let page = error.page.map { ", page \($0)" } ?? ""
            report(source.database, error.troubleReason, "bbolt\(page): \(error.reason)")
        }
    }

    /// Names a version to come; its records are read as far as they can be.
    private mutating func checkVersion(of database: BoltDatabase) throws(BoltError) {
        guard let place = try database.bucket(Self.version)?.value(Self.versionKey) else { return }
        let text = String(decoding: database.bytes[place].prefix(RecordID.length), as: UTF8.self)
        if let number = Int(text), number <= Self.newestVersion { return }
        report(
            source.database, .unusable,
            "the history is of version \(text), which is not understood: what it tells of builds may not be all")
    }

    /// Reads one record.
    mutating func read(key: ArraySlice<UInt8>, value: [UInt8], fetch: Fetch) {
        guard let ref = RecordID(key) else {
            report(source.database, .malformed, "a build has a name that BuildKit gives to none")
            return
        }
        if source.isKnown(ref.text) { return }
        do throws(ParseError) {
            let record = try BuildRecord(value)
            guard record.ref.isEmpty || record.ref.elementsEqual(key) else {
                report(source.database, .malformed, "the record of build \(ref.text) names another build")
                return
            }
            var assembler = BuildAssembler(record, ref: ref.text, root: source.root)
            addBlobs(of: record, to: &assembler, fetch: fetch)
            var build = assembler.build(locals: source.locals)
            budget.fit(&build)
            builds.append(build)
            for omission in assembler.omissions.sorted() {
                report(source.database, .tooLarge, "build \(ref.text): \(omission)")
            }
        } catch {
            report(source.database, .malformed, "build \(ref.text): \(error)")
        }
    }

    private mutating func addBlobs(of record: BuildRecord, to assembler: inout BuildAssembler, fetch: Fetch) {
        var attestations = record.attestations.filter {
            $0.predicateType.isEmpty
                ? $0.mediaType == Self.attestationType : $0.predicateType.hasPrefix(Self.provenanceType)
        }
        // One document may be named for the whole and for its platform.
        var seen: Set<String> = []
        attestations.removeAll { !seen.insert($0.digest).inserted }
        if attestations.count > Self.attestationLimit {
            report(
                source.database, .tooLarge,
                "build \(assembler.ref) has more than \(Self.attestationLimit) provenance documents")
            attestations.removeLast(attestations.count - Self.attestationLimit)
        }
        for blob in attestations {
            use(blob, fetch) { (bytes) throws(ParseError) in
                assembler.provenances.append(try ProvenanceReader.read(bytes))
            }
        }
        if let blob = record.log {
            use(blob, fetch) { (bytes) throws(ParseError) in assembler.log = try StatusLog(bytes) }
        }
        if let blob = record.fullFailure {
            use(blob, fetch) { (bytes) throws(ParseError) in
                assembler.fullFailure = try FailureStatus(blob: bytes)
            }
        }
    }

    private mutating func use(
        _ blob: BuildRecord.Blob, _ fetch: Fetch, _ body: ([UInt8]) throws(ParseError) -> Void
    ) {
        let digest = BlobStore.digest(blob.digest)
        let path = digest.map { source.blobs.appending(ByteString($0.hex)) } ?? source.database
        let bytes: [UInt8]
        do throws(BlobError) {
            bytes = try fetch(blob.digest)
        } catch {
            if error == .noFolder {
                blobsWithoutFolder += 1
                return
            }
            report(path, error.reason, error.detail)
            return
        }
        do throws(ParseError) {
            try body(bytes)
        } catch {
            report(path, .malformed, "\(error)")
        }
    }

    /// Adds a trouble that belongs to no cache.
    mutating func report(_ path: ByteString, _ reason: Trouble.Reason, _ detail: String) {
        list.add(path, reason, detail)
    }
}
