import Ecosystems
import EcosystemsSupport
import Inventory
import Testing

/// Stores in the form of pnpm: contents under their digests, indexes of packages.
struct PnpmStoreTests {
    static let archive = String(repeating: "ab", count: 64)

    /// Where a content lies.
    private static func place(_ content: [UInt8], _ ending: String = "") -> String {
        let hex = MemoryFiles.digest(content, .sha512)?.hex ?? ""
        return "files/\(hex.prefix(2))/\(hex.dropFirst(2))\(ending)"
    }

    private static func integrity(_ content: [UInt8]) -> String {
        "sha512-" + CacheText.base64(MemoryFiles.digest(content, .sha512)?.bytes ?? [])
    }

    /// A store with one package, in the form of version 3 or 10.
    private static func store(
        isNew: Bool = false, manifest: String = #"{"name":"@s/n","version":"1.0.0"}"#, stated: String = "@s/n"
    ) -> [ByteString: [UInt8]] {
        let (one, two) = (Array(manifest.utf8), Array("module.exports = 1".utf8))
        let files = #"{"package.json":{"integrity":"\#(integrity(one))"},"a.js":{"integrity":"\#(integrity(two))"}}"#
        let index = #"{"name":"\#(stated)","version":"1.0.0","requiresBuild":false,"files":\#(files)}"#
        let name =
            isNew
            ? "index/ab/\(archive.dropFirst(2).prefix(62))-@s+n@1.0.0.json"
            : "files/ab/\(archive.dropFirst(2))-index.json"
        return [
            ByteString(place(one)): one, ByteString(place(two, "-exec")): two, ByteString(name): Array(index.utf8),
        ]
    }

    private static func rules(_ contents: [ByteString: [UInt8]]) -> Set<String> {
        Set(
            MountReading(MemoryFiles(contents)).readings.flatMap(\.observations).map {
                $0.rule + ($0.grade.map { "/" + $0 } ?? "")
            })
    }

    @Test(arguments: [false, true])
    func aPackageIsIdentified(isNew: Bool) throws {
        let mount = MountReading(MemoryFiles(Self.store(isNew: isNew)))
        #expect(mount.places.places.map(\.folder) == [""] && mount.places.ecosystems == [.npm])
        #expect(mount.foreign.count == 0 && mount.outside.count == 0)
        #expect(mount.readings.flatMap(\.troubles).map(\.detail) == [])
        let reading = try #require(mount.readings.first)
        let artifact = try #require(reading.artifacts.first)
        #expect(artifact.name == "@s/n" && artifact.version == "1.0.0" && artifact.file == "n-1.0.0.tgz")
        // The archive is gone: what is said of it is a claim.
        #expect(artifact.digests.isEmpty && artifact.selfCheck == .agrees)
        #expect(reading.claims.map { $0.digests.map(\.hex) } == (isNew ? [] : [[Self.archive]]))
        #expect(reading.observations.isEmpty)
    }

    @Test func aChangedFileIsCaught() {
        var contents = Self.store()
        for (path, content) in contents where content.starts(with: "module".utf8) { contents[path] = content + [0x21] }
        #expect(Self.rules(contents) == ["content-address-mismatch"])
        let artifacts = MountReading(MemoryFiles(contents)).readings.flatMap(\.artifacts)
        #expect(artifacts.map(\.selfCheck) == [.disagrees])
    }

    @Test func anotherPackagesFilesAreCaught() {
        #expect(Self.rules(Self.store(stated: "other")) == ["misplaced-entry"])
        #expect(
            Self.rules(Self.store(isNew: true, manifest: #"{"name":"x","version":"1.0.0"}"#)) == ["misplaced-entry"])
    }

    @Test func whatIsMissingDoesNotAgree() {
        var contents = Self.store()
        for (path, content) in contents where content.starts(with: "module".utf8) { contents[path] = nil }
        let artifacts = MountReading(MemoryFiles(contents)).readings.flatMap(\.artifacts)
        #expect(artifacts.map(\.selfCheck) == [.none])
    }

    @Test func aBrokenIndexIsSaid() {
        var contents = Self.store()
        for (path, _) in contents where path.utf8Text?.hasSuffix("index.json") ?? false { contents[path] = [0x7B] }
        let troubles = MountReading(MemoryFiles(contents)).readings.flatMap(\.troubles)
        #expect(troubles.map(\.reason) == [.malformed])
    }

    @Test(arguments: [
        ("files/ab/\(archive.dropFirst(2))", PathClass.immutable),
        ("files/ab/\(archive.dropFirst(2))-exec", .immutable),
        ("files/ab/\(archive.dropFirst(2))-index.json", .index),
        ("files/ab/\(archive.dropFirst(2))-index-linux.json", .index),
        ("index/ab/\(archive.dropFirst(2).prefix(62))-a@1.json", .index), ("tmp/x", .temporary),
        ("projects/x", .index), ("files/ab/\(archive.dropFirst(3))", .foreign),
        ("files/AB/\(archive.dropFirst(2))", .foreign),
        ("index/ab/x-a@1.json", .foreign), ("run.sh", .foreign), ("", .foreign),
    ])
    func hasItsClass(path: String, expected: PathClass) {
        #expect(PnpmStoreReader.pathClass(of: ByteString(path)) == expected)
    }

    /// Paths of a walk: whether the reader wants to see them, and by which digest.
    @Test(arguments: [
        ("store/v3/files/ab/\(archive.dropFirst(2))", true, ContentDigest.Algorithm.sha512),
        ("files/ab/\(archive.dropFirst(2))-exec", true, .sha512),
        ("files/ab/\(archive.dropFirst(2))-index.json", true, nil),
        ("v10/index/ab/\(archive.dropFirst(2).prefix(62))-a@1.json", true, nil),
        ("index/ab/\(archive.dropFirst(2).prefix(62))-\(archive)@1.json", true, nil),
        ("xfiles/ab/\(archive.dropFirst(2))", false, nil), ("files/ab/x", false, nil), ("", false, nil),
    ])
    func isShown(path: String, expected: Bool, wish: ContentDigest.Algorithm?) {
        let bytes = Array(path.utf8)
        #expect(PnpmStoreReader.mayMatter(bytes.span) == expected)
        #expect(PnpmStoreReader.wish(for: bytes.span) == wish)
    }
}
