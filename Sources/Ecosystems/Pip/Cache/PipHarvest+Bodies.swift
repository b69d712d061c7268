import Hashing
import Inflate
import Inventory

/// Wheels and archives of sources that were downloaded.
extension PipHarvest {
    /// What one body turned out to be.
    private struct Found {
        var kind: Artifact.Kind
        var name: String
        var version: String
        var file: String
        var hooks: [ByteString] = []
    }

    /// Recognises an entry's body.
    mutating func readBody(_ index: Int) {
        let entry = entries[index]
        let place = bodyPlace(entry)
        do throws(PipFailure) {
            guard !entry.answer.isRedirect, let source = try body(entry), source.size > 0 else {
                reading.settled.append(place)
                return
            }
            checkLength(entry, source.size)
            let facts = try digests(entry, source)
            checkClaims(index, facts)
            guard entry.describes == nil else {
                reading.settled.append(place)
                return
            }
            var found: Found?
            var isBroken = false
            do throws(ArchiveError) {
                found = try identify(source, entry, agrees: agreement(entry, facts) == .agrees)
            } catch {
                trouble(place, PipFailure(error))
                found = byURL(entry)
                isBroken = true
            }
            guard var found else { return isBroken ? () : try pass(source, entry) }
            guard !found.name.isEmpty else { throw PipFailure(.malformed, "what it holds names no package") }
            recoverURL(index, found.file, facts)
            found.file = nameByURL(entries[index], found)
            checkName(index, found)
            add(found, index, source.size, facts)
        } catch {
            trouble(place, error)
        }
    }

    /// Says of a body that it was not recognised, and of one that pip would unpack that it should have been.
    private mutating func pass(_ source: ByteSource, _ entry: Entry) throws(PipFailure) {
        let place = bodyPlace(entry)
        do throws(ArchiveError) {
            let head = try source.read(at: 0, count: 8)
            let isTar = TarReader.begins(source)
            // What a server packed on the way is packed text.
            let isPacked = !(entry.answer.headers["content-encoding"] ?? "").isEmpty && head.starts(with: [0x1F, 0x8B])
            let isZip = ZipDirectory.endsAsZip(source)
            if isTar || isZip || !isPacked && Self.otherArchives.contains(where: { head.starts(with: $0) }) {
                trouble(place, PipFailure(.unusable, "it is an archive in a form that is not read"))
            } else {
                reading.pass(place, .unknown)
            }
        } catch {
            throw PipFailure(error)
        }
    }

    /// How archives of other forms that pip unpacks begin: zip and gzip without a name inside, bzip2, xz, lzip, lzma,
    /// zstd.
    private static let otherArchives: [[UInt8]] = [
        [0x50, 0x4B, 3, 4], [0x1F, 0x8B], Array("BZh".utf8), [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], Array("LZIP".utf8),
        [0x5D, 0, 0], [0x28, 0xB5, 0x2F, 0xFD],
    ]

    // MARK: Digests

    /// SHA-256 and BLAKE2b of the body, and what else pages ask for.
    private func digests(_ entry: Entry, _ source: ByteSource) throws(PipFailure) -> [ContentDigest] {
        var wanted = Set(entry.claims.flatMap { $0.digests.map(\.algorithm) })
        wanted.formUnion([.sha256, .blake2b256])
        if let file = entry.bodyFile {
            var made: [ContentDigest] = []
            for algorithm in wanted.sorted(by: { $0.rawValue < $1.rawValue }) {
                if algorithm == .sha256, let known = files.files[file].digest {
                    if let digest = ContentDigest(.sha256, known.array) { made.append(digest) }
                    continue
                }
                // The index's own name for a file is asked for only where there is something to compare it with.
                if algorithm == .blake2b256, entry.url.map({ PipURL.pathDigest($0) == nil }) ?? entry.isPage {
                    continue
                }
                do throws(CacheReadError) {
                    made.append(try files.digest(file, algorithm))
                } catch {
                    throw PipFailure(error)
                }
            }
            return made
        }
        return try streamed(source, wanted)
    }

