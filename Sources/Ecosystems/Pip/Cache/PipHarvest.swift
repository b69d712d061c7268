import Bytes
import Inflate
import Inventory

/// What is known while one cache of pip is read.
///
/// ```
///   paths ─► entries (answers without bodies) ─► pages ─► claims: URL, digest, name ─► bodies ─► artifacts
///                                                  └─► URLs hashed: which entry is whose        │
///   wheels + origin.json ─► record, key, the sources they were made of  ◄──────────────────────┘
/// ```
struct PipHarvest {
    /// One answer of a web server.
    struct Entry {
        var key: [UInt8]
        /// Places in the list of files.
        var file: Int
        var bodyFile: Int?
        var answer: HTTPAnswer
        /// What it is an answer to, where that is known.
        var url: String?
        /// What pages say of it.
        var claims: [Claim] = []
        /// Whether it is metadata beside a file, and of which URL.
        var describes: String?
        var isPage = false
    }

    /// What a page says of one URL.
    struct Claim {
        var digests: [ContentDigest]
        var size: Int64?
        var page: ByteString
    }

    /// Entries of one cache.
    static let entryLimit = 2_000_000
    /// Links of all pages.
    static let claimLimit = 2_000_000
    /// Observations of one rule.
    static let observationLimit = 1_000
    /// Bytes of one body that is read into memory: a page.
    static let pageLimit = 64 << 20
    /// Bytes decompressed to compare built wheels with their sources and lists, in one cache.
    static let comparisonLimit = 16 << 30

    let place: ByteString
    let files: any CacheFiles
    var reading = CacheReading()
    var entries: [Entry] = []
    var byKey: [[UInt8]: [Int]] = [:]
    /// Where the pages lie whose URLs were found.
    var pageBases: Set<String> = []
    var pageDigests: [PageDigests] = []
    /// Keys of entries that could not be read, or that no version of pip reads.
    private var unusable: Set<[UInt8]> = []
    /// Wheels and their origins by the key of their folder.
    var built: [[UInt8]: (wheels: [Int], origin: Int?)] = [:]
    var selfChecks: [(key: [UInt8], file: Int)] = []
    var observed: [String: Int] = [:]
    /// Bytes that may still be decompressed for comparison.
    var comparable = comparisonLimit
    /// `METADATA` of wheels, by their URLs, where the cache has the same beside them.
    var metadata: [String: [UInt8]] = [:]
    /// Places of the claims about a name.
    var claimsByName: [String: [Int]] = [:]

    init(place: ByteString, files: any CacheFiles) {
        self.place = place
        self.files = files
    }

