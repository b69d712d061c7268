internal import Inventory

/// Reads the files of modules that Gradle keeps, each under its SHA-1.
///
/// The index that leads from coordinates to a SHA-1 is Gradle's own and changes with each version of it; what can be
/// said without it is that content and SHA-1 agree. Whether there is one content per file is judged with all artifacts.
enum GradleModules {
    private static let folders = ["", "modules-2", "caches/modules-2"]

    static func read(_ scan: inout MavenScan) {
        for folder in folders {
            let store = scan.place.appending(ByteString(folder)).appending("files-2.1")
            for index in scan.files.below(store) where !scan.files.isStopped {
                let path = scan.files.files[index].path.bytes
                guard let stored = GradlePlaces.stored(path), stored.before.count == store.bytes.count - 9 else {
                    continue
                }
                read(stored, index, &scan)
            }
        }
    }

    private static func read(_ stored: GradlePlaces.Stored, _ index: Int, _ scan: inout MavenScan) {
        let coordinates = coordinates(stored)
        var artifact = MavenArtifact.make(coordinates, index, &scan)
        artifact.file = String(decoding: stored.file, as: UTF8.self)
        if let actual = scan.digest(index, .sha1) {
            if !artifact.digests.contains(actual) { artifact.digests.append(actual) }
            let hex = Array(actual.hex.utf8)
            let stated = stored.digest.map(\.asciiLowercased)
            // Gradle writes the digest as a number, without leading zeros; whoever keeps them means the same.
            let agrees = hex.drop { $0 == UInt8(ascii: "0") } == stated.drop { $0 == UInt8(ascii: "0") }
            artifact.selfCheck = agrees ? .agrees : .disagrees
            if !agrees {
                let isDigest = stated.count <= hex.count && stated.allSatisfy { $0.hexDigitValue != nil }
                let padding = String(repeating: "0", count: max(0, hex.count - stated.count))
                scan.note(
                    Observation(
                        rule: "content-address-mismatch", path: artifact.path,
                        purl: MavenArtifact.purl(of: coordinates),
                        message: isDigest
                            ? "The file has another SHA-1 than the folder it is stored under"
                            : "The folder that the file is stored under has no SHA-1 for a name",
                        expected: isDigest ? ["sha1:" + padding + String(decoding: stated, as: UTF8.self)] : [],
                        actual: actual.description))
            }
        }
        scan.reading.artifacts.append(artifact)
    }

    private static func coordinates(_ stored: GradlePlaces.Stored) -> MavenCoordinates {
        let group = String(decoding: stored.group, as: UTF8.self)
        let module = String(decoding: stored.module, as: UTF8.self)
        let version = String(decoding: stored.version, as: UTF8.self)
        let file = String(decoding: stored.file, as: UTF8.self)
        let path = group.replacing(".", with: "/") + "/" + module + "/" + version + "/" + file
        if let found = MavenCoordinates(path: path) { return found }
        // Repositories of other layouts name files as they like.
        let ending = file.split(separator: ".").last.map { String($0) } ?? ""
        return MavenCoordinates(group: group, artifact: module, version: version, extension: ending)
    }
}
