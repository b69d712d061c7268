import Bytes
import Inflate
import Inventory

/// What is known of one cache of uv while it is read.
struct UvSurvey {
    /// An archive, by its folder.
    struct Archive {
        var files: [(index: Int, name: [UInt8])] = []
        /// What leads to it.
        var pointers: [Pointer] = []
    }

    /// What leads to an archive: a file, or a link of which nothing is read.
    struct Pointer {
        let file: Int?
        let path: ByteString
        let project: [UInt8]
        let stem: [UInt8]
        var digests: [ContentDigest] = []
        var name: String?
        /// Whether uv built the wheel.
        var isBuilt = false
    }

    /// What was found so far.
    var scan: CacheScan
    /// Archives by their names.
    private(set) var archives: [[UInt8]: Archive] = [:]
    private var pointers: [(file: Int, project: [UInt8], stem: [UInt8])] = []
    private var builtWheels: [Int] = []
    /// Archives to which built wheels were unpacked, by the path of the link to them.
    private var unpackedTo: [ByteString: [UInt8]] = [:]

    /// Looks at the paths only.
    init(_ place: ByteString, of files: any CacheFiles) {
        scan = CacheScan(place, of: files)
        for file in files.below(place) {
            switch UvPath(scan.relative(file)) {
            case .unpacked(let id, let rest): archives[id, default: Archive()].files.append((file, rest))
            case .pointer(let project, let stem): pointers.append((file, project, stem))
            case .builtWheel: builtWheels.append(file)
            case .derived: scan.reading.pass(file, .derived)
            case .notes: scan.reading.pass(file, .clientNotes)
            case .mark, .temporary, .foreign: break
            }
        }
    }

    // MARK: Pointers

    /// Finds out what leads to which archive.
    mutating func readPointers() {
        for (file, project, stem) in pointers where !scan.files.isStopped {
            scan.reading.settled.append(file)
            guard let bytes = scan.whole(file, limit: UvPointer.limit, "what leads to a wheel") else { continue }
            let pointer: UvPointer
            do throws(ParseError) {
                pointer = try UvPointer(bytes)
            } catch {
                scan.trouble(file, .malformed, "\(error)")
                continue
            }
            guard let id = pointer.words.first(where: { archives[$0] != nil }) else { continue }
            archives[id]?.pointers.append(
                Pointer(
                    file: file, path: scan.path(file), project: project, stem: stem, digests: pointer.digests,
                    name: pointer.file))
        }
        let skipped = scan.place.isEmpty ? 0 : scan.place.bytes.count + 1
        var homes: [[UInt8]: [[UInt8]: [ByteString]]] = [:]
        for entry in scan.files.entries where entry.kind == .symbolicLink && isBelow(entry.path) {
            guard let id = UvPath.archive(of: entry.target.bytes), archives[id] != nil else { continue }
            let path = Array(entry.path.bytes.dropFirst(skipped))
            if UvPath.isLink(path, to: entry.target.bytes), let home = home(of: entry.target.bytes) {
                let bucket = Array(path.prefix { $0 != UInt8(ascii: "/") })
                homes[bucket, default: [:]][home, default: []].append(entry.path)
            }
            switch UvPath(path) {
            case .pointer(let project, let stem):
                archives[id]?.pointers.append(
                    Pointer(file: nil, path: entry.path, project: project, stem: stem))
            case .derived:
                unpackedTo[entry.path] = id
                archives[id]?.pointers.append(
                    Pointer(file: nil, path: entry.path, project: [], stem: [], isBuilt: true))
            default: break
            }
        }
        for home in homes.values { noteOwnLinks(home) }
    }

    /// What a link of an old version takes for the place, empty for a relative one; `nil` where it leads to another
    /// folder than one of the place.
    private func home(of target: [UInt8]) -> [UInt8]? {
        let slash = UInt8(ascii: "/")
        if target.first != slash { return [] }
        let parts = target.split(separator: slash)
        guard parts.count > 2, !parts.contains([0x2E, 0x2E]) else { return nil }
        let rest = ByteString(Array(parts.suffix(2).joined(separator: [slash])))
        guard !scan.files.below(scan.place.appending(rest)).isEmpty else { return nil }
        return parts.dropLast(2).flatMap { [slash] + $0 }
    }

