import Ecosystems
import EcosystemsSupport
import Inventory
import Testing

/// Nothing that may belong to a package falls through: it is spoken of, foreign, or not read with a reason.
@Suite struct AccountTests {
    private static let key = String(repeating: "a", count: 56)
    private static let content = "_cacache/content-v2/sha512/ab/cd/" + String(repeating: "0", count: 124)

    private func read(_ contents: [ByteString: [UInt8]]) -> MountReading { MountReading(MemoryFiles(contents)) }

    private func troubles(_ mount: MountReading) -> [String] {
        mount.readings.flatMap(\.troubles).map { "\($0.path.utf8Text ?? "?") \($0.reason.rawValue)" }
    }

    @Test func whatLiesInNoCacheIsCounted() {
        let mount = read(["app/libs/driver.jar": [1], "a/http/index.html": [2]])
        #expect(mount.places.places.isEmpty)
        // A folder that is called like one of a client's makes nothing a package.
        #expect(mount.outside.count == 1 && mount.outside.examples == ["app/libs/driver.jar"])
        #expect(troubles(mount) == [])
    }

    @Test func whatClientsKeepForThemselvesIsNotRead() {
        let store = "caches/modules-2/files-2.1/g/m/1/da39a3ee5e6b4b0d3255bfef95601890afd80709/m-1.pom"
        let mount = read([
            ByteString(store): [], "caches/modules-2/metadata-2.106/module-metadata.bin": [1],
            "caches/jars-9/0123/lib.jar": [2], "caches/journal-1/x.lock": [],
            "wrapper/dists/gradle-8.5/a/lib/x.jar": [3],
        ])
        var unread: [CacheReading.Unread: Int] = [:]
        for reading in mount.readings {
            for (reason, list) in reading.unread { unread[reason, default: 0] += list.count }
        }
        #expect(unread == [.clientNotes: 1, .derived: 2])
        #expect(!troubles(mount).contains { $0.hasSuffix("unusable") })
    }

    /// Content that npm would unpack, in a form that is not read here.
    @Test func anArchiveOfAnotherFormIsNotPassedOver() throws {
        let url = "https://registry.example/left/-/left-1.0.0.tgz"
        let key = "make-fetch-happen:request-cache:" + url
        let content: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0, 1, 2, 3]
        let digest = try #require(MemoryFiles.digest(content, .sha512))
        let integrity = "sha512-" + CacheText.base64(digest.bytes)
        let record =
            "{\"key\":\"\(key)\",\"integrity\":\"\(integrity)\",\"time\":1,\"size\":8,"
            + "\"metadata\":{\"url\":\"\(url)\"}}"
        let place = try #require(MemoryFiles.digest(Array(key.utf8), .sha256)?.hex)
        let line = try #require(MemoryFiles.digest(Array(record.utf8), .sha1)?.hex)
        let bucket = "_cacache/index-v5/\(place.prefix(2))/\(place.dropFirst(2).prefix(2))/\(place.dropFirst(4))"
        let hex = digest.hex
        let path = "_cacache/content-v2/sha512/\(hex.prefix(2))/\(hex.dropFirst(2).prefix(2))/\(hex.dropFirst(4))"
        let mount = read([ByteString(bucket): Array("\n\(line)\t\(record)".utf8), ByteString(path): content])
        #expect(troubles(mount) == ["\(path) unusable"])
        // What no archive's address leads to is only counted.
        #expect(troubles(read([ByteString(path): content])) == [])
    }

    /// pip does not ask what type an answer has.
    @Test(arguments: ["text/html", "application/json", "application/octet-stream"])
    func anArchiveThatCallsItselfAPage(type: String) {
        let entry = "http-v2/a/a/a/a/a/" + Self.key
        // A zip archive without an end.
        let body = Array("PK\u{3}\u{4}".utf8) + Array(repeating: 0, count: 60)
        let mount = read([ByteString(entry): CacheText.pipEntry(type: type), ByteString(entry + ".body"): body])
        #expect(troubles(mount) == [entry + ".body malformed"])
    }

    @Test func anArchiveThatPipUnpacksAndWeDoNot() {
        let entry = "http-v2/a/a/a/a/a/" + Self.key
        let answer = CacheText.pipEntry(type: "application/octet-stream")
        let mount = read([ByteString(entry): answer, ByteString(entry + ".body"): Array("BZh91AY".utf8)])
        #expect(troubles(mount) == [entry + ".body unusable"])
    }

    @Test func anEntryThatCannotBeReadIsSaidOnce() {
        let folder = "http-v2/a/a/a/a/a/"
        let mount = read([
            ByteString(folder + Self.key): Array("cc=4,".utf8) + [0xC1],
            ByteString(folder + Self.key + ".body"): [1, 2],
        ])
        #expect(troubles(mount) == ["\(folder + Self.key) malformed"])
        #expect(mount.readings.flatMap(\.observations).map(\.rule) == [])
    }

    /// A reader that keeps silent is found out, whatever it reads.
    @Test func whatNoReaderSpeaksOfIsATrouble() {
        let files = MemoryFiles([ByteString(Self.content): [1], "_cacache/tmp/x": [2], "_cacache/y": [3]])
        let mount = MountReading(files, by: [SilentReader.self])
        #expect(mount.readings.flatMap(\.troubles).map(\.path) == [ByteString(Self.content)])
        #expect(mount.foreign.count == 1)
    }

    @Test func whoIsToldToStopEnds() {
        var contents: [ByteString: [UInt8]] = [:]
        for number in 0..<500 {
            contents[ByteString("m2/com/acme/lib\(number)/1.0/lib\(number)-1.0.pom")] = Array("<project/>".utf8)
            contents[ByteString("http-v2/a/a/a/a/a/" + Self.key.dropLast(3) + String(100 + number))] = [1]
            contents[ByteString(Self.content.dropLast(3) + String(100 + number))] = [1]
        }
        let files = CountingFiles(MemoryFiles(contents), limit: 60)
        let mount = MountReading(files)
        #expect(files.reads >= 60 && files.reads < 80, "\(files.reads)")
        #expect(mount.readings.flatMap(\.artifacts).count < 80)
    }
}

/// Knows the places of npm's reader, and says nothing of what lies there.
private enum SilentReader: CacheReader {
    static let ecosystem = Ecosystem.npm
    static let folders = NpmCacheReader.folders

    static func mayMatter(_ path: Span<UInt8>) -> Bool { NpmCacheReader.mayMatter(path) }
    static func places(in files: any CacheFiles) -> [ByteString] { NpmCacheReader.places(in: files) }
    static func wish(for path: Span<UInt8>) -> ContentDigest.Algorithm? { nil }
    static func pathClass(of path: ByteString) -> PathClass { NpmCacheReader.pathClass(of: path) }
    static func role(of path: ByteString) -> PathRole { NpmCacheReader.role(of: path) }
    static func mayLink(_ path: ByteString, to target: ByteString) -> Bool { false }
    static func read(_ places: [ByteString], of files: any CacheFiles) -> [CacheReading] {
        places.map { _ in CacheReading() }
    }
}
