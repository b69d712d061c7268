import Bytes
import Inflate
import Inventory

/// What is known of one cache of Yarn 1 while it is read.
struct YarnSurvey {
    /// How much one cache may ask.
    enum Limit {
        /// Bytes that may come out of all archives.
        static let outputs = 64 << 30
        /// Bytes of a note.
        static let note = 8 << 20
    }

    /// The files of one package.
    private struct Package {
        var archive: Int?
        var metadata: Int?
        var unpacked: [Int] = []
    }

    /// What was found so far.
    var scan: CacheScan
    private var packages: [[UInt8]: Package] = [:]
    private var output = 0

    /// Looks at the paths only.
    init(_ place: ByteString, of files: any CacheFiles) {
        scan = CacheScan(place, of: files)
        for file in files.below(place) {
            switch YarnPath(scan.relative(file)) {
            case .archive(let package): packages[package, default: Package()].archive = file
            case .metadata(let package): packages[package, default: Package()].metadata = file
            case .unpacked(let package, _): packages[package, default: Package()].unpacked.append(file)
            case .mark, .temporary, .foreign: break
            }
        }
    }

    /// Looks at all packages.
    mutating func read() {
        for (folder, package) in packages.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
        where !scan.files.isStopped {
            guard let archive = package.archive else {
                readLone(package)
                continue
            }
            read(folder, package, archive)
        }
    }

    private mutating func readLone(_ package: Package) {
        for file in package.unpacked { scan.reading.pass(file, .derived) }
        if let metadata = package.metadata { scan.reading.pass(metadata, .clientNotes) }
        // A folder with its note is a package to Yarn.
        guard let first = package.unpacked.first, package.metadata != nil else { return }
        scan.observe(
            "unpacked-mismatch", grade: "no-archive", first,
            "An unpacked package lies here without the archive that it came from.",
            evidence: [Finding.Evidence("files", .number(Int64(package.unpacked.count)))])
    }

    private mutating func read(_ folder: [UInt8], _ package: Package, _ archive: Int) {
        let tree = scan.place.appending(ByteString(folder))
        var members: UnpackedTree.Members = [:]
        var manifest: NpmManifest?
        var hasBindings = false
        var failure: ArchiveError?
        do throws(ArchiveError) {
            guard output <= Limit.outputs else {
                throw ArchiveError(
                    .tooLarge, format: "tar", reason: "more bytes of archives than the limit of \(Limit.outputs)",
                    offset: 0)
            }
            var reader = try NpmTarball.open(scan.source(archive), output: NpmCacheLimits.wholeOutput)
            let before = output
            while let entry = try reader.next() {
                output = before + entry.dataOffset
                guard let name = NpmTarball.inner(entry.name), entry.hasContent else { continue }
                if name.elementsEqual("binding.gyp".utf8) { hasBindings = true }
                if name.elementsEqual("package.json".utf8) {
                    let content = try reader.content(limit: NpmCacheLimits.manifestSize)
                    manifest = NpmManifest(content)
                    members[Array(name)] = try UnpackedTree.digest(of: content)
                } else {
                    members[Array(name)] = try UnpackedTree.digest { piece throws(ArchiveError) in
                        try reader.read(into: &piece)
                    }
                }
            }
        } catch {
            failure = error
            scan.trouble(archive, error)
        }
        let digests = digests(of: archive)
        let note = readNote(package.metadata)
        var agrees = Self.both(
            checkName(folder, archive, digests, isRepository: note?.isRepository ?? false),
            note.flatMap { check($0, archive, digests) })
        let name = manifest?.name ?? String(decoding: Self.name(of: folder), as: UTF8.self)
        let version = manifest?.version ?? ""
        let purl = NpmCacheSurvey.purl(name, version)
        if let own = manifest?.name, !own.utf8.elementsEqual(Self.name(of: folder)) {
            scan.observe(
                "misplaced-entry", grade: "other-name", archive,
                "An archive calls itself another package than its folder.",
                purl: purl)
        }
        if failure == nil {
            if !compare(tree, members, purl) { agrees = false }
        } else {
            for file in package.unpacked { scan.reading.pass(file, .derived) }
        }
        guard !name.isEmpty else { return }
        var hooks = manifest?.hooks ?? []
        if hooks.isEmpty, hasBindings { hooks = ["binding.gyp"] }
        let parts = [package.metadata].compactMap(\.self) + package.unpacked
        scan.reading.artifacts.append(
            Artifact(
                ecosystem: .npm, kind: .tarball, name: name, version: version, file: Self.file(name, version),
                path: scan.path(archive), parts: [scan.path(archive)] + parts.map { scan.path($0) }, digests: digests,
                size: scan.files.files[archive].size, selfCheck: agrees.map { $0 ? .agrees : .disagrees } ?? .none,
                hooks: hooks.map { ByteString($0) }))
    }

