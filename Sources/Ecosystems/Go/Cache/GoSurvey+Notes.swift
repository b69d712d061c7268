import Bytes
import Inventory

/// The other steps: what each module needs, the notes of Go, and what was compiled.
extension GoSurvey {
    /// `go.mod` of releases: which modules Go will take besides.
    mutating func readModFiles() {
        for (release, file) in modFiles.sorted(by: { $0.value < $1.value }) where !scan.files.isStopped {
            guard let digest = scan.files.files[file].digest else {
                scan.reading.settled.append(file)
                continue
            }
            var agrees: Bool?
            if let inside = contained[release] {
                agrees = inside == digest
                if inside != digest {
                    scan.observe(
                        "sidecar-mismatch", grade: "metadata", file,
                        "The go.mod beside a module is not the one in it.", purl: Self.purl(release),
                        expected: [ContentDigest(.sha256, inside.array)].compactMap(\.self),
                        actual: ContentDigest(.sha256, digest.array))
                }
            }
            let digests = [ContentDigest(.sha256, digest.array), GoTreeHash.ofModFile(digest)]
            scan.reading.artifacts.append(
                Artifact(
                    ecosystem: .go, kind: .goMod, name: release.module, version: release.version,
                    file: release.modFile, path: scan.path(file), digests: digests.compactMap(\.self),
                    size: scan.files.files[file].size,
                    selfCheck: agrees.map { $0 ? .agrees : .disagrees } ?? .none))
        }
    }

    /// Lists of versions, what names stood for, and what the checksum database said.
    mutating func readNotes() {
        for (release, file) in infos.sorted(by: { $0.value < $1.value }) { readInfo(release, file) }
        for (module, file) in lists where !scan.files.isStopped { readList(module, file) }
        for file in lookups where !scan.files.isStopped {
            scan.reading.settled.append(file)
            guard let text = scan.whole(file, limit: GoLimits.noteSize, "an answer of the checksum database"),
                let said = try? GoSum.read(text.span)
            else { continue }
            // What follows is the signature, which is no line of that form.
            for pin in said.pins where pin.isUsable {
                scan.claim(
                    IndexClaim(
                        ecosystem: .go, name: pin.name, version: pin.version, file: pin.file, digests: pin.digests,
                        url: nil, source: nil, path: scan.path(file)), in: file)
            }
        }
        for file in notes {
            scan.reading.pass(file, .clientNotes)
            guard scan.path(file).bytes.suffix(7).elementsEqual("/config".utf8), scan.size(file) <= GoLimits.noteSize,
                let text = scan.whole(file, limit: GoLimits.noteSize, "the settings of a repository"),
                MavenCredentials.hasPasswordInAddress(text)
            else { continue }
            scan.observe(
                "credential-in-cache", file, "The settings of a repository keep an address with a password.",
                evidence: [Finding.Evidence("kind", .text("password in an address"))])
        }
    }

    private mutating func readInfo(_ release: GoRelease, _ file: Int) {
        scan.reading.settled.append(file)
        if scan.files.isStopped { return }
        guard let text = scan.whole(file, limit: GoLimits.noteSize, "the note of a release") else { return }
        guard let object = (try? JSON.parse(text))?.object, let version = object["Version"]?.string else {
            scan.trouble(file, .malformed, "the note of a release does not say its version")
            return
        }
        if version.hasSameBytes(as: release.version) { return }
        scan.observe(
            "misplaced-entry", grade: "other-release", file,
            "The note of a release says that it is another one: Go takes that.", purl: Self.purl(release),
            evidence: [Finding.Evidence("version", .bytes(ByteString(version)))])
    }

    private mutating func readList(_ module: String, _ file: Int) {
        scan.reading.settled.append(file)
        guard let text = scan.whole(file, limit: GoLimits.listSize, "a list of versions") else { return }
        for line in text.split(separator: UInt8(ascii: "\n")) {
            // Times stand behind versions in older ones.
            guard let word = line.split(separator: UInt8(ascii: " ")).first,
                let version = String(validating: word, as: UTF8.self), GoVersion(version) != nil
            else { continue }
            scan.claim(
                IndexClaim(
                    ecosystem: .go, name: module, version: version,
                    file: GoRelease(module: module, version: version).file, digests: [], url: nil, source: nil,
                    path: scan.path(file)), in: file)
        }
    }

    /// What was compiled: the name of each output is the digest of its bytes.
    mutating func readOutputs() {
        for (id, file) in outputs where !scan.files.isStopped {
            guard let named = DigestText.hex(.sha256, id[...]), let actual = scan.digest(file), actual != named else {
                // Nothing tells whether it was made of the source that its action names.
                scan.reading.pass(file, .derived)
                continue
            }
            scan.observe(
                "content-address-mismatch", file, "What was compiled does not have the digest that is its name.",
                expected: [named], actual: actual)
        }
    }
}