    /// The body is a part of its file: nobody else has its digest.
    private func streamed(
        _ source: ByteSource, _ wanted: Set<ContentDigest.Algorithm>
    ) throws(PipFailure) -> [ContentDigest] {
        do {
            var digest = try MultiDigest(Set(wanted.compactMap { DigestAlgorithm(rawValue: $0.rawValue) }))
            var at = 0
            while at < source.size {
                let piece = try source.read(at: at, count: 1 << 20)
                guard !piece.isEmpty else { throw PipFailure(.unstable, "the file is shorter than it was") }
                try digest.update(piece.span)
                at += piece.count
            }
            return try digest.finish().compactMap { result in
                ContentDigest.Algorithm(rawValue: result.algorithm.rawValue).flatMap { ContentDigest($0, result.bytes) }
            }
        } catch let error as PipFailure {
            throw error
        } catch let error as ArchiveError {
            throw PipFailure(error)
        } catch {
            throw PipFailure(.unusable, "\(error)")
        }
    }

    /// Compares the body with what pages claim, and with the address it has.
    private mutating func checkClaims(_ index: Int, _ facts: [ContentDigest]) {
        let entry = entries[index]
        let place = bodyPlace(entry)
        for claim in entry.claims {
            // pip takes the first; any other that differs is as odd.
            let wrong = claim.digests.first { stated in
                facts.contains { $0.algorithm == stated.algorithm && $0.bytes != stated.bytes }
            }
            guard let wrong else { continue }
            observe(
                "index-mismatch", grade: "content", place,
                "The content has another digest than the index page in the same cache says",
                expected: ["\(wrong)"], actual: facts.first { $0.algorithm == wrong.algorithm }.map { "\($0)" },
                evidence: [.init("page", .bytes(claim.page))])
            break
        }
        if let size = entry.claims.compactMap(\.size).first, let url = entry.url, entry.describes == nil {
            let actual = entry.bodyFile.map { files.files[$0].size } ?? Int64(entry.answer.body?.count ?? 0)
            if size != actual, entry.answer.form == .messagePack {
                observe(
                    "index-mismatch", grade: "size", place,
                    "The content has another size than the index page in the same cache says",
                    expected: [String(size)], actual: String(actual),
                    evidence: [.init("url", .bytes(PipURL.shown(url)))])
            }
        }
        guard let url = entry.url, entry.describes == nil, let path = PipURL.pathDigest(url) else { return }
        let own = facts.filter { $0.algorithm == .blake2b256 || $0.algorithm == .sha256 }
        guard own.contains(where: { $0.algorithm == .blake2b256 }), !own.contains(where: { $0.bytes == path }),
            let blake = own.first(where: { $0.algorithm == .blake2b256 })
        else { return }
        observe(
            "content-address-mismatch", place,
            "The index names its files by their content, and this content has another name",
            expected: ContentDigest(.blake2b256, path).map { ["\($0)"] } ?? [], actual: "\(blake)",
            evidence: [.init("url", .bytes(PipURL.shown(url)))])
    }

    // MARK: What it is

    private mutating func identify(_ source: ByteSource, _ entry: Entry, agrees: Bool) throws(ArchiveError) -> Found? {
        let form = try ArchiveForm(source)
        if form == .zip, let wheel = try WheelArchive(source, checksEntries: false) {
            return take(wheel, entry, agrees: agrees)
        }
        // A page in an encoding is no archive either; a packed page was read.
        guard let archive = try SourceArchive(source) else { return byURL(entry) }
        let ending = form == .zip ? ".zip" : ".tar.gz"
        return Found(
            kind: .sdist, name: archive.name, version: archive.version,
            file: archive.name + "-" + archive.version + ending)
    }

    /// By the name in its URL alone: compression that is not read here.
    private func byURL(_ entry: Entry) -> Found? {
        guard entry.describes == nil,
            let file = entry.url.flatMap({ LockedEntry.fileName(PipURL.withoutFragment($0)) }),
            let parts = PythonName.ofFile(file)
        else { return nil }
        return Found(
            kind: file.hasSuffix(".whl") ? .wheel : .sdist, name: parts.name, version: parts.version, file: file)
    }

    private mutating func take(_ wheel: WheelArchive, _ entry: Entry, agrees: Bool) -> Found {
        let place = bodyPlace(entry)
        let isVouched = !entry.claims.isEmpty
        // What an index has a digest of is compared by that: its list is looked at without reading the contents.
        let isDeep = !isVouched && spend(wheel)
        do throws(ArchiveError) {
            judge(try WheelRecord(wheel, isDeep: isDeep), wheel, place, isPublished: agrees)
        } catch {
            // Which wheel it is, and with that its digest's place in lockfiles, is known all the same.
            trouble(place, PipFailure(error))
        }
        let hooks = judgeNames(of: wheel, place, isBuilt: false)
        if let url = entry.url, !wheel.metadata.isEmpty { rememberMetadata(wheel.metadata, of: url) }
        return Found(kind: .wheel, name: wheel.name, version: wheel.version, file: wheel.file, hooks: hooks)
    }

