import Bytes
import TestSupport
import Testing

/// What somebody without rights is told of folders that are closed to them.
@Suite struct HiddenHomeTests {
    private static let asNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]

    @Test(.enabled(if: Agent.isRoot && Program.isInstalled("setpriv"), "needs root and setpriv"))
    func aClosedHomeIsSaidOnceWithTheRightThatIsMissing() throws {
        let tree = try TestTree()
        for name in ["root/.local/share", "home/me", "var/lib"] { try tree.makeFolder(name) }
        try tree.setMode("root", 0o700)
        #expect(try Program.run(["chmod", "755", tree.path]).status == 0)
        let words = ["caches", "--no-record", "--host-root", tree.path, "--format", "json"]
        let report = try Agent.run(words, under: Self.asNobody).report().json
        let incomplete = report["incomplete"]?.array ?? []
        #expect(incomplete.map { $0["path"]?.string } == [tree.file("root")], "five places lie in it")
        #expect(incomplete.first?["detail"]?.string?.contains("CAP_DAC_READ_SEARCH") == true)
        #expect(incomplete.first?["reason"]?.string == "unreadable")
        let places = report["discovery"]?.array?.filter { $0["verdict"]?.string == "unreadable" } ?? []
        #expect(places.count > 1, "each of them is still told where one asks for it")
    }
}
