import EcosystemsSupport
import Inventory
import Testing

@testable import Ecosystems

/// What a POM brings along.
@Suite("Dependencies of POMs")
struct PomRequirementTests {
    private static func dependency(_ artifact: String, _ more: String = "") -> String {
        "<dependency><groupId>g</groupId><artifactId>\(artifact)</artifactId>\(more)</dependency>"
    }

    private static func read(_ body: String) throws -> PomRequirements {
        let coordinates = try #require(MavenCoordinates(path: "org/own/lib/1.0/lib-1.0.pom"))
        return try PomRequirements(Array("<project>\(body)</project>".utf8), coordinates)
    }

    private static func names(_ body: String) throws -> [String] { try read(body).required.map(\.name) }

    @Test("Only what holds for whoever uses the package, and what can be told")
    func scopes() throws {
        let open = "<version>${unknown}</version>"
        let list = [
            Self.dependency("a"), Self.dependency("b", "<scope>compile</scope>\(open)"),
            Self.dependency("c", "<scope>runtime</scope>"),
            Self.dependency("d", "<scope>test</scope>"), Self.dependency("e", "<scope>provided</scope>"),
            Self.dependency("f", "<scope>system</scope>"), Self.dependency("g", "<optional>true</optional>"),
            Self.dependency("${unknown}"),
            Self.dependency("h", "<exclusions><exclusion><artifactId>z</artifactId></exclusion></exclusions>"),
        ].joined()
        #expect(try Self.names("<dependencies>\(list)</dependencies>") == ["g:a", "g:b", "g:c", "g:h"])
        let managed = "<dependencyManagement><dependencies>\(list)</dependencies></dependencyManagement>"
        #expect(try Self.names(managed) == [])
        #expect(
            try Self.names("<build><plugins><plugin><dependencies>\(list)</dependencies></plugin></plugins></build>")
                == [])
    }

    @Test("Properties of the POM itself are replaced, in as many steps as they need, and no more")
    func properties() throws {
        let properties = "<properties><x>${y}</x><y>evil</y><l>${l}</l><s>test</s></properties>"
        let list =
            "<dependencies>"
            + "<dependency><groupId>${project.groupId}</groupId><artifactId>a-${x}</artifactId>"
            + "<version>${pom.version}</version></dependency>"
            + Self.dependency("${l}") + Self.dependency("t", "<scope>${s}</scope>") + "</dependencies>"
        #expect(try Self.read(list + properties).required == [.init(name: "org.own:a-evil", version: "1.0")])
    }

    @Test("Profiles count where they can switch themselves on")
    func profiles() throws {
        let list = "<dependencies>\(Self.dependency("a"))</dependencies>"
        #expect(try Self.names("<profiles><profile><id>p</id>\(list)</profile></profiles>") == [])
        let active = "<activation><activeByDefault>true</activeByDefault></activation>"
        for body in [active + list, list + active] {
            #expect(try Self.names("<profiles><profile>\(body)</profile></profiles>") == ["g:a"])
        }
    }

    @Test("A relocation and a parent have what they leave out from the POM itself")
    func others() throws {
        let relocation = "<relocation><artifactId>new</artifactId></relocation>"
        let pom = try Self.read(
            "<parent><groupId>p</groupId><artifactId>q</artifactId><version>3</version></parent>"
                + "<distributionManagement>\(relocation)</distributionManagement>")
        #expect(pom.parent == .init(name: "p:q", version: "3"))
        #expect(pom.relocation == .init(name: "org.own:new", version: "1.0"))
    }

    @Test("Of more dependencies than the limit the rest is said to be missing")
    func limits() throws {
        let list = String(repeating: Self.dependency("a"), count: PomRequirements.limit + 1)
        let pom = try Self.read("<dependencies>\(list)</dependencies>")
        #expect(pom.isCut && pom.required.count == PomRequirements.limit)
    }
}
