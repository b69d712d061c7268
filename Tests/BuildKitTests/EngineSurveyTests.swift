import BuildKit
import Inventory
import TestSupport
import Testing

/// Where one could ask engines: a host made of folders, with processes that are files.
@Suite struct EngineSurveyTests {
    private func survey(_ tree: TestTree) -> EngineSurvey {
        EngineSurvey(hostRoot: ByteString(tree.path), processes: ByteString(tree.file("proc")))
    }

    private func sockets(_ tree: TestTree) -> [String] {
        survey(tree).sockets.map { socket in
            let path = socket.path.utf8Text?.dropFirst(tree.path.count) ?? ""
            return "\(socket.program) \(socket.process ?? 0) \(path)"
        }
    }

    private func makeSocket(_ path: String, _ tree: TestTree) throws {
        if let slash = path.lastIndex(of: "/") { try tree.makeFolder(String(path[..<slash])) }
        try tree.makeSocket(path)
    }

    @Test(arguments: [
        "--addr\0unix:///srv/a.sock", "--addr=unix:///srv/a.sock", "-addr=unix:///srv/a.sock",
        "--addr\0tcp://0.0.0.0:1234\0--debug\0--addr\0unix:///srv/a.sock",
    ]) func aCommandLineNamesSockets(words: String) throws {
        let tree = try TestTree()
        try makeSocket("srv/a.sock", tree)
        try tree.write("proc/12/cmdline", "/usr/bin/buildkitd\0\(words)\0")
        #expect(sockets(tree) == ["buildkitd 12 /srv/a.sock"])
    }

    @Test func defaultsAndUsersSocketsStandOnce() throws {
        let tree = try TestTree()
        for path in ["run/docker.sock", "run/buildkit/buildkitd.sock", "run/user/7/docker.sock"] {
            try makeSocket(path, tree)
        }
        try tree.makeFolder("var")
        try tree.link("var/run", to: "/run")
        try tree.write("proc/12/cmdline", "dockerd\0-H\0fd://\0-H\0unix:///run/docker.sock\0")
        try tree.write("proc/13/cmdline", "dockerd\0")
        try tree.write("proc/14/cmdline", "sh\0-c\0dockerd\0")
        #expect(
            sockets(tree) == [
                "dockerd 12 /run/docker.sock", "buildkitd 0 /run/buildkit/buildkitd.sock",
                "dockerd 0 /run/user/7/docker.sock",
            ])
        #expect(survey(tree).engines.map(\.process) == [12, 13])
        #expect(!survey(tree).seesHost)
    }

    @Test func onlySocketsCountAndUsersGiveNoLinks() throws {
        let tree = try TestTree()
        try makeSocket("srv/secret.sock", tree)
        try tree.makeFolder("run/user/7/buildkit")
        try tree.link("run/user/7/docker.sock", to: "/srv/secret.sock")
        try tree.write("run/user/7/buildkit/buildkitd.sock")
        try tree.write("proc/12/cmdline", "dockerd\0--host=unix:///srv\0--host\0unix://relative\0--host\0")
        #expect(sockets(tree) == [])
    }

    @Test func thereIsAnEnd() throws {
        let tree = try TestTree()
        for user in 0..<20 { try makeSocket("run/user/\(user)/docker.sock", tree) }
        #expect(survey(tree).sockets.count == EngineSurvey.socketLimit)
        #expect(survey(tree).unlisted == 4)
    }
}
