import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

/// Caches that Maven itself wrote, and Gradle's folder as it writes it.
@Suite("Clean caches of Maven and Gradle")
struct MavenReaderTests {
    @Test("A local repository is identified, and nothing in it is odd")
    func cleanMaven() throws {
        let cache = try PoisonedCache(.maven)
        #expect(cache.places == ["repository"])
        #expect(cache.reading.observations == cache.ownInstalls)
        #expect(cache.ownInstalls.count == 2)
        #expect(cache.troubles == [])
        let shown = cache.reading.artifacts.map { artifact in
            let parts = [
                artifact.kind.rawValue, artifact.name, artifact.version, artifact.file, artifact.selfCheck.rawValue,
                artifact.source.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "-",
            ]
            return parts.joined(separator: " ")
        }
        let stamp = "2.0-20260301.101112-2"
        #expect(
            shown.sorted()
                == [
                    "jar com.example.lib:alpha 1.1 alpha-1.1.jar agrees central",
                    "jar com.example.lib:beta 1.5 beta-1.5.jar agrees central",
                    "jar com.example.lib:gamma \(stamp) gamma-\(stamp).jar agrees central",
                    "jar com.example.lib:gamma 2.0-SNAPSHOT gamma-2.0-SNAPSHOT.jar none -",
                    "jar com.example.own:service 1.0 service-1.0.jar none -",
                    "jar com.example.own:service 1.1-SNAPSHOT service-1.1-SNAPSHOT.jar none -",
                    "jar org.codehaus.plexus:plexus-utils 1.1 plexus-utils-1.1.jar agrees central",
                    "jar org.sample:plain 7 plain-7.jar agrees central",
                    "jar org.sample:shaded 5 shaded-5.jar agrees central",
                    "pom com.example.lib:alpha 1.1 alpha-1.1.pom agrees central",
                    "pom com.example.lib:beta 1.0 beta-1.0.pom agrees central",
                    "pom com.example.lib:beta 1.5 beta-1.5.pom agrees central",
                    "pom com.example.lib:gamma \(stamp) gamma-\(stamp).pom agrees central",
                    "pom com.example.lib:gamma 2.0-SNAPSHOT gamma-2.0-SNAPSHOT.pom none -",
                    "pom com.example.own:service 1.0 service-1.0.pom none -",
                    "pom com.example.own:service 1.1-SNAPSHOT service-1.1-SNAPSHOT.pom none -",
                    "pom com.example:parent 3 parent-3.pom agrees central",
                    "pom org.sample:plain 7 plain-7.pom agrees central",
                    "pom org.sample:shaded 5 shaded-5.pom agrees central",
                ].sorted())
    }

    @Test("Each artifact has the digests that pins name, and all its parts")
    func digests() throws {
        let cache = try PoisonedCache(.maven)
        let alpha = try #require(cache.reading.artifacts.first { $0.file == "alpha-1.1.jar" })
        let folder = "cache/repository/com/example/lib/alpha/1.1/"
        for (algorithm, tool) in [(ContentDigest.Algorithm.sha256, "sha256sum"), (.sha1, "sha1sum")] {
            let stated = try Program.run([tool, cache.tree.file(folder + "alpha-1.1.jar")]).outputText.prefix {
                $0 != " "
            }
            #expect(alpha.digests.contains { $0.algorithm == algorithm && $0.hex == stated })
        }
        #expect(
            alpha.parts == [
                "repository/com/example/lib/alpha/1.1/alpha-1.1.jar",
                "repository/com/example/lib/alpha/1.1/alpha-1.1.jar.sha1",
            ])
    }

    @Test("What the cached indexes claim")
    func claims() throws {
        let cache = try PoisonedCache(.maven)
        let shown = cache.reading.claims.map { claim in
            "\(claim.name) \(claim.version ?? "-") " + String(decoding: claim.source?.bytes ?? [], as: UTF8.self)
        }
        #expect(
            shown == [
                "com.example.lib:beta 1.0 central", "com.example.lib:beta 1.5 central",
                "com.example.own:service 1.0 local", "com.example.own:service 1.1-SNAPSHOT local",
            ])
        #expect(
            cache.reading.tags.map { "\($0.name) \($0.tag) \($0.version)" } == [
                "com.example.lib:beta latest 1.5", "com.example.lib:beta release 1.5",
                "com.example.own:service release 1.0",
            ])
    }

    @Test("Gradle's modules are identified, leading zeros of a SHA-1 or not")
    func cleanGradle() throws {
        let cache = try PoisonedCache(.gradle)
        #expect(cache.places == [""])
        #expect(cache.findings == [])
        #expect(cache.troubles == [])
        #expect(
            cache.reading.artifacts.map { "\($0.kind.rawValue) \($0.name) \($0.version) \($0.file) \($0.selfCheck)" }
                .sorted() == [
                    "companion org.sample:note 1 note-1.txt agrees",
                    "jar com.example.lib:alpha 1.1 alpha-1.1.jar agrees",
                    "jar com.example.lib:beta 1.5 beta-1.5.jar agrees", "jar org.sample:shaded 5 shaded-5.jar agrees",
                    "pom com.example.lib:alpha 1.1 alpha-1.1.pom agrees",
                    "pom com.example.lib:beta 1.5 beta-1.5.pom agrees", "pom org.sample:shaded 5 shaded-5.pom agrees",
                ])
        #expect(cache.reading.artifacts.allSatisfy { $0.digests.contains { $0.algorithm == .sha1 } })
    }

    @Test(
        "A place is found wherever the mount begins",
        arguments: [
            ("home/.m2", PoisonedCache.Kind.maven, ["home/.m2/repository"]),
            ("root/.gradle", .gradle, ["root/.gradle"]), ("deep/er/cache.d", .gradle, ["deep/er/cache.d"]),
            ("var/plain", .maven, ["var/plain/repository"]),
        ])
    func places(folder: String, kind: PoisonedCache.Kind, expected: [String]) throws {
        let cache = try PoisonedCache(kind, below: folder)
        #expect(cache.places == expected.map { ByteString($0) })
        #expect(cache.findings.allSatisfy { $0.hasPrefix("local-install-shadow/own ") })
        #expect(!cache.reading.artifacts.isEmpty)
    }

    @Test("Two repositories in one cache, and one lying POM, are told apart")
    func twoPlaces() throws {
        let tree = try TestTree()
        for folder in ["a/.m2", "b/store"] {
            try tree.makeFolder(folder)
            try unpackFixture("ecosystems/maven/maven-3.8", to: tree.file(folder))
        }
        try tree.write(
            "a/.m2/repository/evil/1/evil-1.pom",
            "<project><groupId>repository</groupId><artifactId>evil</artifactId><version>1</version></project>")
        #expect(MavenReader.places(in: try FolderFiles(tree.path)) == ["a/.m2/repository", "b/store/repository"])
    }

    @Test("Maven's folder is the place where it is there as a whole")
    func home() throws {
        let cache = try PoisonedCache(.maven, "m10_settings")
        #expect(cache.places == [""])
        #expect(cache.reading.artifacts.count == 19)
    }

    @Test("A repository that keeps apart what was downloaded and what was installed")
    func split() throws {
        let tree = try TestTree()
        try tree.makeFolder("all")
        try unpackFixture("ecosystems/maven/maven-3.8", to: tree.file("all"))
        try tree.makeFolder("m2/installed/com/example")
        try tree.rename("all/repository/com/example/own", to: "m2/installed/com/example/own")
        try tree.makeFolder("m2/cached")
        try tree.rename("all/repository", to: "m2/cached/central")
        let files = try FolderFiles(tree.file("m2"))
        let places = MavenReader.places(in: files)
        #expect(places == ["cached/central", "installed"])
        #expect(places.map { MavenReader.read($0, of: files).artifacts.count } == [15, 4])
    }

    @Test("A local repository and Gradle's modules in one folder are both read, each file once")
    func together() throws {
        let tree = try TestTree()
        for archive in ["maven-3.8", "gradle"] {
            try unpackFixture("ecosystems/maven/" + archive, to: tree.path, ["--strip-components=1"])
        }
        let files = try FolderFiles(tree.path)
        #expect(MavenReader.places(in: files) == [""])
        let reading = MavenReader.read("", of: files)
        #expect(reading.artifacts.count == 19 + 7)
        #expect(Set(reading.artifacts.map(\.path)).count == 19 + 7)
        #expect(reading.observations.allSatisfy { $0.grade == "own" })
    }

    @Test("Other folders are no places")
    func noPlaces() throws {
        let tree = try TestTree()
        try tree.write("pip/http-v2/a/b/c/d/e/abcde", "x")
        try tree.write("node_modules/a/1.0/b-1.0.jar", "x")
        try tree.write("index/pom.xml", "<project/>")
        #expect(MavenReader.places(in: try FolderFiles(tree.path)) == [])
    }
}
