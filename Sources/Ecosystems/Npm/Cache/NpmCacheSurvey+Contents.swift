import Inflate
import Inventory

/// Second step: the content. Does each one have the digest of its name, and what is it?
extension NpmCacheSurvey {
    /// Looks at all contents; the records are known by now.
    mutating func readContents() {
        for (file, digest) in contents where !scan.files.isStopped {
            var blob = Blob(file: file, digest: digest)
            checkDigest(&blob)
            identify(&blob)
            blobOfDigest[digest] = blobs.count
            blobs.append(blob)
        }
        for (index, record) in records.enumerated() {
            for digest in record.digests {
                guard let blob = blobOfDigest[digest] else { continue }
                blobs[blob].records.append(index)
                checkSize(record, blobs[blob])
                if record.leadsToDocument, !blobs[blob].isArchive { blobs[blob].isDocument = true }
            }
        }
    }

    private mutating func checkDigest(_ blob: inout Blob) {
        let actual: ContentDigest?
        if blob.digest.algorithm == .sha256 {
            actual = scan.digest(blob.file)
        } else {
            do throws(CacheReadError) {
                actual = try scan.files.digest(blob.file, blob.digest.algorithm)
            } catch {
                scan.trouble(blob.file, error.reason, error.detail)
                actual = nil
            }
        }
        if let actual, actual != blob.digest { blob.actual = actual }
    }

    private mutating func checkSize(_ record: NpmIndexRecord, _ blob: Blob) {
        guard let size = record.size, size != scan.files.files[blob.file].size else { return }
        scan.observe(
            "index-mismatch", grade: "size", record.bucket, "A record states another size than its content has.",
            evidence: [
                Finding.Evidence("stated", .number(size)),
                Finding.Evidence("size", .number(scan.files.files[blob.file].size)),
            ])
    }

    /// Reads the beginning, and of an archive up to its manifest. What no record leads to is gone through whole.
    private mutating func identify(_ blob: inout Blob) {
        let head: [UInt8]
        do throws(CacheReadError) {
            head = try scan.files.read(blob.file, at: 0, count: NpmCacheLimits.headSize)
        } catch {
            scan.trouble(blob.file, error.reason, error.detail)
            return
        }
        // Nobody but who hides something begins with so much white space: what follows is read to tell.
        let first = NpmManifest.withoutMark(head).first { !Blank.isJSON($0) }
        if first == UInt8(ascii: "{") || first == nil && !head.isEmpty {
            blob.isDocument = true
            return
        }
        let isTar = head.count > 262 && head[257..<262].elementsEqual("ustar".utf8)
        guard head.starts(with: [0x1F, 0x8B]) || isTar else { return }
        blob.isArchive = true
        let isWhole = !referenced.contains(blob.digest) && wholeBytes < NpmCacheLimits.wholeOutputs
        let archive = NpmTarball.read(scan.source(blob.file, head: head), isWhole: isWhole)
        if isWhole { wholeBytes += archive.output }
        blob.manifest = archive.manifest
        blob.hasBindings = archive.hasBindings
        if archive.straying > 0 {
            scan.observe(
                "archive-traversal", blob.file, "Members of the archive lead out of the folder it is unpacked in.",
                purl: Self.purl(archive.manifest?.name, archive.manifest?.version),
                evidence: [Finding.Evidence("members", .number(Int64(archive.straying)))])
        }
        if let failure = archive.failure {
            scan.trouble(blob.file, failure)
        } else if archive.manifest == nil {
            let what = archive.hasManifest ? "a package.json that is no JSON object" : "no package.json"
            scan.trouble(blob.file, .malformed, "the archive has " + what)
        }
    }

    // MARK: Artifacts

    /// The package that a content is of. What was put in the place of other content may call itself anything: then only
    /// what leads to it counts, since that is what a client asks by.
    private func package(of blob: Blob) -> (name: String, version: String, address: NpmAddress?) {
        let addresses = blob.records.compactMap { records[$0].address }
        // The registry's own path tells more than an address that a redirect led to.
        let address = addresses.first { $0.archive != nil } ?? addresses.first
        var told = address?.archive.map {
            (name: String(decoding: $0.name, as: UTF8.self), version: String(decoding: $0.version, as: UTF8.self))
        }
        told = told ?? blob.stated
        let own = (name: blob.manifest?.name ?? told?.name, version: blob.manifest?.version ?? told?.version)
        if !blob.isIntact, let told { return (told.name, told.version, address) }
        return (own.name ?? "", own.version ?? "", address)
    }

