internal import Inventory
internal import Markup

/// Reads one local repository.
///
/// ```
///   files ─► folders ─► what each folder says of where its files came from ─► artifacts, one folder after the other
///                       (of all folders first: what is odd depends on what is usual here)
/// ```
struct MavenRepositoryReader {
    /// Claims of one repository: a cached index may list any number of versions.
    static let claimLimit = 2_000_000

    var scan: MavenScan
    /// Other repositories inside this one. Where Gradle's files lie in between, they are told by their paths one by
    /// one: a folder that looks like Gradle's hides nothing around it.
    private let nested: [Range<Int>]
    private var folders: [ByteString: MavenFolder] = [:]
    private var order: [ByteString] = []
    private var survey = MavenSurvey()

    init(_ scan: MavenScan, others: [ByteString]) {
        self.scan = scan
        nested = others.filter { MavenPlaces.isBelow($0, scan.place) }.map { scan.files.below($0) }
            .sorted { $0.lowerBound < $1.lowerBound }
    }

    /// Reads everything.
    mutating func read() {
        let checksums = gather()
        for path in order where !scan.files.isStopped {
            guard var folder = folders[path] else { continue }
            take(&folder)
            survey.add(folder)
            folders[path] = folder
        }
        for path in order where !scan.files.isStopped {
            guard let folder = folders[path] else { continue }
            judge(folder)
        }
        MavenTrustedFolder.read(checksums, &scan)
    }

    /// Sorts files into folders; returns those of trusted checksums.
    private mutating func gather() -> [Int] {
        var checksums: [Int] = []
        var holes = nested[...]
        for index in scan.files.below(scan.place) {
            while let hole = holes.first, hole.upperBound <= index { holes.removeFirst() }
            if let hole = holes.first, hole.contains(index) { continue }
            // Both may begin in one place.
            let whole = scan.files.files[index].path.bytes
            if GradlePlaces.isStored(whole.span) { continue }
            let path = scan.relative(index)
            if path.first == UInt8(ascii: ".") {
                // Beside the groups lie folders of the resolver's own.
                if path.starts(with: MavenTrustedFolder.folder) {
                    checksums.append(index)
                } else {
                    scan.reading.pass(index, .clientNotes)
                }
                continue
            }
            let slash = path.lastIndex(of: UInt8(ascii: "/"))
            let folder = ByteString(slash.map { Array(path[..<$0]) } ?? [])
            let name = ByteString(Array(slash.map { path[($0 + 1)...] } ?? path))
            if folders[folder] == nil { order.append(folder) }
            folders[folder, default: MavenFolder(folder)].add(name, index)
        }
        return checksums
    }

    /// Reads what a folder says of its files.
    private mutating func take(_ folder: inout MavenFolder) {
        for name in [MavenTracking.fileName, MavenTracking.oldFileName] {
            guard let index = folder.indexes[ByteString(name)], let text = scan.text(index) else { continue }
            folder.tracking = MavenTracking(text)
            break
        }
    }

    private mutating func judge(_ folder: MavenFolder) {
        var version = MavenVersionFolder(folder: folder, survey: survey)
        for name in folder.names {
            guard let index = folder.indexes[name] else { continue }
            let bytes = name.bytes[...]
            if MavenMetadata.isMetadata(bytes) {
                read(metadata: index, name, in: folder)
                continue
            }
            if isNote(name) {
                MavenCredentials.note(in: index, &scan)
                scan.reading.settled.append(index)
                continue
            }
            if let (base, _) = MavenSidecar.split(bytes) {
                // Judged with its file; one that is left alone says nothing.
                if folder.indexes[ByteString(Array(base))] != nil || MavenMetadata.isMetadata(base) {
                    scan.reading.settled.append(index)
                    continue
                }
            }
            let path = String(validating: scan.relative(index), as: UTF8.self)
            let isTemporary = MavenPathClass.isTemporary(Substring(String(decoding: bytes, as: UTF8.self)))
            if isTemporary { continue }
            if let coordinates = path.flatMap({ MavenCoordinates(path: $0) }) {
                version.read(coordinates, name, index, &scan)
            } else {
                noteStray(index, name)
            }
        }
        version.judge(&scan)
    }

    private func isNote(_ name: ByteString) -> Bool {
        let bytes = name.bytes
        return bytes.hasEnding(".lastUpdated") || bytes.hasEnding(".repositories") || bytes.hasEnding(".lock")
            || name == "resolver-status.properties" || name == "m2e-lastUpdated.properties"
            || name == "archetype-catalog.xml"
    }

