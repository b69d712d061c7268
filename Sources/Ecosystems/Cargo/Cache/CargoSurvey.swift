import Bytes
import Inflate
import Inventory

/// What is known of one folder of Cargo while it is read; one extension for each step.
struct CargoSurvey {
    /// A release in one registry.
    struct Release: Hashable {
        let registry: [UInt8]
        let name: CrateName
    }

    /// What the index says of a release.
    struct Statement {
        /// The file of the index.
        let file: Int
        let digest: ContentDigest?
        let dependencies: Set<String>?
    }

    /// What was found so far.
    var scan: CacheScan
    /// Archives, in the order of their paths.
    private(set) var crates: [(release: Release, file: Int)] = []
    /// Files of unpacked releases.
    private(set) var trees: [Release: [Int]] = [:]
    private(set) var indexes: [(registry: [UInt8], name: [UInt8], file: Int)] = []
    private(set) var indexSettings: [(registry: [UInt8], file: Int)] = []
    private(set) var settings: [Int] = []
    private(set) var credentials: [Int] = []
    /// What indexes say of the releases whose archives are there.
    var stated: [Release: Statement] = [:]
    /// Releases whose archives are there.
    private(set) var present: Set<Release> = []

    /// Looks at the paths only.
    init(_ place: ByteString, of files: any CacheFiles) {
        scan = CacheScan(place, of: files)
        for file in files.below(place) {
            switch CargoPath(scan.relative(file)) {
            case .crate(let registry, let name):
                let release = Release(registry: registry, name: name)
                crates.append((release, file))
                present.insert(release)
            case .unpacked(let registry, let name, _):
                trees[Release(registry: registry, name: name), default: []].append(file)
            case .index(let registry, let name): indexes.append((registry, name, file))
            case .indexSettings(let registry): indexSettings.append((registry, file))
            case .settings: settings.append(file)
            case .credentials: credentials.append(file)
            // Objects of git are packed one upon the other, and what is checked out has nothing beside it to compare.
            case .repository: scan.reading.pass(file, .clientNotes)
            case .checkout, .program: scan.reading.pass(file, .derived)
            case .mark, .foreign: break
            }
        }
    }

    /// The name of a release for all tools.
    static func purl(_ name: CrateName) -> String {
        PackageURL(.cargo, name: name.name, version: name.version).description
    }

    /// The folder that a release is unpacked to, in a registry's folder of the same name.
    func folder(of release: Release) -> ByteString? {
        guard let file = trees[release]?.first else { return nil }
        let stem = Array((release.name.name + "-" + release.name.version).utf8)
        let slash = UInt8(ascii: "/")
        // The first folder of that name is the release's: the folders above are called otherwise.
        let path = scan.path(file).bytes
        var end = scan.place.bytes.count
        while let next = path[min(end + 1, path.count)...].firstIndex(of: slash) {
            let start = end == 0 ? 0 : end + 1
            if path[start..<next].elementsEqual(stem) { return ByteString(Array(path[..<next])) }
            end = next
        }
        return nil
    }
}
