import Ecosystems
import EcosystemsSupport
import Inventory
import Testing

/// Caches in the form of Yarn 1: archives, notes, unpacked files.
struct YarnCacheTests {
    static let sha1 = "5b8a3a7765dfe001261dde915589e782f8c94d1e"
    static let folder = "v6/npm-left-pad-1.3.0-\(sha1)-integrity/node_modules/left-pad/"
    static let manifest = #"{"name":"left-pad","version":"1.3.0","scripts":{"postinstall":"node ."}}"#

    /// A cache with one package, in a folder that is called by its archive; `note` gets the archive's digest.
    private static func cache(
        _ changes: [String: String?] = [:], manifest: String = manifest, folder: String? = nil,
        note: (String) -> String = { #"{"manifest":{},"remote":{"integrity":"\#($0)","resolved":"https://h/a.tgz"}}"# }
    ) -> MemoryFiles {
        let members =
            "package/package.json\n\(manifest)\n---\npackage/index.js\nmodule.exports = 1\n---\npackage/LICENSE\n"
        let archive = DescribedCache(Array("a.tgz\n\(members)".utf8)).contents[ByteString("a.tgz")] ?? []
        let name = MemoryFiles.digest(archive, .sha1)?.hex ?? ""
        let folder = folder ?? Self.folder.replacing(sha1, with: name)
        var contents = [ByteString(folder + ".yarn-tarball.tgz"): archive]
        let digest = MemoryFiles.digest(archive, .sha512).map { "sha512-" + CacheText.base64($0.bytes) } ?? ""
        contents[ByteString(folder + ".yarn-metadata.json")] = Array(note(digest).utf8)
        contents[ByteString(folder + "package.json")] = Array(manifest.utf8)
        contents[ByteString(folder + "index.js")] = Array("module.exports = 1".utf8)
        contents[ByteString(folder + "LICENSE")] = []
        for (name, content) in changes { contents[ByteString(folder + name)] = content.map { Array($0.utf8) } }
        return MemoryFiles(contents)
    }

    private static func rules(_ files: MemoryFiles) -> Set<String> {
        let mount = MountReading(files)
        #expect(mount.readings.flatMap(\.troubles).map(\.detail) == [])
        return Set(mount.readings.flatMap(\.observations).map { $0.rule + ($0.grade.map { "/" + $0 } ?? "") })
    }

    @Test func aPackageIsIdentified() throws {
        let files = Self.cache()
        let mount = MountReading(files)
        #expect(mount.places.places.map(\.folder) == [""] && mount.places.ecosystems == [.npm])
        #expect(mount.foreign.count == 0 && mount.outside.count == 0)
        let artifact = try #require(mount.readings.flatMap(\.artifacts).first)
        #expect(artifact.name == "left-pad" && artifact.version == "1.3.0" && artifact.file == "left-pad-1.3.0.tgz")
        #expect(artifact.kind == .tarball && artifact.selfCheck == .agrees && artifact.hooks == ["postinstall"])
        #expect(artifact.digests.map(\.algorithm) == [.sha256, .sha1, .sha512] && artifact.parts.count == 5)
        #expect(Self.rules(files) == [])
    }

    @Test(
        arguments: [
            (["index.js": "evil()"], "unpacked-mismatch"), (["evil.js": "evil()"], "unpacked-mismatch/extra"),
            (["index.js": nil], "unpacked-mismatch/missing"),
            ([".yarn-tarball.tgz": nil], "unpacked-mismatch/no-archive"),
        ] as [([String: String?], String)])
    func aChangedFolderIsCaught(changes: [String: String?], rule: String) {
        let files = Self.cache(changes)
        #expect(Self.rules(files) == [rule])
        let artifacts = MountReading(files).readings.flatMap(\.artifacts)
        #expect(artifacts.allSatisfy { $0.selfCheck == .disagrees })
    }

    @Test func aChangedArchiveIsCaught() {
        let other = "sha512-" + CacheText.base64([UInt8](repeating: 1, count: 64))
        let note = #"{"remote":{"integrity":"\#(other)","resolved":"https://user:secret@h/a.tgz"}}"#
        #expect(Self.rules(Self.cache(note: { _ in note })) == ["sidecar-mismatch", "credential-in-cache"])
    }

    /// Of a repository the folder is called by a commit, but only where no registry has a digest.
    @Test(arguments: [("-integrity", ["content-address-mismatch"]), ("", [])] as [(String, Set<String>)])
    func anotherArchiveThanTheFoldersIsCaught(ending: String, rules: Set<String>) {
        let folder = "v6/npm-left-pad-1.3.0-\(Self.sha1)\(ending)/node_modules/left-pad/"
        let note = #"{"remote":{"type":"git","resolved":"https://h/a.git#\#(Self.sha1)"}}"#
        #expect(Self.rules(Self.cache(folder: folder, note: { _ in note })) == rules)
    }

    @Test func anotherPackagesArchiveIsCaught() {
        let other = #"{"name":"right-pad","version":"1.3.0"}"#
        #expect(Self.rules(Self.cache(manifest: other)) == ["misplaced-entry/other-name"])
    }

    @Test(arguments: [
        ("v6/npm-left-pad-1.3.0-\(sha1)-integrity/node_modules/left-pad/a", PathClass.immutable),
        ("npm-left-pad-1.3.0-\(sha1)/node_modules/left-pad/a/b", .immutable),
        ("v6/npm-@s-n-1.0.0-\(sha1)-integrity/node_modules/@s/n/.yarn-tarball.tgz", .immutable),
        ("v6/.tmp/x/y", .temporary), ("v6/npm-left-pad-1.3.0-\(sha1)-integrity/other/a", .foreign),
        ("v6/npm-left-pad-1.3.0-short/node_modules/left-pad/a", .foreign),
        ("v6/npm-left-pad-1.3.0-integrity/node_modules/left-pad/a", .immutable),
        ("v6/npm-@s-n-1.0.0-\(sha1)-integrity/node_modules/@s/n", .foreign), ("run.sh", .foreign), ("", .foreign),
    ])
    func hasItsClass(path: String, expected: PathClass) {
        #expect(YarnCacheReader.pathClass(of: ByteString(path)) == expected)
    }

    @Test func placesAreFound() {
        let paths = ["a/.cache/yarn/" + Self.folder + "x", Self.folder.dropFirst(3) + "x", "b/npm-x/node_modules/y/z"]
        let files = MemoryFiles(Dictionary(uniqueKeysWithValues: paths.map { (ByteString(String($0)), []) }))
        #expect(YarnCacheReader.places(in: files) == ["", "a/.cache/yarn"])
        let shown = paths.map { path in
            let bytes = Array(path.utf8)
            return YarnCacheReader.mayMatter(bytes.span)
        }
        #expect(shown == [true, true, false])
    }
}