    /// Files of no artifact are told by their paths already; an archive is more than that.
    private mutating func noteStray(_ index: Int, _ name: ByteString) {
        guard MavenVersionFolder.isArtifact(name) else { return scan.reading.pass(index, .unknown) }
        scan.note(
            Observation(
                rule: "misplaced-entry", path: scan.files.files[index].path,
                message: "The file's name is not that of its folder's artifact and version"))
    }

    // MARK: Metadata

    private mutating func read(metadata index: Int, _ name: ByteString, in folder: MavenFolder) {
        let path = scan.files.files[index].path
        _ = MavenSidecarCheck.run(index, folder.sidecars(of: name), purl: nil, &scan)
        MavenCredentials.note(in: index, &scan)
        guard let text = scan.text(index), let metadata = parse(index, text) else { return }
        scan.reading.settled.append(index)
        guard let group = metadata.group, let artifact = metadata.artifact else { return }
        let project = ByteString(group.replacing(".", with: "/") + "/" + artifact)
        let isSnapshot = metadata.version.map { project.appending(ByteString($0)) == folder.path } ?? false
        guard project == folder.path || isSnapshot else {
            scan.note(
                Observation(
                    rule: "misplaced-entry", path: path,
                    message: "The index is of another artifact than its folder",
                    evidence: [Finding.Evidence("stated", .bytes(project))]))
            return
        }
        let repository = MavenMetadata.repository(ofFile: name.bytes[...])
        if repository == MavenMetadata.local { judge(local: metadata, path, project, folder, isSnapshot) }
        if isSnapshot { return }
        claim(metadata, group + ":" + artifact, repository, path)
    }

    private mutating func parse(_ index: Int, _ text: [UInt8]) -> MavenMetadata? {
        do {
            let metadata = try MavenMetadata(text)
            if metadata.isCut { scan.trouble(index, .tooLarge, "more than \(MavenMetadata.versionLimit) versions") }
            return metadata
        } catch {
            scan.trouble(index, .malformed, error.description)
            return nil
        }
    }

    /// What only installing writes must speak of what was installed.
    private mutating func judge(
        local metadata: MavenMetadata, _ path: ByteString, _ project: ByteString, _ folder: MavenFolder,
        _ isSnapshot: Bool
    ) {
        guard survey.hasTracking else { return }
        let versions = isSnapshot ? metadata.version.map { [$0] } ?? [] : metadata.versions
        var odd: [(version: String, isTracked: Bool)] = []
        for version in versions {
            guard let listed = folders[isSnapshot ? folder.path : project.appending(ByteString(version))] else {
                continue
            }
            let artifacts = listed.names.filter { MavenVersionFolder.isArtifact($0) }
            guard !artifacts.isEmpty, !artifacts.contains(where: { listed.tracking.isInstalled($0) }) else { continue }
            odd.append((version, artifacts.contains { listed.tracking.remote($0) != nil }))
        }
        // What was downloaded is named beside another version to look honest: the other one is what is odd.
        let isTrackedAll = odd.allSatisfy(\.isTracked)
        for (version, isTracked) in odd where isTrackedAll || !isTracked {
            let name = [metadata.group, metadata.artifact].compactMap(\.self).joined(separator: ":")
            scan.note(
                Observation(
                    rule: "index-mismatch", grade: "uninstalled", path: path,
                    purl: PackageURL(.maven, name: name, version: version).description,
                    message: "The index of what was installed here lists a version of which nothing was installed",
                    evidence: [Finding.Evidence("version", .bytes(ByteString(version)))]))
        }
    }

    private mutating func claim(
        _ metadata: MavenMetadata, _ name: String, _ repository: String?, _ path: ByteString
    ) {
        for version in metadata.versions where scan.reading.claims.count < Self.claimLimit {
            scan.reading.claims.append(
                IndexClaim(
                    ecosystem: .maven, name: name, version: version, file: nil, digests: [], url: nil,
                    source: repository.map { ByteString($0) }, path: path))
        }
        for (tag, version) in [("latest", metadata.latest), ("release", metadata.release)] {
            guard let version else { continue }
            scan.reading.tags.append(IndexTag(ecosystem: .maven, name: name, tag: tag, version: version, path: path))
        }
    }
}
