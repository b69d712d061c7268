import Inflate
import Inventory

/// Second step: the archives, and the folders that they were unpacked to.
extension CargoSurvey {
    /// Looks at all archives; what the indexes say is known by now.
    mutating func readCrates() {
        var output = 0
        for (release, file) in crates where !scan.files.isStopped {
            let folder = folder(of: release)
            guard output <= CargoLimits.crateOutputs else {
                scan.trouble(file, .tooLarge, "more bytes of archives than the limit of \(CargoLimits.crateOutputs)")
                continue
            }
            let stem = Array((release.name.name + "-" + release.name.version).utf8)
            let crate = CargoCrate(scan.source(file), folder: stem, isWhole: folder != nil)
            output += crate.output
            if let failure = crate.failure { scan.trouble(file, failure) }
            checkIdentity(crate, release, file)
            var agrees = checkIndex(crate, release, file)
            if let folder, crate.failure == nil, !compare(folder, release, with: crate) { agrees = false }
            add(release, file, crate, agrees)
        }
    }

    private mutating func checkIdentity(_ crate: CargoCrate, _ release: Release, _ file: Int) {
        let purl = Self.purl(release.name)
        if crate.members.isEmpty, let folder = crate.otherFolder {
            scan.observe(
                "misplaced-entry", file, "An archive holds another package or version than its file is called.",
                purl: purl, evidence: [Finding.Evidence("folder", .bytes(ByteString(folder)))])
            return
        }
        if crate.straying > 0 {
            scan.observe(
                "archive-traversal", file, "Members of the archive lie outside of the folder it is unpacked to.",
                purl: purl, evidence: [Finding.Evidence("members", .number(Int64(crate.straying)))])
        }
        guard crate.hasManifest else {
            if crate.failure == nil { scan.trouble(file, .malformed, "the archive has no Cargo.toml") }
            return
        }
        guard let manifest = crate.manifest else {
            scan.trouble(file, .malformed, "the Cargo.toml of the archive cannot be understood")
            return
        }
        if manifest.name == release.name.name, manifest.version == release.name.version { return }
        scan.observe(
            "misplaced-entry", grade: manifest.name == release.name.name ? "other-release" : nil, file,
            "An archive calls itself another package or version than its file.", purl: purl,
            evidence: [
                Finding.Evidence("name", .bytes(ByteString(manifest.name ?? ""))),
                Finding.Evidence("version", .bytes(ByteString(manifest.version ?? ""))),
            ])
    }

    /// Holds an archive against the index; `nil` where that says nothing of it.
    private mutating func checkIndex(_ crate: CargoCrate, _ release: Release, _ file: Int) -> Bool? {
        guard let statement = stated[release] else { return nil }
        if let wanted = statement.dependencies, let manifest = crate.manifest {
            let added = wanted.subtracting(manifest.dependencies)
            if !added.isEmpty {
                scan.observe(
                    "index-mismatch", grade: "dependencies", statement.file,
                    "The index gives a release dependencies that its archive does not have.",
                    purl: Self.purl(release.name),
                    evidence: [
                        Finding.Evidence("added", .list(added.sorted().prefix(10).map { .bytes(ByteString($0)) }))
                    ])
            }
        }
        guard let expected = statement.digest, let actual = scan.digest(file) else { return nil }
        // The judge of indexes makes the finding.
        return expected == actual
    }

    // MARK: Folders

    /// Compares the folder of a release with its archive; false where something in it is not from there.
    private mutating func compare(_ folder: ByteString, _ release: Release, with crate: CargoCrate) -> Bool {
        let tree = UnpackedTree(folder, in: scan.files, with: crate.members) { $0 == CargoCrate.mark }
        let purl = Self.purl(release.name)
        scan.reading.settled += tree.same
        for (file, expected) in tree.changed {
            scan.observe(
                "unpacked-mismatch", file, "A file that Cargo compiles differs from the archive that it came from.",
                purl: purl, expected: [ContentDigest(.sha256, expected.array)].compactMap(\.self),
                actual: scan.digest(file))
        }
        let refuses = crate.manifest?.refusesBuildScript ?? false
        for (file, name) in tree.extra {
            // Cargo takes it for the build script without being told of it.
            let isScript = name.elementsEqual("build.rs".utf8) && !refuses
            scan.observe(
                "unpacked-mismatch", grade: isScript ? nil : "extra", file,
                isScript
                    ? "A build script lies in an unpacked package that is not in its archive: Cargo runs it."
                    : "A file lies in an unpacked package that is not in its archive.", purl: purl)
        }
        let mark = scan.files.index(of: folder.appending(ByteString(CargoCrate.mark)))
        if let mark, let first = tree.missing.first {
            scan.observe(
                "unpacked-mismatch", grade: "missing", mark,
                "An unpacked package lacks files of its archive, and yet is marked as whole.", purl: purl,
                evidence: [
                    Finding.Evidence("files", .number(Int64(tree.missing.count))),
                    Finding.Evidence("first", .bytes(ByteString(first))),
                ])
        }
        return tree.changed.isEmpty && tree.extra.isEmpty && (mark == nil || tree.missing.isEmpty)
    }

    /// Third step: folders whose archive is not there, so that nothing tells what they must hold.
    mutating func readLoneTrees() {
        let lone = trees.keys.filter { !present.contains($0) }.sorted { left, right in
            left.registry == right.registry
                ? left.name.file < right.name.file : left.registry.lexicographicallyPrecedes(right.registry)
        }
        for release in lone where !scan.files.isStopped {
            guard let files = trees[release], let first = files.first else { continue }
            for file in files { scan.reading.pass(file, .derived) }
            scan.observe(
                "unpacked-mismatch", grade: "no-archive", first,
                "An unpacked package lies here without the archive that it came from.",
                purl: Self.purl(release.name), evidence: [Finding.Evidence("files", .number(Int64(files.count)))])
            scan.reading.artifacts.append(
                Artifact(
                    ecosystem: .cargo, kind: .crate, name: release.name.name, version: release.name.version,
                    file: release.name.file, path: scan.path(first), parts: files.map { scan.path($0) },
                    source: CargoRegistry.address(ofFolder: release.registry)))
        }
    }

    // MARK: Artifacts

    private mutating func add(_ release: Release, _ file: Int, _ crate: CargoCrate, _ agrees: Bool?) {
        let tree = trees[release] ?? []
        // What was not compared is not settled either: it goes with the archive, and is said to be unread.
        if crate.failure != nil {
            for file in tree { scan.reading.pass(file, .derived) }
        }
        var hooks: [ByteString] = []
        if let manifest = crate.manifest {
            let usual = crate.hasBuildScript && !manifest.refusesBuildScript ? "build.rs" : nil
            hooks = [manifest.buildScript ?? usual, manifest.isMacro ? "proc-macro" : nil].compactMap {
                $0.map { ByteString($0) }
            }
        }
        scan.reading.artifacts.append(
            Artifact(
                ecosystem: .cargo, kind: .crate, name: release.name.name, version: release.name.version,
                file: release.name.file, path: scan.path(file),
                parts: [scan.path(file)] + tree.map { scan.path($0) }, digests: [scan.digest(file)].compactMap(\.self),
                size: scan.files.files[file].size, source: CargoRegistry.address(ofFolder: release.registry),
                selfCheck: agrees.map { $0 ? .agrees : .disagrees } ?? .none, hooks: hooks))
    }
}
