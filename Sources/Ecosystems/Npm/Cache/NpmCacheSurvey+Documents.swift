import Bytes
import Inventory

/// Third step: the packuments. Do they say what the archives and their records say?
extension NpmCacheSurvey {
    /// Seconds: no registry lets its documents be believed for longer than a day.
    private static let longestAge: Int64 = 86_400

    /// Reads each document once for each address it is kept under.
    mutating func readDocuments() {
        var done: Set<Reading> = []
        for record in records where !scan.files.isStopped {
            guard let address = record.address else { continue }
            for digest in record.digests {
                guard let blob = blobOfDigest[digest], blobs[blob].isDocument,
                    done.insert(Reading(blob: blob, request: address.request)).inserted
                else { continue }
                readDocument(blob, record, address)
            }
        }
    }

    /// Answers to several forms of one request are mostly the same.
    private struct Reading: Hashable {
        let blob: Int
        let request: [UInt8]
    }

    private mutating func readDocument(_ blob: Int, _ record: NpmIndexRecord, _ address: NpmAddress) {
        let file = blobs[blob].file
        guard documentBytes < NpmCacheLimits.documents else {
            scan.trouble(file, .tooLarge, "more bytes of cached documents than the limit")
            return
        }
        guard let bytes = scan.whole(file, limit: NpmCacheLimits.documentSize, "the document") else { return }
        documentBytes += bytes.count
        let text = NpmManifest.withoutMark(bytes)
        do throws(ParseError) {
            guard let packument = try Packument(text.span) else { return }
            scan.reading.settled.append(file)
            if packument.hasVersions { judge(packument, text, blob: blob, record, address) }
        } catch {
            scan.trouble(file, .malformed, "\(error)")
        }
    }

    private mutating func judge(
        _ packument: Packument, _ bytes: [UInt8], blob: Int, _ record: NpmIndexRecord, _ address: NpmAddress
    ) {
        let file = blobs[blob].file
        let path = address.plainPath
        let name = packument.name ?? Self.name(at: path)
        if !path.elementsEqual(name.utf8), !path.suffix(name.utf8.count + 1).elementsEqual("/\(name)".utf8) {
            scan.observe(
                "misplaced-entry", record.bucket, "A registry's document is kept under the address of another package.",
                purl: Self.purl(name, nil), evidence: [Finding.Evidence("address", .bytes(address.harmless))])
        }
        if record.maxAge > Self.longestAge {
            scan.observe(
                "index-mismatch", grade: "freshness", record.bucket,
                "A registry's document may be used for longer than a day without asking the registry.",
                purl: Self.purl(name, nil), evidence: [Finding.Evidence("seconds", .number(record.maxAge))])
        }
        for (tag, version) in packument.tags {
            scan.reading.tags.append(
                IndexTag(ecosystem: .npm, name: name, tag: tag, version: version, path: scan.path(file)))
        }
        // Some registries keep only the time of the last change.
        let hasTimes = packument.versions.contains { packument.times?.contains(Array($0.key.utf8)) ?? false }
        var hosts: [[UInt8]: Int] = [:]
        for version in packument.versions {
            let archive = version.tarball.flatMap(NpmAddress.init)
            if let archive { hosts[archive.host, default: 0] += 1 }
            scan.claim(
                IndexClaim(
                    ecosystem: .npm, name: name, version: version.key, file: archive?.file, digests: version.digests,
                    url: archive?.harmless, source: address.harmless, path: scan.path(file)),
                in: file)
            let subject = Subject(name: name, version: version, archive: archive, file: file, origin: address.origin)
            compareStatements(subject)
            compareRecord(subject)
            compareArchive(subject, bytes)
            if hasTimes, packument.times?.contains(Array(version.key.utf8)) == false {
                mismatch("time", subject, "A registry's document has no time for one of its versions.")
            }
        }
        compareHosts(hosts, name, file)
    }

    /// `/@scope/name` and `/any/prefix/name`.
    private static func name(at path: [UInt8]) -> String {
        let parts = path.split(separator: UInt8(ascii: "/"))
        guard let last = parts.last else { return "" }
        let scope = parts.dropLast().last.flatMap { $0.first == UInt8(ascii: "@") ? Array($0) + [0x2F] : nil } ?? []
        return String(decoding: scope + last, as: UTF8.self)
    }

    // MARK: One version

    /// A version of a packument, as the comparisons need it.
    private struct Subject {
        let name: String
        let version: Packument.Version
        let archive: NpmAddress?
        /// The packument's place among the files, and where it came from.
        let file: Int
        let origin: [UInt8]

        var purl: String? { NpmCacheSurvey.purl(name, version.key) }
    }

    private mutating func mismatch(
        _ grade: String, _ subject: Subject, _ message: String, _ actual: [ContentDigest] = []
    ) {
        scan.observe(
            "index-mismatch", grade: grade, subject.file, message, purl: subject.purl,
            expected: actual.isEmpty ? [] : subject.version.digests, actual: actual.first)
    }

    /// Two documents of one registry about one version.
    private mutating func compareStatements(_ subject: Subject) {
        let statement = NpmStatement(
            origin: subject.origin, name: Array(subject.name.utf8), version: Array(subject.version.key.utf8))
        guard let other = stated.updateValue(subject.version.digests, forKey: statement),
            Self.agree(other, subject.version.digests) == false
        else { return }
        mismatch("documents", subject, "Two documents of one registry state different digests for a version.", other)
    }

