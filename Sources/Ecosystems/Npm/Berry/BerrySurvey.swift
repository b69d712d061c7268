import Bytes
import Inflate
import Inventory

/// What is known of one cache of Yarn 2 and later while it is read.
struct BerrySurvey {
    /// How much one archive may ask.
    private enum Limit {
        /// Bytes of its directory, and its entries.
        static let directory = 64 << 20
        static let entries = 200_000
    }

    /// What was found so far.
    var scan: CacheScan

    /// Begins with nothing.
    init(_ place: ByteString, of files: any CacheFiles) {
        scan = CacheScan(place, of: files)
    }

    /// Looks at all archives.
    mutating func read() {
        for file in scan.files.below(scan.place) where !scan.files.isStopped {
            switch BerryPath(scan.relative(file)) {
            case .archive(let name): read(file, name)
            case .stored(let digest): check(file, digest)
            case .notes: scan.reading.pass(file, .clientNotes)
            case .temporary, .foreign: break
            }
        }
    }

    /// Whether a single file has the digest that is its name.
    private mutating func check(_ file: Int, _ named: ContentDigest) {
        scan.reading.settled.append(file)
        do throws(CacheReadError) {
            let actual = try scan.files.digest(file, .sha1)
            if actual == named { return }
            scan.observe(
                "content-address-mismatch", file, "The content does not have the digest that is its name.",
                expected: [named], actual: actual)
        } catch {
            scan.trouble(file, error.reason, error.detail)
        }
    }

    private mutating func read(_ file: Int, _ name: BerryPath.Name) {
        let agrees = checkDigest(file, name)
        var digests = [scan.digest(file)].compactMap(\.self)
        if let digest = try? scan.files.digest(file, .sha512) { digests.append(digest) }
        var manifest: NpmManifest?
        var isRead = true
        do throws(ArchiveError) {
            manifest = try self.manifest(in: scan.source(file), file, of: name.release?.name)
        } catch {
            isRead = false
            scan.trouble(file, error)
        }
        let stated = Identity(name: manifest?.name ?? "", version: manifest?.version ?? "")
        let identity = Self.identity(name, stated)
        if identity.name.isEmpty || identity.version.isEmpty {
            // A patch of a package, a single file: there need not be a manifest.
            if isRead { scan.reading.pass(file, .unknown) }
            return
        }
        let isOther = isRead && !identity.isSame(as: stated)
        if isOther { observeOther(file, identity, stated) }
        let path = scan.path(file).bytes
        let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        scan.reading.artifacts.append(
            Artifact(
                ecosystem: .npm, kind: .yarnArchive, name: identity.name, version: identity.version,
                file: String(decoding: path[start...], as: UTF8.self), path: scan.path(file), digests: digests,
                size: scan.files.files[file].size,
                selfCheck: isOther || agrees == false ? .disagrees : agrees == true ? .agrees : .none,
                hooks: manifest?.hooks.map { ByteString($0) } ?? []))
    }

    // MARK: Names

    /// What an archive is, or says to be.
    private struct Identity {
        var name: String
        var version: String

        func isSame(as other: Identity) -> Bool {
            name.hasSameBytes(as: other.name) && version.hasSameBytes(as: other.version)
        }
    }

    /// What Yarn takes an archive for: it looks for the file's name, and asks no manifest.
    private static func identity(_ name: BerryPath.Name, _ stated: Identity) -> Identity {
        let slug = BerryArchiveName.slug(of: stated.name)
        let version = BerryArchiveName.withoutBuild(stated.version)
        guard !name.slug.elementsEqual((slug + "-npm-" + version).utf8), let release = name.release else {
            return stated
        }
        var result = stated
        if !slug.utf8.elementsEqual(release.name) { result.name = BerryPath.unslugged(release.name) }
        if !version.utf8.elementsEqual(release.version) {
            result.version = String(decoding: release.version, as: UTF8.self)
        }
        return result
    }

    private mutating func observeOther(_ file: Int, _ identity: Identity, _ stated: Identity) {
        scan.observe(
            "misplaced-entry", grade: identity.name.hasSameBytes(as: stated.name) ? "other-release" : nil, file,
            "An archive calls itself another package or release than its file.",
            purl: NpmCacheSurvey.purl(identity.name, identity.version),
            evidence: [
                Finding.Evidence("package", .bytes(ByteString(stated.name))),
                Finding.Evidence("version", .bytes(ByteString(stated.version))),
            ])
    }

    /// Whether an archive has the digest that is a part of its name; `nil` where there is none.
    private mutating func checkDigest(_ file: Int, _ name: BerryPath.Name) -> Bool? {
        do throws(CacheReadError) {
            let actual = try scan.files.digest(file, .sha512)
            guard let stated = name.digest else { return nil }
            if actual.hex.utf8.starts(with: stated) { return true }
            scan.observe(
                "content-address-mismatch", file, "The archive does not have the digest that is a part of its name.",
                actual: actual)
            return false
        } catch {
            scan.trouble(file, error.reason, error.detail)
            return nil
        }
    }

    /// The manifest of the package that the file is called by, else that which lies least deep; names that lead out of
    /// the archive are noted.
    private mutating func manifest(
        in source: ByteSource, _ file: Int, of name: [UInt8]?
    ) throws(ArchiveError) -> NpmManifest? {
        let directory = try ZipDirectory(
            source,
            limits: ZipLimits(directory: Limit.directory, entries: Limit.entries, oddities: 0, checksEntries: false))
        var straying = 0
        var best: (index: Int, depth: Int)?
        for (index, entry) in directory.entries.enumerated() {
            let oddities = NameOddity.all(in: entry.name)
            if oddities.contains(.absolute) || oddities.contains(.traversal) { straying += 1 }
            let parts = entry.name.split(separator: UInt8(ascii: "/"))
            guard parts.first?.elementsEqual("node_modules".utf8) ?? false,
                parts.last?.elementsEqual("package.json".utf8) ?? false, parts.count > 2
            else { continue }
            let folder = Array(parts.dropFirst().dropLast().joined(separator: [UInt8(ascii: "-")]))
            let depth = folder == name ? 0 : parts.count
            if best.map({ depth < $0.depth }) ?? true { best = (index, depth) }
        }
        if straying > 0 {
            scan.observe(
                "archive-traversal", file, "Members of the archive lead out of it.",
                evidence: [Finding.Evidence("members", .number(Int64(straying)))])
        }
        guard let best else { return nil }
        let entry = try directory.located(best.index, in: source)
        return NpmManifest(try ZipEntryReader.content(of: entry, in: source, limit: NpmCacheLimits.manifestSize))
    }
}