    /// Reads everything.
    mutating func run() {
        collect()
        for index in entries.indices where !files.isStopped { readPage(index) }
        judgeDigests()
        for index in entries.indices where !entries[index].isPage && !files.isStopped { readBody(index) }
        for index in entries.indices where entries[index].describes != nil && !files.isStopped {
            compareMetadata(index)
        }
        for key in built.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) where !files.isStopped {
            readBuilt(key)
        }
        for check in selfChecks where !files.isStopped { readSelfCheck(check.key, check.file) }
    }

    // MARK: Paths

    /// Sorts the files by what their paths say.
    private mutating func collect() {
        var bodies: [[UInt8]: Int] = [:]
        var bare: [(key: [UInt8], file: Int)] = []
        let skipped = place.isEmpty ? 0 : place.bytes.count + 1
        for index in files.below(place) where !files.isStopped {
            let path = Array(files.files[index].path.bytes.dropFirst(skipped))
            switch PipPath(path) {
            case .oldEntry(let key): addEntry(key, index, isNew: false)
            case .newEntry(let key): addEntry(key, index, isNew: true)
            case .bareEntry(let key): bare.append((key, index))
            case .body(let key): bodies[key] = index
            case .builtWheel(let key, _): built[key, default: ([], nil)].wheels.append(index)
            case .origin(let key): built[key, default: ([], nil)].origin = index
            case .selfCheck(let key): selfChecks.append((key, index))
            case .oldSelfCheck: reading.pass(index, .clientNotes)
            // Foreign files are named by whoever asks for the class of each path.
            case .temporary, .lock, .foreign: break
            }
        }
        // Only the newer form keeps bodies beside its entries.
        for entry in bare where !files.isStopped { addEntry(entry.key, entry.file, isNew: !bodies.isEmpty) }
        joinBodies(bodies)
    }

    /// Gives each entry its body, and says what is left of both.
    private mutating func joinBodies(_ given: [[UInt8]: Int]) {
        var bodies = given
        for index in entries.indices where entries[index].bodyFile == -1 {
            entries[index].bodyFile = bodies.removeValue(forKey: entries[index].key)
            if entries[index].bodyFile == nil, !entries[index].answer.isRedirect, entries[index].answer.status != 0 {
                observe(
                    "foreign-file", grade: "half-entry", entries[index].file, "The answer lies here without a body")
            }
        }
        for (key, index) in bodies.sorted(by: { $0.value < $1.value }) {
            if unusable.contains(key) {
                // What was said of the entry holds for its body: pip finds neither.
                reading.pass(index, .unknown)
            } else {
                observe("foreign-file", grade: "half-entry", index, "The body lies here without an answer about it")
            }
        }
    }

    private mutating func addEntry(_ key: [UInt8], _ index: Int, isNew: Bool) {
        guard entries.count < Self.entryLimit else {
            if entries.count == Self.entryLimit { trouble(index, .init(.tooLarge, "more entries than the limit")) }
            return
        }
        let answer: HTTPAnswer
        do throws(PipFailure) {
            answer = try HTTPAnswerReader.read(source(index))
        } catch {
            unusable.insert(key)
            trouble(index, error)
            return
        }
        judge(answer, index, isNew: isNew)
        guard answer.form == .json || answer.form == .messagePack else {
            unusable.insert(key)
            return
        }
        reading.settled.append(index)
        byKey[key, default: []].append(entries.count)
        // The place of the body is not known before all paths were seen.
        entries.append(Entry(key: key, file: index, bodyFile: isNew ? -1 : nil, answer: answer))
    }

    // MARK: Content

    /// A file as a source of bytes.
    func source(_ index: Int) -> ByteSource {
        let files = files
        let size = Int(clamping: files.files[index].size)
        return ByteSource(size: size) { offset, count throws(ArchiveError) in
            do throws(CacheReadError) {
                return try files.read(index, at: Int64(offset), count: count)
            } catch {
                throw ArchiveError.unreadable(error.detail, offset: offset)
            }
        }
    }

    /// The body of an entry as it came; `nil` where there is none.
    func body(_ entry: Entry) throws(PipFailure) -> ByteSource? {
        if let file = entry.bodyFile { return source(file) }
        switch entry.answer.form {
        case .messagePack:
            return entry.answer.body.map { source(entry.file).part(from: $0.lowerBound, to: $0.upperBound) }
        case .json: return try HTTPAnswerReader.read(source(entry.file)).decodedBody.map { ByteSource($0) }
        case .pickle, .other: return nil
        }
    }

    /// The file in which an entry's body lies.
    func bodyPlace(_ entry: Entry) -> Int { entry.bodyFile ?? entry.file }

    // MARK: Results

    /// Adds an observation about a file. Of each rule only so many are kept.
    mutating func observe(
        _ rule: String, grade: String? = nil, _ index: Int, _ message: String, purl: String? = nil,
        expected: [String] = [], actual: String? = nil, evidence: [Finding.Evidence] = []
    ) {
        let count = observed[rule, default: 0]
        observed[rule] = count + 1
        guard count < Self.observationLimit else {
            if count == Self.observationLimit {
                trouble(index, .init(.tooLarge, "more than \(Self.observationLimit) observations of \(rule)"))
            }
            return
        }
        reading.observations.append(
            Observation(
                rule: rule, grade: grade, path: files.files[index].path, purl: purl, message: message,
                expected: expected, actual: actual, evidence: evidence))
    }

    /// Says that a file could not be read or understood.
    mutating func trouble(_ index: Int, _ failure: PipFailure) {
        reading.troubles.append(
            Trouble(cache: -1, path: files.files[index].path, reason: failure.reason, detail: failure.detail))
    }
}
