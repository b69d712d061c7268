import Ecosystems
import Inventory
import Testing

@Suite("Paths of Maven's and Gradle's caches")
struct PathClassTests {
    @Test(
        "What may become of a path",
        arguments: [
            ("org/slf4j/slf4j-api/2.0.9/slf4j-api-2.0.9.jar", PathClass.immutable),
            ("org/slf4j/slf4j-api/2.0.9/slf4j-api-2.0.9.pom.sha1", .immutable),
            ("g/a/1.0-SNAPSHOT/a-1.0-20260301.101112-2.jar", .immutable),
            ("g/a/1.0-SNAPSHOT/a-1.0-SNAPSHOT.jar", .index), ("g/a/1.0/_remote.repositories", .index),
            ("g/a/maven-metadata-central.xml", .index), ("g/a/maven-metadata-central.xml.sha1", .index),
            ("g/a/resolver-status.properties", .index), ("g/a/1.0/a-1.0.jar.lastUpdated", .index),
            (".locks/artifact~g~a~1.lock", .lock), (".checksums/checksums.sha1", .index),
            ("g/a/1.0/a-1.0.jar.123.tmp", .temporary), ("g/a/1.0/run.sh", .foreign), ("g/a/1.0/b-1.0.jar", .foreign),
            (".hidden", .foreign), ("", .foreign),
            ("caches/modules-2/files-2.1/g/a/1/e046ba0ce4a0e77e7a4e2d9d1ba55d26b8ab3ec/a-1.jar", .immutable),
            ("modules-2/files-2.1/g/a/1/e046ba0ce4a0e77e7a4e2d9d1ba55d26b8ab3ec/a-1.jar", .immutable),
            ("caches/modules-2/files-2.1/g/a/1/a-1.jar", .foreign), ("caches/modules-2/modules-2.lock", .lock),
            ("caches/modules-2/metadata-2.106/module-artifact.bin", .index),
            ("caches/transforms-3/00ff/transformed/a.jar", .immutable), ("caches/jars-9/00ff/a.jar", .immutable),
            ("caches/8.10/transforms/00ff/transformed/a.jar", .immutable), ("caches/journal-1/file-access.bin", .index),
            ("wrapper/dists/gradle-8.10-bin/x/gradle-8.10/bin/gradle", .immutable),
            ("wrapper/dists/gradle-8.10-bin/x/gradle-8.10-bin.zip.part", .temporary),
            ("wrapper/dists/gradle-8.10-bin/x/gradle-8.10-bin.zip.lck", .lock), ("init.d/evil.gradle", .foreign),
            ("gradle.properties", .foreign), ("repository/g/a/1/a-1.jar", .immutable), ("repository/g/a/1/x", .foreign),
            ("wrapper/dists/apache-maven-3.9.9-bin/00/apache-maven-3.9.9/bin/mvn", .immutable),
            ("settings.xml", .foreign),
        ])
    func pathClass(path: String, expected: PathClass) {
        #expect(MavenReader.pathClass(of: ByteString(path)) == expected)
    }

    @Test("Paths that are no text have a class, too")
    func bytes() {
        #expect(MavenReader.pathClass(of: ByteString([0xFF, 0x2F, 0xFE])) == .foreign)
        #expect(MavenReader.pathClass(of: ByteString(Array("g/a/1/a-1-".utf8) + [0xFF])) == .foreign)
    }

    @Test(
        "SHA-1 is made while a file is read, where sidecars and lockfiles speak of it",
        arguments: [
            ("m2/g/a/1/a-1.jar", true), ("a-1.pom", true),
            ("x/files-2.1/g/a/1/\(String(repeating: "a", count: 39))/f", true),
            ("files-2.1/g/a/1/\(String(repeating: "a", count: 40))/f", true),
            ("other/g/a/1/\(String(repeating: "a", count: 40))/f", false), ("content-v2/sha512/aa/bb/cc", false),
            (".jar", false),
            ("a.jarx", false), ("", false),
        ])
    func wish(path: String, expected: Bool) {
        #expect((MavenReader.wish(for: Array(path.utf8).span) == .sha1) == expected)
    }
}
