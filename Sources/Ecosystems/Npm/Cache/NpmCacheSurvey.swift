import Bytes
import Inflate
import Inventory

/// What is known of one cache of npm while it is read; one extension for each step.
struct NpmCacheSurvey {
    /// One content.
    struct Blob {
        /// Place among the cache's files.
        let file: Int
        /// What its name says.
        let digest: ContentDigest
        /// Whether its bytes have that digest.
        var isIntact = true
        var isArchive = false
        var isDocument = false
        var manifest: NpmManifest?
        var hasBindings = false
        /// Live records that lead to it.
        var records: [Int] = []
        /// Whether a part of the index contradicts it.
        var isContradicted = false
    }

    /// All files of the cache that this one is a part of.
    let files: any CacheFiles
    /// npm's folder.
    let place: ByteString
    /// What was found so far.
    var reading = CacheReading()

    /// The files of the cache by kind, each as a place among `files`.
    private(set) var contents: [(file: Int, digest: ContentDigest)] = []
    private(set) var buckets: [(file: Int, digits: [UInt8])] = []
    private(set) var logs: [Int] = []
    /// Files of the folders that `npx` made, by the folder's name.
    private(set) var unpacked: [String: [Int]] = [:]

    /// Live records, and for each address of an archive those that are about it.
    var records: [NpmIndexRecord] = []
    var recordsOfRequest: [[UInt8]: [Int]] = [:]
    /// What some record leads to, also one that was superseded.
    var referenced: Set<ContentDigest> = []
    /// Buckets whose records are all about one key.
    var bucketsOfOneKey: Set<Int> = []
    var blobs: [Blob] = []
    var blobOfDigest: [ContentDigest: Int] = [:]
    /// What the packuments of one registry say of one version.
    var stated: [NpmStatement: [ContentDigest]] = [:]
    /// Bytes read so far of what is read whole.
    var documentBytes = 0
    var wholeBytes = 0
    var logBytes = 0
    /// Whether there were more observations than are kept.
    private var isCutOff = false

    /// Looks at the paths only.
    init(_ place: ByteString, of files: any CacheFiles) {
        self.files = files
        self.place = place
        let skipped = place.isEmpty ? 0 : place.bytes.count + 1
        for file in files.below(place) {
            let path = Array(files.files[file].path.bytes.dropFirst(skipped))
            switch NpmCachePath(path) {
            case .content(let digest): contents.append((file, digest))
            case .bucket(let digits): buckets.append((file, digits))
            case .log: logs.append(file)
            case .npx(let folder, _): unpacked[folder, default: []].append(file)
            case .foreign where path.elementsEqual(".npmrc".utf8): logs.append(file)
            case .prebuilt: reading.pass(file, .derived)
            case .trustRoot: reading.pass(file, .clientNotes)
            // Those that nobody writes are counted by their class.
            case .foreign, .temporary, .mark: break
            }
        }
    }

    // MARK: What was found

    /// Notes what a rule speaks of.
    mutating func observe(
        _ rule: String, grade: String? = nil, _ file: Int, _ message: String, purl: String? = nil,
        expected: [ContentDigest] = [], actual: ContentDigest? = nil, evidence: [Finding.Evidence] = []
    ) {
        guard reading.observations.count < NpmCacheLimits.observations else {
            if !isCutOff { trouble(file, .tooLarge, "more observations in this cache than the limit") }
            isCutOff = true
            return
        }
        reading.observations.append(
            Observation(
                rule: rule, grade: grade, path: path(file), purl: purl, message: message,
                expected: expected.map(\.description), actual: actual?.description, evidence: evidence))
    }

    /// Notes what could not be read.
    mutating func trouble(_ file: Int, _ reason: Trouble.Reason, _ detail: String) {
        guard reading.troubles.count < NpmCacheLimits.troubles else { return }
        reading.troubles.append(Trouble(cache: -1, path: path(file), reason: reason, detail: detail))
    }

    /// Notes an archive that could not be read to its end.
    mutating func trouble(_ file: Int, _ error: ArchiveError) {
        let reason: Trouble.Reason =
            switch error.kind {
            case .tooLarge, .outOfMemory: .tooLarge
            case .unreadable: .unreadable
            case .malformed, .truncated, .mismatch, .unsupported: .malformed
            }
        trouble(file, reason, "\(error)")
    }

    /// Path of a file, relative to the cache.
    func path(_ file: Int) -> ByteString { files.files[file].path }

    /// Bytes of a file.
    func size(_ file: Int) -> Int { Int(clamping: files.files[file].size) }

    /// A whole file; `nil` where it cannot be read, and the trouble is noted.
    mutating func whole(_ file: Int, limit: Int, _ what: String) -> [UInt8]? {
        guard size(file) <= limit else {
            trouble(file, .tooLarge, "\(what) has \(size(file)) bytes, more than the limit of \(limit)")
            return nil
        }
        do throws(CacheReadError) {
            return try files.read(file, at: 0, count: limit)
        } catch {
            trouble(file, error.reason, error.detail)
            return nil
        }
    }

    /// A file as what an archive is read from; its first bytes are at hand.
    func source(_ file: Int, head: [UInt8] = []) -> ByteSource {
        let files = files
        return ByteSource(size: size(file)) { offset, count throws(ArchiveError) in
            if offset < head.count { return Array(head[offset..<min(head.count, offset + count)]) }
            do throws(CacheReadError) {
                return try files.read(file, at: Int64(offset), count: count)
            } catch {
                throw .unreadable(error.detail, offset: offset)
            }
        }
    }

    /// The name of a version for all tools; `nil` where the name is none.
    static func purl(_ name: String?, _ version: String?) -> String? {
        guard let name, NodeName(name) != nil else { return nil }
        return PackageURL(.npm, name: name, version: version).description
    }

    /// Whether two lists of digests can be of one content; `nil` where they have no algorithm in common.
    static func agree(_ one: [ContentDigest], _ other: [ContentDigest]) -> Bool? {
        var isComparable = false
        for digest in one {
            for second in other where digest.algorithm == second.algorithm {
                if digest == second { return true }
                isComparable = true
            }
        }
        return isComparable ? false : nil
    }
}

/// A version of a package as one registry has it.
struct NpmStatement: Hashable {
    let origin: [UInt8]
    let name: [UInt8]
    let version: [UInt8]
}
