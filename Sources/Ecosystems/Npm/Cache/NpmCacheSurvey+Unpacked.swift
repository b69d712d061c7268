import Bytes
import Hashing
import Inflate
import Inventory

/// Fourth step: what `npx` unpacked. It runs from there the next time, and nobody compares it with the archive.
extension NpmCacheSurvey {
    /// Compares each package that a lockfile gives a digest whose archive is there.
    mutating func compareUnpacked() {
        let links = linksInPackages()
        for (folder, _) in unpacked.sorted(by: { $0.key < $1.key }) {
            let root = scan.place.appending(ByteString("_npx/" + folder))
            guard let pins = pins(of: root) else { continue }
            npxPins[folder] = pins
            for pin in pins where !scan.files.isStopped {
                guard let location = pin.path, location.hasPrefix("node_modules/"),
                    let blob = archive(of: pin), blobs[blob].isIntact, blobs[blob].isArchive
                else { continue }
                let place = root.appending(ByteString(location))
                guard compared.insert(place).inserted else { continue }
                blobs[blob].copies += files(ofPackage: place)
                compare(place, with: blobs[blob], links[place] ?? [])
            }
        }
    }

    /// What the lockfiles of a folder say; npm writes both, and of two that disagree each counts. `nil` where one of
    /// them is there and cannot be read.
    private mutating func pins(of root: ByteString) -> [Pin]? {
        var all: [Pin]? = []
        for name in ["package-lock.json", "node_modules/.package-lock.json"] {
            guard let file = scan.files.index(of: root.appending(ByteString(name))) else { continue }
            guard let bytes = scan.whole(file, limit: NpmCacheLimits.lockfileSize, "the lockfile") else {
                all = nil
                continue
            }
            do throws(ParseError) {
                scan.reading.settled.append(file)
                let pins = try PackageLock.read(bytes.span).pins
                checkCredentials((pins, file))
                all? += pins
            } catch {
                all = nil
                scan.trouble(file, .malformed, "\(error)")
            }
        }
        return all
    }

    private mutating func checkCredentials(_ list: (pins: [Pin], file: Int)) {
        let addresses = list.pins.compactMap { $0.url.flatMap { NpmAddress(Array($0.utf8)) } }
        guard addresses.contains(where: { $0.hasPassword || $0.hasSecretParameter }) else { return }
        scan.observe(
            "credential-in-cache", list.file, "A lockfile in the cache keeps an address with a credential.",
            evidence: [Finding.Evidence("kind", .text("password in an address"))])
    }

    /// Files in a package's folder, without those of packages that it brought along.
    func files(ofPackage folder: ByteString) -> [Int] {
        let nested = folder.appending("node_modules/").bytes
        return scan.files.below(folder).filter { !scan.path($0).bytes.starts(with: nested) }
    }

    /// Compares a package's folder with its archive, file by file.
    private mutating func compare(_ folder: ByteString, with blob: Blob, _ links: [CacheEntry]) {
        guard wholeBytes < NpmCacheLimits.wholeOutputs else {
            scan.trouble(blob.file, .tooLarge, "more bytes of archives to compare than the limit")
            return
        }
        let members: [[UInt8]: [SHA256Digest]]
        do throws(ArchiveError) {
            members = try digests(of: blob)
        } catch {
            scan.trouble(blob.file, error)
            return
        }
        let purl = Self.purl(blob.manifest?.name, blob.manifest?.version)
        let isScripted = !(blob.manifest?.hooks.isEmpty ?? true)
        let builds = blob.hasBindings || isScripted
        let resolution = NpxResolution(members.keys)
        for file in scan.files.below(folder) {
            let name = Array(scan.path(file).bytes.dropFirst(folder.bytes.count + 1))
            if let expected = members[name] {
                scan.reading.settled.append(file)
                guard let actual = scan.files.files[file].digest, !expected.contains(actual) else { continue }
                scan.observe(
                    "unpacked-mismatch", grade: isScripted ? "scripted" : nil, file,
                    isScripted
                        ? "An unpacked file differs from the archive that it came from; the package's own install "
                            + "scripts may have changed it."
                        : "An unpacked file differs from the archive that it came from.",
                    purl: purl, expected: expected.compactMap { ContentDigest(.sha256, $0.array) },
                    actual: ContentDigest(.sha256, actual.array))
                continue
            }
            guard isOwn(name, members), !isRenamed(name, members) else { continue }
            if resolution.prefers(name) {
                scan.observe(
                    "unpacked-mismatch", file,
                    "A file that is not in its package's archive lies where Node finds it before one that is.",
                    purl: purl)
            } else if !builds {
                scan.observe(
                    "unpacked-mismatch", grade: "extra", file,
                    "A file lies in an unpacked package that is not in its archive.", purl: purl)
            }
        }
        check(links, in: folder, resolution, isScripted: isScripted)
    }

