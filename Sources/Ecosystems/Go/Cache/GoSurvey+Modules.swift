import Bytes
import Inflate
import Inventory

/// First step: archives, the digests beside them, and the folders that they were unpacked to.
extension GoSurvey {
    private static let modName = Array("go.mod".utf8)

    /// Looks at all releases.
    mutating func readModules() {
        var output = 0
        var seen: Set<GoRelease> = []
        for release in releases where seen.insert(release).inserted && !scan.files.isStopped {
            guard let file = archives[release] else {
                addTree(release)
                continue
            }
            guard output <= GoLimits.archiveOutputs else {
                scan.trouble(file, .tooLarge, "more bytes of archives than the limit of \(GoLimits.archiveOutputs)")
                passTree(release)
                continue
            }
            let archive = GoArchive(scan.source(file), of: release)
            output += archive.output
            contained[release] = archive.members[Self.modName]
            addArchive(release, file, archive)
        }
        // Sums of releases of which nothing else is there.
        for (release, file) in sums where !seen.contains(release) { scan.reading.settled.append(file) }
    }

    private mutating func addArchive(_ release: GoRelease, _ file: Int, _ archive: GoArchive) {
        if let failure = archive.failure { scan.trouble(file, failure) }
        if archive.repeated > 0 {
            scan.trouble(file, .malformed, "\(archive.repeated) names stand twice in the archive")
        }
        if archive.straying > 0 {
            scan.observe(
                "archive-traversal", file, "Members of the archive lie outside of the folder it is unpacked to.",
                purl: Self.purl(release), evidence: [Finding.Evidence("members", .number(Int64(archive.straying)))])
        }
        var agrees = checkSum(release, archive.digest, file)
        if archive.failure == nil {
            if !compareTree(release, with: archive) { agrees = false }
        } else {
            passTree(release)
        }
        var digests = [scan.digest(file)].compactMap(\.self)
        if let digest = archive.digest { digests.append(digest) }
        add(release, path: scan.path(file), digests, size: scan.files.files[file].size, agrees)
    }

    /// A folder without its archive: its digest follows from those of its files.
    private mutating func addTree(_ release: GoRelease) {
        guard let files = trees[release], let first = files.first, let folder = folder(of: release) else { return }
        var tree = GoTreeHash()
        var isWhole = !isPartial(release)
        for file in files {
            let name = scan.path(file).bytes.dropFirst(folder.bytes.count + 1)
            guard let digest = scan.files.files[file].digest else {
                isWhole = false
                continue
            }
            tree.add(release.prefix + name, digest)
            if name.elementsEqual(Self.modName) { contained[release] = digest }
        }
        guard isWhole, let digest = tree.digest() else {
            passTree(release)
            return
        }
        let agrees = checkSum(release, digest, first)
        add(release, path: scan.path(first), [digest], size: scan.size(of: files), agrees)
    }

    private mutating func passTree(_ release: GoRelease) {
        for file in trees[release] ?? [] { scan.reading.pass(file, .derived) }
    }

    /// Holds the content against the digest beside it; `nil` where there is none.
    private mutating func checkSum(_ release: GoRelease, _ actual: ContentDigest?, _ file: Int) -> Bool? {
        guard let sum = sums[release] else { return nil }
        scan.reading.settled.append(sum)
        guard let text = scan.whole(sum, limit: GoLimits.noteSize, "the digest of a module") else { return nil }
        let trimmed = text.drop(while: { $0 <= 0x20 }).reversed().drop(while: { $0 <= 0x20 }).reversed()
        guard let stated = GoTreeHash.parse(Array(trimmed)) else {
            // Go makes it anew.
            scan.observe(
                "sidecar-mismatch", grade: "no-digest", sum, "What lies beside a module as its digest is none.",
                purl: Self.purl(release))
            return nil
        }
        guard let actual, actual != stated else { return actual == nil ? nil : true }
        scan.observe(
            "sidecar-mismatch", file,
            "The content of a module is not what the digest beside it says, which is all that Go compares.",
            purl: Self.purl(release), expected: [stated], actual: actual,
            evidence: [Finding.Evidence("sidecar", .bytes(scan.path(sum)))])
        return false
    }

    /// Compares the folder of a release with its archive; false where something in it is not from there.
    private mutating func compareTree(_ release: GoRelease, with archive: GoArchive) -> Bool {
        guard let folder = folder(of: release) else { return true }
        let tree = UnpackedTree(folder, in: scan.files, with: archive.members)
        let purl = Self.purl(release)
        scan.reading.settled += tree.same
        for (file, expected) in tree.changed {
            scan.observe(
                "unpacked-mismatch", file, "A file that Go compiles differs from the archive that it came from.",
                purl: purl, expected: [ContentDigest(.sha256, expected.array)].compactMap(\.self),
                actual: scan.digest(file))
        }
        for (file, name) in tree.extra {
            // Go compiles each file of a folder whose name ends so.
            let isSource = [".go", ".s", ".c", ".h", ".cc", ".cpp", ".syso", ".S"].contains {
                name.suffix($0.utf8.count).elementsEqual($0.utf8)
            }
            scan.observe(
                "unpacked-mismatch", grade: isSource ? nil : "extra", file,
                isSource
                    ? "A source file lies in an unpacked module that is not in its archive: Go compiles it."
                    : "A file lies in an unpacked module that is not in its archive.", purl: purl)
        }
        var isWhole = true
        if let first = tree.missing.first, let file = trees[release]?.first, !isPartial(release) {
            isWhole = false
            scan.observe(
                "unpacked-mismatch", grade: "missing", file,
                "An unpacked module lacks files of its archive, and yet is used as whole.", purl: purl,
                evidence: [
                    Finding.Evidence("files", .number(Int64(tree.missing.count))),
                    Finding.Evidence("first", .bytes(ByteString(first))),
                ])
        }
        return isWhole && tree.changed.isEmpty && tree.extra.isEmpty
    }

    private mutating func add(
        _ release: GoRelease, path: ByteString, _ digests: [ContentDigest], size: Int64, _ agrees: Bool?
    ) {
        let tree = (trees[release] ?? []).map { scan.path($0) }
        let notes = [archives[release], sums[release]].compactMap { $0.map { scan.path($0) } }
        scan.reading.artifacts.append(
            Artifact(
                ecosystem: .go, kind: .module, name: release.module, version: release.version, file: release.file,
                path: path, parts: [path] + (notes + tree).filter { $0 != path }, digests: digests, size: size,
                selfCheck: agrees.map { $0 ? .agrees : .disagrees } ?? .none))
    }
}
