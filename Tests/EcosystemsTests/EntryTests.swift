import Ecosystems
import EcosystemsSupport
import Inventory
import Testing

/// Links, FIFOs and folders in the places of packages' files. Clients follow links, so none may be passed over.
@Suite struct EntryTests {
    private static let digest = "0123456789abcdef0123456789abcdef01234567"
    private static let key = String(repeating: "a", count: 56)
    private static let built = "aa/aa/aa/" + String(repeating: "a", count: 50)
    private static let content = "content-v2/sha512/ab/cd/" + String(repeating: "0", count: 124)
    private static let bucket = "index-v5/ab/cd/" + String(repeating: "0", count: 60)

    /// One file of each kind of cache, so that there are places.
    private static let honest: [ByteString: [UInt8]] = [
        "m2/com.x/com/acme/lib/1.0/lib-1.0.jar": [1],
        ByteString("npm/_cacache/\(content)"): [1], ByteString("npm/_cacache/\(bucket)"): [1],
        ByteString("pip/http-v2/a/a/a/a/a/\(key)"): [1],
        ByteString("gradle/caches/modules-2/files-2.1/g/m/1/\(digest)/m-1.jar"): [1],
    ]

    /// `path grade` of what is said of links and of what has a wrong shape.
    private func found(
        _ contents: [ByteString: [UInt8]] = [:], links: [ByteString: ByteString] = [:],
        others: [ByteString: EntryKind] = [:], beside: [ByteString: [UInt8]] = EntryTests.honest
    ) -> [String] {
        let all = contents.merging(beside) { first, _ in first }
        var filter = PathFilter()
        let seen = all.filter { filter.mayMatter($0.key.bytes.span) }
        let unseen = all.keys.filter { seen[$0] == nil }.sorted()
        let mount = MountReading(MemoryFiles(seen, links: links, others: others)) { unseen.forEach($0) }
        return mount.readings.flatMap(\.observations).filter { ["link", "other-kind"].contains($0.grade) }
            .map { "\($0.path.utf8Text ?? "?") \($0.grade ?? "")" }
    }

    /// Each place at which some client takes a file or looks into a folder.
    static let places = [
        "m2/com.x/com/acme/lib/1.0/lib-1.0.pom", "m2/com.x/com/acme/lib/1.0/lib-1.0.jar.sha1",
        "m2/com.x/com/acme/lib/2.0", "m2/com.x/com/acme/lib/maven-metadata-central.xml",
        "m2/com.x/com/acme/lib/1.0/_remote.repositories", "npm/_cacache/index-v5", "npm/_cacache/content-v2/sha1",
        "npm/_cacache/index-v5/ab/ce", "npm/_cacache/" + content + "0", "npm/_npx", "npm/_npx/0123456789abcdef",
        "npm/_npx/0123456789abcdef/node_modules/left", "npm/_prebuilds/x.node",
        "npm/_npx/0123456789abcdef/node_modules/.bin/tsc", "pip/http-v2/b", "pip/wheels", "pip/http", "pip/selfcheck",
        "pip/http-v2/a/a/a/a/a/" + key + ".body", "pip/wheels/" + built,
        "pip/wheels/" + built + "/x-1-py3-none-any.whl",
        "pip/selfcheck/" + key, "gradle/caches", "gradle/caches/modules-2/files-2.1/g/m/2",
        "gradle/caches/modules-2/files-2.1/g/m/1/" + digest + "/x.jar", "gradle/init.d", "gradle/init.gradle",
        "gradle/caches/modules-2/metadata-2.106", "gradle/wrapper/dists", "gradle/gradle.properties",
    ]

    @Test(arguments: places)
    func aLinkWhereAClientLooks(path: String) {
        #expect(found(links: [ByteString(path): "somewhere"]) == ["\(path) link"])
        // Wherever it leads in the mount, and where only the build knows.
        #expect(found(links: [ByteString(path): "/root/.cache/x"]) == ["\(path) link"])
    }

    @Test(arguments: places.filter { !$0.contains("/left") })
    func aFIFOWhereAClientLooks(path: String) {
        #expect(found(others: [ByteString(path): .fifo]) == ["\(path) other-kind"])
    }

    @Test func aLinkThatClimbsOutIsNamedByItsOwnRule() {
        #expect(found(links: ["npm/_cacache/index-v5": "../../../etc"]) == [])
    }

