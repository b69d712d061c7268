internal import Inventory

/// The artifacts of one version's folder.
struct MavenVersionFolder {
    let folder: MavenFolder
    let survey: MavenSurvey
    /// Digests that a finding lists.
    private static let shownDigests = 8
    /// Files that a finding lists.
    private static let shownFiles = 8

    /// A file that was read.
    private struct Found {
        var coordinates: MavenCoordinates
        var name: ByteString
        var index: Int
    }

    private var found: [Found] = []
    /// Files of a snapshot that have a time, by what follows it in their names.
    private var originals: [String: [Int]] = [:]

    init(folder: MavenFolder, survey: MavenSurvey) {
        self.folder = folder
        self.survey = survey
    }

    /// Whether a file is one that pins and builds speak of, by its ending.
    static func isArtifact(_ name: ByteString) -> Bool {
        artifactEndings.contains { name.bytes.hasEnding($0) }
    }

    private static let artifactEndings = [".jar", ".pom", ".war", ".ear", ".aar"].map { Array($0.utf8) }

    /// Reads one file.
    mutating func read(
        _ coordinates: MavenCoordinates, _ name: ByteString, _ index: Int, _ scan: inout MavenScan
    ) {
        let purl = MavenArtifact.purl(of: coordinates)
        let sidecars = folder.sidecars(of: name)
        let selfCheck = MavenSidecarCheck.run(index, sidecars, purl: purl, &scan)
        var artifact = MavenArtifact.make(coordinates, index, &scan)
        artifact.selfCheck = selfCheck
        artifact.source = folder.tracking.remote(name)
        artifact.parts += sidecars.map { scan.files.files[$0.index].path }
        scan.reading.artifacts.append(artifact)
        found.append(Found(coordinates: coordinates, name: name, index: index))
        if coordinates.version != coordinates.baseVersion { originals[ending(coordinates), default: []].append(index) }
        guard sidecars.isEmpty, let repository = folder.tracking.remote(name), survey.hasSidecars(repository) else {
            return
        }
        scan.note(
            Observation(
                rule: "sidecar-mismatch", grade: "missing", path: artifact.path, purl: purl,
                message: "No checksum is beside the file, as there is beside all else of that repository",
                evidence: [Finding.Evidence("repository", .bytes(repository))]))
    }

    /// Judges where the files of the folder come from.
    func judge(_ scan: inout MavenScan) {
        judgeInstalled(&scan)
        judgeUnknown(&scan)
        judgeCopies(&scan)
    }

    private func judgeInstalled(_ scan: inout MavenScan) {
        let installed = found.filter { folder.tracking.isOnlyInstalled($0.name) }
        guard let first = main(of: installed), let project = folder.parent else { return }
        let grade: String?
        let message: String
        if folder.tracking.hasRemote {
            (grade, message) = (nil, "A build installed this artifact into a version that was downloaded")
        } else if survey.downloaded.contains(project) {
            grade = first.coordinates.version.hasSuffix("-SNAPSHOT") ? "snapshot" : nil
            message = "A build installed this version of an artifact whose other versions were downloaded"
        } else if let group = MavenFolder(project).parent, survey.downloadedGroups.contains(group) {
            grade = "published-group"
            message = "A build installed this artifact of a group whose other artifacts were downloaded"
        } else {
            (grade, message) = ("own", "A build installed this artifact, and no repository is known to have it")
        }
        scan.note(
            Observation(
                rule: "local-install-shadow", grade: grade, path: scan.files.files[first.index].path,
                purl: MavenArtifact.purl(of: first.coordinates), message: message,
                evidence: Self.list(installed)))
    }

    private static func list(_ files: [Found]) -> [Finding.Evidence] {
        [
            Finding.Evidence("count", .number(Int64(files.count))),
            Finding.Evidence("files", .list(files.prefix(shownFiles).map { .bytes($0.name) })),
        ]
    }

    /// A checksum beside a file says nothing of where both came from: whoever wrote the one wrote the other.
    private func judgeUnknown(_ scan: inout MavenScan) {
        guard survey.hasTracking else { return }
        let unknown = found.filter { file in
            MavenVersionFolder.isArtifact(file.name) && !folder.tracking.knows(file.name)
                && siblings(of: file.coordinates).isEmpty
        }
        guard let first = main(of: unknown) else { return }
        scan.note(
            Observation(
                rule: "local-install-shadow", grade: "untracked", path: scan.files.files[first.index].path,
                purl: MavenArtifact.purl(of: first.coordinates),
                message: "No line of the client says where this artifact came from, as one does of others here",
                evidence: Self.list(unknown)))
    }

    /// The file that stands for the folder: its jar where there is one.
    private func main(of files: [Found]) -> Found? {
        files.first { $0.coordinates.classifier == nil && $0.coordinates.extension != "pom" } ?? files.first
    }

    /// The files with a time of which a snapshot's file without one is a copy.
    private func siblings(of copy: MavenCoordinates) -> [Int] {
        guard copy.version.hasSuffix("-SNAPSHOT") else { return [] }
        return originals[ending(copy)] ?? []
    }

    private func ending(_ coordinates: MavenCoordinates) -> String {
        (coordinates.classifier ?? "") + "." + coordinates.extension
    }

    private func judgeCopies(_ scan: inout MavenScan) {
        for file in found where !folder.tracking.isInstalled(file.name) {
            let originals = siblings(of: file.coordinates)
            guard !originals.isEmpty, let digest = scan.files.files[file.index].digest else { continue }
            if originals.contains(where: { scan.files.files[$0].digest == digest }) { continue }
            let expected = originals.suffix(Self.shownDigests).compactMap { scan.digest($0, .sha256)?.description }
            scan.note(
                Observation(
                    rule: "unpacked-mismatch", path: scan.files.files[file.index].path,
                    purl: MavenArtifact.purl(of: file.coordinates),
                    message: "The copy of a snapshot that builds use is not one of the snapshots that were downloaded",
                    expected: expected, actual: "sha256:" + digest.hex))
        }
    }
}
