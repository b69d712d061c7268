import Bytes
import Inflate
import Inventory

/// What is known of one folder of Go's while it is read; one extension for each step.
struct GoSurvey {
    /// What was found so far.
    var scan: CacheScan
    /// Files of releases by their kind.
    private(set) var archives: [GoRelease: Int] = [:]
    private(set) var modFiles: [GoRelease: Int] = [:]
    private(set) var sums: [GoRelease: Int] = [:]
    private(set) var infos: [GoRelease: Int] = [:]
    private(set) var trees: [GoRelease: [Int]] = [:]
    /// Releases with an archive or a folder, in the order of the files; with both, twice.
    private(set) var releases: [GoRelease] = []
    private(set) var lists: [(module: String, file: Int)] = []
    private(set) var lookups: [Int] = []
    private(set) var notes: [Int] = []
    private(set) var outputs: [(id: [UInt8], file: Int)] = []
    /// Releases whose unpacking has not come to its end.
    private(set) var partial: Set<ByteString> = []
    /// The `go.mod` in the archive of a release, or in its folder.
    var contained: [GoRelease: SHA256Digest] = [:]

    /// Looks at the paths only.
    init(_ place: ByteString, of files: any CacheFiles) {
        scan = CacheScan(place, of: files)
        for file in files.below(place) {
            let path = scan.relative(file)
            switch GoPath(path) {
            case .archive(let release):
                archives[release] = file
                releases.append(release)
            case .unpacked(let release, _):
                if trees[release] == nil { releases.append(release) }
                trees[release, default: []].append(file)
            case .modFile(let release): modFiles[release] = file
            case .sum(let release): sums[release] = file
            case .info(let release): infos[release] = file
            case .list(let module): lists.append((module, file))
            case .lookup: lookups.append(file)
            case .notes: notes.append(file)
            case .output(let id): outputs.append((id, file))
            // What an action led to cannot be told from its note.
            case .action: scan.reading.pass(file, .derived)
            case .query: scan.reading.pass(file, .clientNotes)
            case .mark where path.suffix(8).elementsEqual(".partial".utf8):
                partial.insert(ByteString(Array(scan.path(file).bytes.dropLast(8))))
            case .mark, .temporary, .foreign: break
            }
        }
    }

    /// The name of a release for all tools.
    static func purl(_ release: GoRelease) -> String {
        PackageURL(.go, name: release.module, version: release.version).description
    }

    /// The folder that a release is unpacked to.
    func folder(of release: GoRelease) -> ByteString? {
        guard let file = trees[release]?.first, case .unpacked(_, let rest) = GoPath(scan.relative(file)) else {
            return nil
        }
        return ByteString(Array(scan.path(file).bytes.dropLast(rest.count + 1)))
    }

    /// Whether Go has noted that a folder is not whole.
    func isPartial(_ release: GoRelease) -> Bool {
        guard let file = sums[release] ?? modFiles[release] ?? infos[release] ?? archives[release] else { return false }
        let path = scan.path(file).bytes
        let end = path.lastIndex(of: UInt8(ascii: ".")) ?? path.endIndex
        return partial.contains(ByteString(Array(path[..<end])))
    }
}