    /// Whether a file belongs to the package itself, or to one that its archive brings along.
    private func isOwn(_ name: [UInt8], _ members: [[UInt8]: [SHA256Digest]]) -> Bool {
        guard case .package(let location, let inner) = NpxPlace(name) else {
            return !name.starts(with: "node_modules/".utf8)
        }
        return !inner.isEmpty && members[location + Array("/package.json".utf8)] != nil
    }

    // MARK: Links

    /// Links that lead from a place in a package to another one there, by the package's folder. Install scripts make
    /// such ones; all others are named for what they are.
    private func linksInPackages() -> [ByteString: [CacheEntry]] {
        let start = scan.place.appending("_npx").bytes + [UInt8(ascii: "/")]
        var links: [ByteString: [CacheEntry]] = [:]
        for entry in scan.files.entries where entry.kind == .symbolicLink && entry.path.bytes.starts(with: start) {
            let rest = entry.path.bytes.dropFirst(start.count)
            guard let slash = rest.firstIndex(of: UInt8(ascii: "/")),
                case .package(let location, let inner) = NpxPlace(Array(rest[(slash + 1)...])), !inner.isEmpty
            else { continue }
            let root = ByteString(start + rest[..<slash])
            links[root.appending(ByteString(location)), default: []].append(entry)
        }
        return links
    }

    /// A link in the place of what the archive has, or that is found before it.
    private mutating func check(
        _ links: [CacheEntry], in folder: ByteString, _ resolution: NpxResolution, isScripted: Bool
    ) {
        for entry in links {
            let name = Array(entry.path.bytes.dropFirst(folder.bytes.count + 1))
            let replaces = resolution.has(name)
            guard replaces || resolution.prefers(name), scan.reading.observations.count < CacheScan.Limit.observations
            else { continue }
            scan.reading.observations.append(
                Observation(
                    rule: "unpacked-mismatch", grade: replaces && isScripted ? "scripted" : nil, path: entry.path,
                    message: "A link lies in the place of a file of the archive, or where Node finds it before one",
                    evidence: [Finding.Evidence("target", .bytes(entry.target))]))
        }
    }

    // MARK: Archives

    /// npm unpacks `.gitignore` as `.npmignore`.
    private func isRenamed(_ name: [UInt8], _ members: [[UInt8]: [SHA256Digest]]) -> Bool {
        let ending = Array(".npmignore".utf8)
        guard name.suffix(ending.count).elementsEqual(ending) else { return false }
        return members[Array(name.dropLast(ending.count)) + Array(".gitignore".utf8)] != nil
    }

    /// Digests of all files of an archive. Of a name that stands twice the last one counts, as it does on disk.
    private mutating func digests(of blob: Blob) throws(ArchiveError) -> [[UInt8]: [SHA256Digest]] {
        var members: [[UInt8]: [SHA256Digest]] = [:]
        var reader = try NpmTarball.open(scan.source(blob.file), output: NpmCacheLimits.wholeOutput)
        while let entry = try reader.next() {
            guard let name = NpmTarball.inner(entry.name), entry.hasContent else { continue }
            members[Array(name)] = try Self.digests(&reader)
            wholeBytes += entry.size
        }
        return members
    }

    /// Digest of the present member's content; of a script that ends its first line as Windows does also without that:
    /// npm mends such lines where it makes a command of the file.
    private static func digests(_ reader: inout TarReader) throws(ArchiveError) -> [SHA256Digest] {
        var piece: [UInt8] = []
        do {
            var asPacked = try SHA256Hasher()
            var asMended = try SHA256Hasher()
            var mended: [UInt8]?
            var isFirst = true
            while try reader.read(into: &piece) {
                if isFirst { mended = withPlainFirstLine(piece) }
                if isFirst, let head = mended { try asMended.update(head.span) }
                if !isFirst, mended != nil { try asMended.update(piece.span) }
                try asPacked.update(piece.span)
                isFirst = false
            }
            let digest = SHA256Digest(try asPacked.finish())
            return mended == nil ? [digest] : [digest, SHA256Digest(try asMended.finish())]
        } catch let error as ArchiveError {
            throw error
        } catch {
            throw .unreadable("no digest can be made", offset: 0)
        }
    }

    /// The bytes without the carriage return at the end of a script's first line; `nil` where there is none.
    private static func withPlainFirstLine(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.starts(with: "#!".utf8), let end = bytes.firstIndex(of: UInt8(ascii: "\n")), end > 2,
            bytes[end - 1] == UInt8(ascii: "\r")
        else { return nil }
        return Array(bytes[..<(end - 1)]) + bytes[end...]
    }
}