    /// What runs when npm installs it.
    private func hooks(of blob: Blob) -> [ByteString] {
        let hooks = blob.manifest?.hooks ?? []
        return (hooks.isEmpty && blob.hasBindings ? ["binding.gyp"] : hooks).map { ByteString($0) }
    }

    /// Names the contents that have another digest than their names, now that it is known what leads to them.
    mutating func noteChanged() {
        for blob in blobs {
            guard let actual = blob.actual else { continue }
            let (name, version, address) = package(of: blob)
            var evidence: [Finding.Evidence] = []
            if let address { evidence.append(Finding.Evidence("url", .bytes(address.harmless))) }
            let hooks = hooks(of: blob)
            if !hooks.isEmpty { evidence.append(Finding.Evidence("hooks", .list(hooks.map { .bytes($0) }))) }
            scan.observe(
                "content-address-mismatch", blob.file, "The content does not have the digest that is its name.",
                purl: name.isEmpty ? nil : Self.purl(name, version), expected: [blob.digest], actual: actual,
                evidence: evidence)
        }
    }

    /// Last step: the archives as artifacts.
    mutating func addArtifacts() {
        for blob in blobs {
            let isKeptAsArchive = blob.records.contains { records[$0].address?.archive != nil }
            // In the place of an archive anything is one: a lockfile knows what should lie there.
            guard blob.isArchive || !blob.isIntact && (isKeptAsArchive || blob.stated != nil) else { continue }
            let (name, version, address) = package(of: blob)
            if name.isEmpty {
                if blob.manifest != nil {
                    scan.trouble(blob.file, .malformed, "the archive's package.json names no package")
                }
                continue
            }
            var digests: [ContentDigest] = []
            if let digest = scan.files.files[blob.file].digest {
                digests += [ContentDigest(.sha256, digest.array)].compactMap(\.self)
            }
            let own = blob.actual ?? blob.digest
            if own.algorithm != .sha256 { digests.append(own) }
            let isContradicted = blob.isContradicted || !blob.isIntact
            let ownBuckets = Set(blob.records.map { records[$0].bucket }).filter { bucketsOfOneKey.contains($0) }
            scan.reading.artifacts.append(
                Artifact(
                    ecosystem: .npm, kind: .tarball, name: name, version: version,
                    file: address?.file ?? Self.file(name, version), path: scan.path(blob.file),
                    parts: ([blob.file] + ownBuckets.sorted() + blob.copies).map { scan.path($0) }, digests: digests,
                    size: scan.files.files[blob.file].size, source: address?.harmless,
                    selfCheck: isContradicted ? .disagrees : .agrees, hooks: hooks(of: blob)))
        }
    }

    /// After all steps: what none of them said anything about.
    mutating func passRest() {
        if scan.files.isStopped { return }
        let settled = Set(scan.reading.settled)
        for file in unpacked.values.joined().sorted() where !settled.contains(file) {
            scan.reading.pass(file, .derived)
        }
        for blob in blobs where !blob.isArchive && !settled.contains(blob.file) {
            let isKeptAsArchive = blob.records.contains { records[$0].address?.archive != nil }
            // npm unpacks more than is read here.
            if blob.isNamedAsArchive || !blob.isDocument && isKeptAsArchive {
                scan.trouble(blob.file, .unusable, "it is kept as a package's archive, in a form that is not read")
            } else {
                scan.reading.pass(blob.file, .unknown)
            }
        }
    }

    /// As registries call the archive of a version.
    private static func file(_ name: String, _ version: String) -> String {
        (NodeName(name)?.base ?? name) + "-" + version + ".tgz"
    }
}

extension Blank {
    /// White space of JSON.
    static func isJSON(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D }
}