    /// Takes a wheel's contents from what may be decompressed in this cache.
    mutating func spend(_ wheel: WheelArchive) -> Bool {
        let size = wheel.directory.entries.reduce(0) { $0.addingReportingOverflow(max(0, $1.size)).partialValue }
        guard size >= 0, size <= comparable else { return false }
        comparable -= size
        return true
    }

    private mutating func rememberMetadata(_ content: [UInt8], of url: String) {
        guard byKey[PipURL.key(url + ".metadata")] != nil else { return }
        metadata[PipURL.canonical(url)] = content
    }

    /// Where no page names the URL: the index names its files by their content, so the URL follows from it.
    private mutating func recoverURL(_ index: Int, _ file: String, _ facts: [ContentDigest]) {
        guard entries[index].url == nil, let blake = facts.first(where: { $0.algorithm == .blake2b256 }) else { return }
        let hex = blake.hex
        let folder = "\(hex.prefix(2))/\(hex.dropFirst(2).prefix(2))/\(hex.dropFirst(4))"
        let url = "https://files.pythonhosted.org/packages/\(folder)/\(file)"
        if PipURL.key(url) == entries[index].key { entries[index].url = url }
    }

    /// The file's name as the index has it.
    private func nameByURL(_ entry: Entry, _ found: Found) -> String {
        entry.url.flatMap { LockedEntry.fileName(PipURL.withoutFragment($0)) } ?? found.file
    }

    private mutating func checkName(_ index: Int, _ found: Found) {
        guard let parts = PythonName.ofFile(found.file) else { return }
        let isSame = parts.name == found.name && PythonVersion(parts.version) == PythonVersion(found.version)
        guard !isSame else { return }
        observe(
            "misplaced-entry", grade: "other-release", bodyPlace(entries[index]),
            "The content says to be another release than the file's name",
            expected: [PackageURL(.pip, name: parts.name, version: parts.version).description],
            actual: PackageURL(.pip, name: found.name, version: found.version).description)
    }

    private mutating func add(_ found: Found, _ index: Int, _ size: Int, _ facts: [ContentDigest]) {
        let entry = entries[index]
        let place = bodyPlace(entry)
        var parts = [files.files[entry.file].path]
        if let body = entry.bodyFile { parts.append(files.files[body].path) }
        reading.artifacts.append(
            Artifact(
                ecosystem: .pip, kind: found.kind, name: found.name, version: found.version, file: found.file,
                path: files.files[place].path, parts: parts, digests: facts.filter { $0.algorithm != .blake2b256 },
                size: Int64(size), source: entry.url.map(PipURL.shown),
                selfCheck: agreement(entry, facts), hooks: found.hooks))
    }

    /// Whether pages claim the digest that the body has.
    private func agreement(_ entry: Entry, _ facts: [ContentDigest]) -> Artifact.SelfCheck {
        let stated = entry.claims.flatMap(\.digests)
        let isWrong = stated.contains { claim in
            facts.contains { $0.algorithm == claim.algorithm && $0.bytes != claim.bytes }
        }
        if isWrong { return .disagrees }
        return stated.contains { facts.contains($0) } ? .agrees : .none
    }

    // MARK: Metadata beside a wheel

    /// Compares what pip reads instead of a wheel with what is in the wheel.
    mutating func compareMetadata(_ index: Int) {
        let entry = entries[index]
        guard let url = entry.describes, let inside = metadata[PipURL.canonical(url)] else { return }
        do throws(PipFailure) {
            guard let source = try body(entry), source.size <= WheelArchive.textLimit else { return }
            let beside: [UInt8]
            do throws(ArchiveError) {
                beside = try source.read(at: 0, count: source.size)
            } catch {
                throw PipFailure(error)
            }
            guard beside != inside else { return }
            observe(
                "sidecar-mismatch", grade: "metadata", bodyPlace(entry),
                "The metadata that pip resolves by differ from those in the wheel",
                evidence: [.init("url", .bytes(PipURL.shown(url)))])
        } catch {
            trouble(bodyPlace(entry), error)
        }
    }
}
