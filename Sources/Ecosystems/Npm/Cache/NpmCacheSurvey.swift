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
        /// The digest that its bytes have instead of that one; `nil` where they have it, or cannot be read.
        var actual: ContentDigest?
        /// The version that a document gives this digest to.
        var stated: (name: String, version: String)?
        var isArchive = false
        var isDocument = false
        /// Whether a document gives its digest to a version, so that npm unpacks it whatever it is.
        var isNamedAsArchive = false
        var manifest: NpmManifest?
        var hasBindings = false
        /// Live records that lead to it.
        var records: [Int] = []
        /// Whether a part of the index contradicts it.
        var isContradicted = false
        /// Files that `npx` unpacked from it: they go where it goes.
        var copies: [Int] = []

        /// Whether its bytes have the digest of its name.
        var isIntact: Bool { actual == nil }
    }

    /// npm's folder, and what was found there so far.
    var scan: CacheScan

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
    /// Archives by the names in them; made when it is asked for.
    var blobsOfName: [String: [Int]]?
    /// What the packuments of one registry say of one version.
    var stated: [NpmStatement: [ContentDigest]] = [:]
    /// What the lockfiles of the folders that `npx` made list, and folders of packages that were compared.
    var npxPins: [String: [Pin]] = [:]
    var compared: Set<ByteString> = []
    /// Bytes read so far of what is read whole.
    var documentBytes = 0
    var wholeBytes = 0
    var logBytes = 0

    /// Looks at the paths only.
    init(_ place: ByteString, of files: any CacheFiles) {
        scan = CacheScan(place, of: files)
        for file in files.below(place) {
            let path = scan.relative(file)
            switch NpmCachePath(path) {
            case .content(let digest): contents.append((file, digest))
            case .bucket(let digits): buckets.append((file, digits))
            case .log: logs.append(file)
            case .npx(let folder, _): unpacked[folder, default: []].append(file)
            case .foreign where path.elementsEqual(".npmrc".utf8): logs.append(file)
            case .prebuilt: scan.reading.pass(file, .derived)
            case .trustRoot: scan.reading.pass(file, .clientNotes)
            // Those that nobody writes are counted by their class.
            case .foreign, .temporary, .mark: break
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