    private mutating func digests(of archive: Int) -> [ContentDigest] {
        var digests = [scan.digest(archive)].compactMap(\.self)
        do throws(CacheReadError) {
            // The weak one is what old lockfiles have, and the names of folders.
            for algorithm in [ContentDigest.Algorithm.sha1, .sha512] {
                digests.append(try scan.files.digest(archive, algorithm))
            }
        } catch {
            scan.trouble(archive, error.reason, error.detail)
        }
        return digests
    }

    /// Holds an archive against the name of its folder, by which Yarn finds it; `nil` where that tells nothing.
    private mutating func checkName(
        _ folder: [UInt8], _ archive: Int, _ digests: [ContentDigest], isRepository: Bool
    ) -> Bool? {
        guard let named = YarnPath.digest(of: folder), let actual = digests.first(where: { $0.algorithm == .sha1 })
        else { return nil }
        if actual == named.digest { return true }
        if isRepository, !named.isOfArchive { return nil }
        scan.observe(
            "content-address-mismatch", archive, "The archive does not have the digest that its folder is called by.",
            expected: [named.digest], actual: actual)
        return false
    }

    /// One statement that does not agree outweighs another one that does.
    private static func both(_ one: Bool?, _ other: Bool?) -> Bool? {
        guard let one, let other else { return one ?? other }
        return one && other
    }

    // MARK: The note

    /// What the note beside an archive says of it.
    private struct Note {
        var file: Int
        var digests: [ContentDigest]
        /// Whether the package was made of a repository: then its folder is called by a commit.
        var isRepository: Bool
    }

    private mutating func readNote(_ metadata: Int?) -> Note? {
        guard let metadata else { return nil }
        scan.reading.settled.append(metadata)
        guard let text = scan.whole(metadata, limit: Limit.note, "the note of a package") else { return nil }
        guard let remote = (try? JSON.parse(text))?.object?["remote"]?.object else {
            scan.trouble(metadata, .malformed, "the note of a package does not say where it came from")
            return nil
        }
        if let address = remote["resolved"]?.string ?? remote["reference"]?.string,
            MavenCredentials.hasPasswordInAddress(Array(address.utf8))
        {
            scan.observe(
                "credential-in-cache", metadata, "The note of a package keeps an address with a password.",
                evidence: [Finding.Evidence("kind", .text("password in an address"))])
        }
        return Note(
            file: metadata,
            digests: DigestText.integrity(Array((remote["integrity"]?.string ?? "").utf8)[...]).digests,
            isRepository: remote["type"]?.string == "git")
    }

    /// Holds an archive against the note beside it; `nil` where that has no digest of it.
    private mutating func check(_ note: Note, _ archive: Int, _ digests: [ContentDigest]) -> Bool? {
        guard let agrees = NpmCacheSurvey.agree(note.digests, digests) else { return nil }
        if !agrees {
            scan.observe(
                "sidecar-mismatch", archive, "The archive is not the one that the note beside it tells of.",
                expected: note.digests, actual: digests.last,
                evidence: [Finding.Evidence("sidecar", .bytes(scan.path(note.file)))])
        }
        return agrees
    }

    // MARK: The folder

    private mutating func compare(_ folder: ByteString, _ members: UnpackedTree.Members, _ purl: String?) -> Bool {
        let tree = UnpackedTree(folder, in: scan.files, with: members) {
            $0 == YarnPath.archiveName || $0 == YarnPath.metadataName
        }
        scan.reading.settled += tree.same
        for (file, expected) in tree.changed {
            scan.observe(
                "unpacked-mismatch", file, "An unpacked file differs from the archive that it came from.", purl: purl,
                expected: [ContentDigest(.sha256, expected.array)].compactMap(\.self), actual: scan.digest(file))
        }
        for (file, _) in tree.extra {
            scan.observe(
                "unpacked-mismatch", grade: "extra", file,
                "A file lies in an unpacked package that is not in its archive.", purl: purl)
        }
        if let first = tree.missing.first, let mark = scan.files.index(of: folder.appending(".yarn-metadata.json")) {
            scan.observe(
                "unpacked-mismatch", grade: "missing", mark,
                "An unpacked package lacks files of its archive, and yet is noted as whole.", purl: purl,
                evidence: [
                    Finding.Evidence("files", .number(Int64(tree.missing.count))),
                    Finding.Evidence("first", .bytes(ByteString(first))),
                ])
            return false
        }
        return tree.changed.isEmpty && tree.extra.isEmpty
    }

    /// The name of the folder: `left-pad`, `@types/node`.
    private static func name(of folder: [UInt8]) -> [UInt8] {
        let parts = folder.split(separator: UInt8(ascii: "/"))
        let isScoped = parts.dropLast().last?.first == UInt8(ascii: "@")
        return Array(parts.suffix(isScoped ? 2 : 1).joined(separator: [UInt8(ascii: "/")]))
    }

    /// As a registry calls the archive.
    private static func file(_ name: String, _ version: String) -> String {
        let base = name.split(separator: "/").last.map(String.init) ?? name
        return base + "-" + version + ".tgz"
    }
}