    /// What was downloaded from the address that the packument names.
    private mutating func compareRecord(_ subject: Subject) {
        guard let archive = subject.archive else { return }
        var found = recordsOfRequest[archive.request] ?? []
        if found.isEmpty {
            // Clients with another registry than the one in the document ask theirs for the same path.
            let elsewhere = subject.origin + archive.plainPath + PercentText.decodeLoosely(archive.query)
            found = recordsOfRequest[elsewhere] ?? []
        }
        let stated = subject.version.digests.compactMap { blobOfDigest[$0] }
        for blob in stated {
            blobs[blob].isNamedAsArchive = true
            if blobs[blob].stated == nil { blobs[blob].stated = (subject.name, subject.version.key) }
        }
        let named = stated.filter { blobs[$0].isArchive }
        if !found.contains(where: { !records[$0].digests.isEmpty }) {
            for blob in named where !referenced.contains(blobs[blob].digest) {
                blobs[blob].isContradicted = true
                mismatch(
                    "orphan", subject,
                    "A registry's document names an archive that lies in the cache, but was never downloaded into it.",
                    [blobs[blob].digest])
            }
        }
        for index in found where Self.agree(subject.version.digests, records[index].digests) == false {
            // Which of the two is the right one is not known here.
            for blob in named + records[index].digests.compactMap({ blobOfDigest[$0] }) {
                blobs[blob].isContradicted = true
            }
            mismatch(
                "content", subject,
                "A registry's document states another digest than the archive that its address leads to has.",
                records[index].digests)
        }
    }

    /// The archive that has the stated digest.
    private mutating func compareArchive(_ subject: Subject, _ bytes: [UInt8]) {
        guard let digest = subject.version.digests.first(where: { blobOfDigest[$0] != nil }),
            let blob = blobOfDigest[digest], let manifest = blobs[blob].manifest
        else { return }
        if !manifest.isName(subject.name) || !manifest.isVersion(subject.version.key) {
            blobs[blob].isContradicted = true
            mismatch(
                "name", subject, "The archive that a registry's document names calls itself another package or version."
            )
        }
        let place = subject.version.place
        guard let wanted = manifest.dependencies, bytes.indices.contains(place.lowerBound),
            place.upperBound <= bytes.count,
            let stated = NpmManifest(Array(bytes[place]))?.dependencies, stated != wanted
        else { return }
        blobs[blob].isContradicted = true
        mismatch(
            "dependencies", subject,
            "A registry's document gives a version other dependencies than the package.json in its archive.")
    }

    /// A version whose archive lies elsewhere than those of its siblings.
    private mutating func compareHosts(_ hosts: [[UInt8]: Int], _ name: String, _ file: Int) {
        guard hosts.count > 1, let most = hosts.values.max() else { return }
        let others = hosts.filter { $0.value < most }.keys.sorted { $0.lexicographicallyPrecedes($1) }
        guard !others.isEmpty else { return }
        scan.observe(
            "index-mismatch", grade: "host", file,
            "A registry's document leads some of its versions to another host than the others.",
            purl: Self.purl(name, nil),
            evidence: [Finding.Evidence("hosts", .list(others.prefix(8).map { .bytes(ByteString($0)) }))])
    }

    // MARK: Records

    /// What records say of the archives they lead to, without any packument.
    mutating func compareRecords() {
        for record in records where !scan.files.isStopped {
            if let manifest = record.manifest { compareManifest(manifest, record) }
            guard let told = record.address?.archive else { continue }
            let name = String(decoding: told.name, as: UTF8.self)
            let version = String(decoding: told.version, as: UTF8.self)
            for digest in record.digests {
                guard let blob = blobOfDigest[digest], let manifest = blobs[blob].manifest,
                    !manifest.isName(name) || !manifest.isVersion(version)
                else { continue }
                blobs[blob].isContradicted = true
                scan.observe(
                    "index-mismatch", grade: "name", record.bucket,
                    "The address of one package leads to the archive of another package or version.",
                    purl: Self.purl(name, version), actual: digest)
            }
        }
    }

    /// npm 5 and 6 keep manifests of their own in the index, and install what those depend on.
    private mutating func compareManifest(_ manifest: NpmManifest, _ record: NpmIndexRecord) {
        let purl = Self.purl(manifest.name, manifest.version)
        if Self.agree(manifest.digests, record.keyDigests) == false {
            scan.observe(
                "index-mismatch", grade: "content", record.bucket,
                "A manifest in the index states another digest than its key.",
                purl: purl, expected: record.keyDigests, actual: manifest.digests.first)
        }
        for digest in manifest.digests + record.keyDigests {
            guard let blob = blobOfDigest[digest], let own = blobs[blob].manifest else { continue }
            let hasOtherName = !own.isName(manifest.name ?? "") || !own.isVersion(manifest.version ?? "")
            let hasOthers = own.dependencies != nil && manifest.dependencies != own.dependencies
            guard hasOtherName || hasOthers else { continue }
            blobs[blob].isContradicted = true
            scan.observe(
                "index-mismatch", grade: hasOtherName ? "name" : "dependencies", record.bucket,
                "A manifest in the index differs from the package.json in its archive.", purl: purl)
            return
        }
    }
}
