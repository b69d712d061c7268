internal import Inventory

/// Reads the files of modules that Gradle keeps, each under its SHA-1.
///
/// The index that leads from coordinates to a SHA-1 is Gradle's own and changes with each version of it; what can be
/// said without it is that content and SHA-1 agree, and that there is one content per file.
enum GradleModules {
    private static let folders = ["", "modules-2", "caches/modules-2"]
    /// Digests that a finding lists.
    private static let shownDigests = 8

    /// A file of a version, whatever its content.
    private struct Slot: Hashable {
        var version: ArraySlice<UInt8>
        var file: ArraySlice<UInt8>
    }

    static func read(_ scan: inout MavenScan) {
        for folder in folders {
            let store = scan.place.appending(ByteString(folder)).appending("files-2.1")
            // Sorted by path, the files of a version stand together.
            var slots: [Slot: [Int]] = [:]
            var order: [Slot] = []
            for index in scan.files.below(store) {
                let path = scan.files.files[index].path.bytes
                guard let stored = GradlePlaces.stored(path), stored.before.count == store.bytes.count - 9 else {
                    noteStray(index, path, &scan)
                    continue
                }
                read(stored, index, &scan)
                let slot = Slot(version: path[..<(stored.version.endIndex)], file: stored.file)
                if slots[slot] == nil { order.append(slot) }
                slots[slot, default: []].append(index)
            }
            for slot in order {
                if let copies = slots[slot], copies.count > 1 { judge(copies, slot, &scan) }
            }
        }
    }

    private static func noteStray(_ index: Int, _ path: [UInt8], _ scan: inout MavenScan) {
        let name = path[(path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...]
        if MavenPathClass.isTemporary(Substring(String(decoding: name, as: UTF8.self))) { return }
        scan.note(
            Observation(
                rule: "foreign-file", path: scan.files.files[index].path,
                message: "Gradle keeps every file of a module under its SHA-1; this one is not."))
    }

    private static func read(_ stored: GradlePlaces.Stored, _ index: Int, _ scan: inout MavenScan) {
        let coordinates = coordinates(stored)
        var artifact = MavenArtifact.make(coordinates, index, &scan)
        artifact.file = String(decoding: stored.file, as: UTF8.self)
        if let actual = scan.digest(index, .sha1) {
            if !artifact.digests.contains(actual) { artifact.digests.append(actual) }
            let hex = Array(actual.hex.utf8)
            let stated = stored.digest.map(\.asciiLowercased)
            // Leading zeros are left out; whoever keeps them means the same.
            let agrees = hex.drop { $0 == UInt8(ascii: "0") } == stated.drop { $0 == UInt8(ascii: "0") }
            artifact.selfCheck = agrees ? .agrees : .disagrees
            if !agrees {
                let padding = String(repeating: "0", count: max(0, hex.count - stated.count))
                scan.note(
                    Observation(
                        rule: "content-address-mismatch", path: artifact.path, purl: MavenArtifact.purl(of: coordinates),
                        message: "The file has another SHA-1 than the folder it is stored under.",
                        expected: ["sha1:" + padding + String(decoding: stated, as: UTF8.self)],
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

    /// One file, several contents: which of them a build gets is told by an index that anybody can rewrite.
    private static func judge(_ copies: [Int], _ slot: Slot, _ scan: inout MavenScan) {
        // Of what changes by nature there may be several.
        if slot.version.suffix(9).elementsEqual("-SNAPSHOT".utf8) { return }
        guard let last = copies.last else { return }
        let digests = copies.compactMap { scan.digest($0, .sha256)?.description }
        scan.note(
            Observation(
                rule: "same-version-different-content", path: scan.files.files[last].path,
                message: "Gradle keeps several contents of one file of one version.",
                expected: Array(digests.dropLast().suffix(shownDigests)), actual: digests.last,
                evidence: [
                    Finding.Evidence(
                        "files", .list(copies.suffix(shownDigests).map { .bytes(scan.files.files[$0].path) }))
                ]))
    }
}
