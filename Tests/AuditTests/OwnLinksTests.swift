import Inventory
import Testing

@Suite("Links of a client within its own cache")
struct OwnLinksTests {
    private static func areHome(
        _ prefix: ByteString, place: ByteString = "", id: ByteString = "/shared",
        mounts: [(ByteString, ByteString)] = []
    ) -> Bool {
        let uses = mounts.map { MountUse(id: id, target: $0.0, selector: $0.1, evidence: .log) }
        return OwnLinks(prefix: prefix, place: place, paths: ["link"])
            .areHome(in: uses, of: MountCache(id: id, root: "/r", path: "/r/x"))
    }

    @Test("Where mounts are known, links lead to one of them")
    func mounts() {
        #expect(Self.areHome("/c/uv", mounts: [("/d", ""), ("/c/uv", "")]))
        #expect(Self.areHome("/c/uv", mounts: [("/c/uv/", "")]))
        #expect(Self.areHome("/c/uv", place: "uv", mounts: [("/c", "")]))
        #expect(Self.areHome("/uv", place: "uv", mounts: [("/", "")]))
        #expect(!Self.areHome("/d/uv", mounts: [("/c/uv", "")]))
        #expect(!Self.areHome("/c/uv", place: "uv", mounts: [("/c/uv", "")]))
    }

    @Test("A folder of the cache may be all that is mounted")
    func selectors() {
        #expect(Self.areHome("/c", place: "a/uv", mounts: [("/c", "a/uv")]))
        #expect(Self.areHome("/c/uv", place: "a/uv", mounts: [("/c", "a")]))
        #expect(!Self.areHome("/c/a/uv", place: "a/uv", mounts: [("/c", "a")]))
        #expect(!Self.areHome("/c", place: "a", mounts: [("/c", "a/uv")]))
    }

    @Test("An id that nobody chose is the mount's target")
    func ids() {
        #expect(Self.areHome("/c/uv", id: "//c/uv") && !Self.areHome("/d/uv", id: "//c/uv"))
        #expect(Self.areHome("/d/uv", id: "//c/uv", mounts: [("/d/uv", "")]))
    }

    @Test("Where nothing is known, nobody can tell")
    func unknown() {
        #expect(Self.areHome("/c/uv") && Self.areHome("/c/uv", mounts: [("cache", "")]))
    }
}