    @Test(arguments: [
        ("npm/_npx/0123456789abcdef/node_modules/.bin/tsc", "../typescript/bin/tsc"),
        ("npm/_npx/0123456789abcdef/node_modules/a/node_modules/.bin/b", "../@scope/b/cli.js"),
        ("gradle/jdks/temurin-17/legal/java.base/LICENSE", "../../LICENSE"),
        ("gradle/caches/transforms-4/0123/transformed/jdk/legal/x", "../y"),
        ("gradle/caches/8.5/transforms/0123/transformed/jdk/legal/x", "../y"),
        ("gradle/daemon/log", "x"), ("npm/_logs", "/dev/null"),
    ])
    func linksThatClientsMake(path: String, target: String) {
        #expect(found(links: [ByteString(path): ByteString(target)]) == [])
    }

    @Test(arguments: [
        ("npm/_npx/0123456789abcdef/node_modules/.bin/tsc", "../../../../.x/tsc"),
        ("gradle/jdks/temurin-17/bin/java", "../../../.x/java"),
        ("gradle/caches/transforms-4/0123/transformed/a.jar", "../../4567/b.jar"),
    ])
    func linksLikeThoseThatLeadElsewhere(path: String, target: String) {
        #expect(found(links: [ByteString(path): ByteString(target)]) == ["\(path) link"])
    }

    // MARK: Folders of packages whose names tell nothing

    @Test func aGroupBehindALink() {
        let hidden: [ByteString: [UInt8]] = ["m2/com.x/.meta/d/acme/evil/1.0/evil-1.0.jar": [2]]
        #expect(found(hidden, links: ["m2/com.x/net": ".meta/d"]) == ["m2/com.x/net link"])
        #expect(found(links: ["m2/com.x/net": "nothing"]) == [], "nothing of a package lies behind it")
        #expect(found(links: ["m2/com.x/net": "/a"]) == ["m2/com.x/net link"], "nobody knows what does")
    }

    /// Nothing but links at the top: the places are recognised where the links lead.
    @Test(arguments: [
        ("com", ".x/c", ".x/c/acme/lib/1.0/lib-1.0.jar"), ("com", ".x", ".x/acme/lib/1.0/lib-1.0.jar"),
        ("com/acme/lib/1.0", "../../../d", "d/lib-1.0.jar"), ("com/acme/lib/1.0/lib-1.0.jar", "../../../../x", "x"),
        ("http-v2", ".x/h", ".x/h/a/a/a/a/a/\(key)"), ("wheels", "w", "w/\(built)/x-1-py3-none-any.whl"),
        ("_cacache", ".x", ".x/\(content)"), ("index-v5", ".x/i", ".x/i/ab"),
        ("modules-2", ".x", ".x/files-2.1/g/m/1/\(digest)/m-1.jar"),
    ])
    func aMountOfLinks(link: String, target: String, file: String) {
        let answer = found([ByteString(file): [1]], links: [ByteString(link): ByteString(target)], beside: [:])
        #expect(answer == ["\(link) link"])
        // A cache of another kind around all of it changes nothing.
        let around = [ByteString("_cacache/\(Self.bucket)"): [UInt8(1)]]
        let again = found([ByteString(file): [1]], links: [ByteString(link): ByteString(target)], beside: around)
        #expect(again == ["\(link) link"])
    }

    @Test func linksOfNoConcern() {
        let links: [ByteString: ByteString] = [
            "home/bin/tool": "../lib/tool", "node_modules/.bin/x": "../x/cli.js", ".npm": "npm", "www": "/srv/www",
        ]
        #expect(found(links: links) == [])
    }

    // MARK: Shapes

    @Test(arguments: [
        ("m2/com.x/com/acme/lib/1.0/lib-1.0.pom", "x"), ("npm/_cacache/\(bucket)1", "x"),
        ("pip/http-v2/a/a/a/a/a/\(key).body", "b/c"),
        ("gradle/caches/modules-2/files-2.1/g/m/1/\(digest)/n.jar", "y/z"),
    ])
    func aFolderForAFile(path: String, below: String) {
        let answer = found([ByteString(path + "/" + below): [1], ByteString(path + "/" + below + "2"): [1]])
        #expect(answer == ["\(path) other-kind"])
    }

    @Test(arguments: [
        "m2/com.x/com/acme/lib/2.0", "npm/_cacache/content-v2/sha1", "npm/_cacache/index-v5/ab/00", "npm/_npx",
        "pip/wheels", "pip/http-v2/b/c", "gradle/caches/modules-2/files-2.1/g/m",
    ])
    func aFileForAFolder(path: String) {
        #expect(found([ByteString(path): [1]]) == ["\(path) other-kind"])
    }
}
