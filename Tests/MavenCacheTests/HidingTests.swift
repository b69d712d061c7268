import Ecosystems
import EcosystemsSupport
import Inventory
import Testing

/// What somebody puts beside a package so that it is not read as one. Maven takes it all the same, so each must come
/// out as an artifact, or as a place that was not read.
@Suite struct HidingTests {
    private static let jar: ByteString = "com/acme/lib/1.0/lib-1.0.jar"
    private static let digest = "0123456789abcdef0123456789abcdef01234567"

    private func pom(_ group: String, _ artifact: String) -> [UInt8] {
        let parts = "<groupId>\(group)</groupId><artifactId>\(artifact)</artifactId><version>1</version>"
        return Array("<project><modelVersion>4.0.0</modelVersion>\(parts)</project>".utf8)
    }

    /// Artifacts and what was not read, of all places.
    private func read(_ contents: [ByteString: [UInt8]]) -> (artifacts: Set<ByteString>, troubles: Set<ByteString>) {
        let files = MemoryFiles(contents)
        let readings = MavenReader.places(in: files).map { MavenReader.read($0, of: files) }
        return (
            Set(readings.flatMap(\.artifacts).map(\.path)), Set(readings.flatMap(\.troubles).map(\.path))
        )
    }

    @Test func aJarWithoutPOMAndMark() {
        #expect(read([Self.jar: [1]]).artifacts == [Self.jar])
    }

    @Test(arguments: ["org", "com", "com/acme", "com/acme/lib", "com/acme/lib/1.0"])
    func aFolderThatLooksLikeGradles(place: String) {
        let decoy = ByteString("\(place)/files-2.1/g/m/1/\(Self.digest)/m-1.jar")
        var contents: [ByteString: [UInt8]] = [Self.jar: [1], decoy: [2]]
        #expect(read(contents).artifacts.contains(Self.jar))
        contents["com/acme/lib/1.0/lib-1.0.pom"] = pom("com.acme", "lib")
        #expect(read(contents).artifacts.contains(Self.jar))
    }

    @Test func aCrowdOfPOMsWithARootOfTheirOwn() {
        var contents: [ByteString: [UInt8]] = [Self.jar: [1], "com/acme/lib/1.0/lib-1.0.pom": pom("com.acme", "lib")]
        for number in 0..<200 {
            contents[ByteString("zz/evil/x\(number)/1/x\(number)-1.pom")] = pom("evil", "x\(number)")
        }
        #expect(read(contents).artifacts.contains(Self.jar))
    }

    @Test(arguments: ["aether-api", "lib-in-progress", "tmp"])
    func aNameLikeThatOfATemporaryFile(name: String) {
        let path = ByteString("org/acme/\(name)/1.1/\(name)-1.1.jar")
        #expect(read([path: [1]]).artifacts == [path])
        #expect(MavenReader.pathClass(of: path) == .immutable)
    }

    @Test func moreRepositoriesThanAreReadAreSaid() {
        var contents: [ByteString: [UInt8]] = [:]
        for number in 100..<300 {
            contents[ByteString("m\(number).x/com/acme/lib/1.0/lib-1.0.jar")] = [1]
            contents[ByteString("g\(number)/files-2.1/g/m/1/\(Self.digest)/m-1.jar")] = [1]
        }
        #expect(!read(contents).troubles.isEmpty)
    }
}
