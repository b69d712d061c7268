import BuildKit
import Inventory
import Linux
import TestSupport
import Testing

/// Lockfiles in states of real daemons of all versions and layouts.
@Suite struct LockfileFixtureTests {
    @Test(arguments: LockfileFixture.names) func lockfilesOfLayersAreExactlyThoseOfTheList(name: String) throws {
        let state = try LockfileFixture(name)
        let inventory = try state.read()
        let expected = state.expectedRows()
        let found = try LockfileFixture.rows(inventory)
        #expect(!expected.isEmpty)
        #expect(found.subtracting(expected) == [])
        #expect(expected.subtracting(found) == [])
        #expect(inventory.lockfiles.map(\.path) == inventory.lockfiles.map(\.path).sorted())
        #expect(Set(inventory.lockfiles.map(\.path)).count == inventory.lockfiles.count)
        #expect(inventory.troubles == [])
        if Self.whole.contains(name) { try Self.checkThatNoneIsPassedOver(state, inventory) }
    }

    /// States with a history: without it only the first step that had a mount is known. Left out are one where each
    /// layer holds all files, and one whose images are unpacked beside the layers.
    private static let whole = [
        "standalone-overlayfs-v0.11.6", "standalone-overlayfs-v0.12.5", "standalone-overlayfs-v0.17.0",
        "standalone-overlayfs-v0.32.2", "standalone-overlayfs-master-20260821",
        "standalone-containerd-worker-v0.32.2", "rootless-overlayfs-v0.32.2", "dockerd-overlay2-29.7.2",
    ]

    /// `find` is the oracle: each file of such a name lies in a layer, a context or a checkout that was searched.
    private static func checkThatNoneIsPassedOver(_ state: LockfileFixture, _ inventory: StateInventory) throws {
        let output = try Program.run([
            "find", state.tree.path, "-type", "f", "(", "-name", "requirements*.txt", "-o", "-name", "go.sum", "-o",
            "-name", "package-lock.json", ")",
        ]).output
        let all = Set(output.split(separator: 0x0A).map { ByteString(Array($0)) })
        let found = Set(inventory.lockfiles.map(\.path))
        #expect(found.subtracting(all) == [])
        #expect(all.subtracting(found) == [])
        #expect(Set(inventory.lockfiles.map(\.source)) == [.layer, .context, .checkout])
    }

    @Test func parentsAreFoundWhereOnlySnapshotsNameThem() throws {
        // BuildKit 0.6: the fixture's own list was made from records alone, and has none.
        let state = try LockfileFixture("standalone-overlayfs-v0.6.4")
        let rows = try LockfileFixture.rows(state.read())
        #expect(Set(rows.map(\.name)) == ["/srv/requirements.txt", "/app/package-lock.json", "/src/go.sum"])
        #expect(Set(rows.map(\.mount)) == ["//root/.cache/pip", "/acme-npm", "//go/pkg/mod"])
    }

    @Test func buildsAreTiedToTheLockfilesOfTheirSteps() throws {
        let inventory = try LockfileFixture("standalone-overlayfs-v0.32.2").read()
        func sources(_ name: ByteString) -> Set<String> {
            let refs = Set(inventory.lockfiles.filter { $0.name == name }.flatMap(\.builds))
            return Set(inventory.builds.filter { refs.contains($0.ref) }.map { $0.project?.source.utf8Text ?? "-" })
        }
        // Two projects with the same command: the records do not tell whose file was whose.
        let acme = "https://git.example.com/acme/"
        #expect(sources("/srv/requirements.txt") == [acme + "web.git", acme + "api.git"])
        #expect(sources("/app/package-lock.json") == [acme + "shop.git"])
        let lockfile = try #require(inventory.lockfiles.first { $0.name == "/app/package-lock.json" })
        #expect(lockfile.builds.count == 2, "built twice")
        #expect(lockfile.mounts == ["/acme-npm"])
        let starts = lockfile.builds.map { ref in inventory.builds.first { $0.ref == ref }?.started ?? 0 }
        #expect(starts[0] > starts[1], "the newest first")
    }

    @Test func everyWayToReadGivesTheSame() throws {
        let state = try LockfileFixture("standalone-overlayfs-v0.32.2")
        let root = try state.found()
        let whole = StateReader.readAll(root)
        var parts = StateReader.read(root)
        #expect(parts.lockfiles.isEmpty && parts.builds.isEmpty)
        parts.builds = whole.builds
        StateLockfiles.find(root, into: &parts)
        #expect(parts.lockfiles == whole.lockfiles)
        #expect(!whole.lockfiles.isEmpty)
    }

    @Test(arguments: ["dockerd-overlay2-29.7.2", "dockerd-containerd-29.7.2"])
    func sentFoldersNameProjectsThatNothingElseNames(name: String) throws {
        let state = try LockfileFixture(name)
        let projects = try state.read().builds.compactMap(\.project)
        let hints = projects.filter { $0.evidence == "local.sharedKey" }
        #expect(Set(hints.map(\.source)) == ["odd", "anon"], "builds without a repository")
        #expect(hints.allSatisfy { $0.certainty == .hint })
    }

    @Test(arguments: ["dockerd-overlay2-29.7.2", "dockerd-containerd-29.7.2"])
    func contextsAreTiedToTheBuildThatSentThemLast(name: String) throws {
        let state = try LockfileFixture(name)
        let inventory = try state.read()
        let contexts = inventory.lockfiles.filter { $0.source == .context }
        #expect(Set(contexts.map(\.name)) == ["requirements.txt", "package-lock.json"])
        for lockfile in contexts {
            let builds = inventory.builds.filter { lockfile.builds.contains($0.ref) }
            #expect(Set(builds.map(\.project)).count == 1, "\(lockfile)")
            #expect(Set(lockfile.mounts).isSuperset(of: builds.flatMap(\.mounts).map(\.id)))
        }
    }

    @Test func nothingIsTouched() throws {
        let state = try LockfileFixture("standalone-overlayfs-v0.32.2")
        let look = ["find", state.tree.path, "-printf", "%p %s %m %A@ %T@ %C@\n"]
        _ = try Program.run(look)
        let before = try Program.run(look).output
        _ = try state.read()
        #expect(try Program.run(look).output == before)
    }
}