    /// The cache has one path in builds, and each form of it one kind of links. So links of another kind than most are
    /// none of its own.
    private mutating func noteOwnLinks(_ homes: [[UInt8]: [ByteString]]) {
        guard let most = homes.max(by: { $0.value.count < $1.value.count }), !most.key.isEmpty,
            homes.allSatisfy({ $0.key == most.key || $0.value.count < most.value.count })
        else { return }
        scan.reading.ownLinks.append(
            OwnLinks(prefix: ByteString(most.key), place: scan.place, paths: most.value))
    }

    private func isBelow(_ path: ByteString) -> Bool {
        scan.place.isEmpty || path.bytes.starts(with: scan.place.bytes + [UInt8(ascii: "/")])
    }

    // MARK: Packed wheels

    /// Wheels that uv built and did not unpack.
    mutating func readBuilt() {
        for file in builtWheels where !scan.files.isStopped {
            let path = scan.path(file).bytes
            let name = String(
                decoding: path[(path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...], as: UTF8.self)
            let named = PythonName.wheel(name)
            var artifact = Artifact(
                ecosystem: .pip, kind: .builtWheel, name: named?.name ?? "", version: named?.version ?? "", file: name,
                path: scan.path(file), digests: [scan.digest(file)].compactMap(\.self),
                size: scan.files.files[file].size)
            do throws(ArchiveError) {
                guard let wheel = try WheelArchive(scan.source(file), checksEntries: true) else {
                    throw ArchiveError(.malformed, format: "wheel", reason: "no dist-info folder", offset: 0)
                }
                artifact.name = wheel.name
                artifact.version = wheel.version
                let record = try WheelRecord(wheel, isDeep: true)
                if !record.problems.isEmpty {
                    observeRecord(
                        file, record.problems.map { ($0.problem, $0.path) },
                        PackageURL(.pip, name: wheel.name, version: wheel.version).description)
                }
                let isSame = compareUnpacked(file, record, artifact)
                artifact.selfCheck = record.problems.isEmpty && isSame ? .agrees : .disagrees
            } catch {
                artifact.selfCheck = .disagrees
                scan.trouble(file, error)
            }
            if artifact.name.isEmpty {
                scan.reading.pass(file, .unknown)
            } else {
                scan.reading.artifacts.append(artifact)
            }
        }
    }

    /// Holds what a built wheel was unpacked to against the wheel; false where they differ.
    private mutating func compareUnpacked(_ file: Int, _ record: WheelRecord, _ artifact: Artifact) -> Bool {
        let link = ByteString(Array(scan.path(file).bytes.dropLast(4)))
        guard let archive = unpackedTo[link].flatMap({ archives[$0] }) else { return true }
        var isSame = true
        for (index, name) in archive.files {
            let expected = record.contents[name]
            guard let actual = scan.digest(index), expected != actual.bytes else { continue }
            // The list itself and signatures are not digested with the rest.
            if expected == nil, name.suffix(7).elementsEqual("/RECORD".utf8) { continue }
            isSame = false
            scan.observe(
                "unpacked-mismatch", grade: expected == nil ? "extra" : nil, index,
                "An unpacked file differs from the wheel that uv built, which lies here, too.",
                purl: PackageURL(.pip, name: artifact.name, version: artifact.version).description,
                expected: [expected.flatMap { ContentDigest(.sha256, $0) }].compactMap(\.self), actual: actual)
        }
        return isSame
    }

    /// Says that files are not those of their own list.
    mutating func observeRecord(_ file: Int, _ problems: [(WheelRecord.Problem, [UInt8])], _ purl: String) {
        let kinds = Set(problems.map(\.0))
        let grade =
            kinds.isDisjoint(with: [.otherDigest, .otherSize])
            ? kinds.contains(.notListed) ? "unlisted" : kinds.contains(.noRecord) ? "no-record" : "list" : nil
        let listed = problems.prefix(8).map { problem in
            Finding.Value.list([.text(problem.0.rawValue), .bytes(ByteString(problem.1))])
        }
        scan.observe(
            "record-mismatch", grade: grade, file, "The files of a wheel are not those of its own list.", purl: purl,
            evidence: [
                Finding.Evidence("problems", .number(Int64(problems.count))), Finding.Evidence("files", .list(listed)),
            ])
    }
}
