import Bytes
import TestSupport
import Testing

/// An engine in a container, whose state is reached through its process alone.
@Suite(.enabled(if: Container.isPossible, "this user may not make mounts")) struct ContainerTests {
    private static let state = "buildkit/standalone-overlayfs-v0.8.3"

    /// Each command gives rights up at another moment, and with them the sight of other processes.
    @Test(arguments: ["caches", "audit", "purge"])
    func itsCachesAreSeenByAll(command: String) throws {
        let container = try Container()
        try container.tree.makeFolder("inside/srv/bk")
        try unpackFixture(Self.state, to: container.tree.file("inside/srv/bk"))
        try container.tree.link("inside/dd", to: "/srv")
        try container.run("buildkitd", "--root", "/dd/bk")
        let words = ["--host-root", container.tree.file("host")]
        let plan = container.tree.file("plan.json")
        let further =
            command == "purge"
            ? ["--all", "--db", container.tree.file("m.db"), "--output", plan] : ["--no-record", "--format", "json"]
        let run = try Agent.run([command] + words + further)
        let json = try JSON.parse(command == "purge" ? Program.run(["cat", plan]).output : run.output)
        let list = json[command == "purge" ? "targets" : "caches"]?.array ?? []
        let paths = list.compactMap { $0[command == "purge" ? "directory" : "path"]?.string }
        #expect(paths.contains { $0.hasPrefix(container.root + "/srv/bk/") }, "\(run.text) \(run.errorText)")
    }

    /// A directory named through the process is the process' own, and what has its name here stays.
    @Test func aTreeOfAnotherViewIsNoneOfOurs() throws {
        let container = try Container()
        try container.tree.write("inside/srv/cache/poison", "x")
        try container.run("sleep")
        let name = container.root + "/srv/cache"
        let run = try Agent.run(["audit", "--tree", name, "--no-record", "--format", "json"])
        let caches = try JSON.parse(run.output)["caches"]?.array ?? []
        #expect(caches.map { $0["path"]?.string } == [name] && caches.first?["files"]?.integer == 1)
        let plan = container.tree.file("plan.json")
        let database = ["--db", container.tree.file("m.db")]
        let made = try Agent.run(["purge", "--tree", name, "--output", plan] + database)
        #expect(made.status == 0, "\(made.text) \(made.errorText)")
        let applied = try Agent.run(["purge", "--apply", plan] + database)
        #expect(applied.status == 0, "\(applied.text) \(applied.errorText)")
        #expect(try Program.run(["ls", container.tree.file("inside/srv/cache")]).outputText.isEmpty)
    }

    /// What stands in the plan is opened without links: nobody chooses afterwards what is emptied.
    @Test func aLinkThatAppearsBeforeThePurgeIsNotFollowed() throws {
        let container = try Container()
        try container.tree.write("inside/srv/work/cache/poison", "x")
        try container.tree.write("outside/cache/poison", "x")
        try container.run("sleep")
        let plan = container.tree.file("plan.json")
        let database = ["--db", container.tree.file("m.db")]
        let name = container.root + "/srv/work/cache"
        let made = try Agent.run(["purge", "--tree", name, "--output", plan] + database)
        #expect(made.status == 0, "\(made.text) \(made.errorText)")
        try container.tree.rename("inside/srv/work", to: "inside/srv/old")
        try container.tree.link("inside/srv/work", to: container.tree.file("outside"))
        let applied = try Agent.run(["purge", "--apply", plan] + database)
        #expect(applied.status == 3, "\(applied.text) \(applied.errorText)")
        #expect(try Program.run(["ls", container.tree.file("outside/cache")]).outputText == "poison\n")
        #expect(try Program.run(["ls", container.tree.file("inside/srv/old/cache")]).outputText == "poison\n")
    }
}
