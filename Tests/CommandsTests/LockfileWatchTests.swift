import Audit
import Commands
import Inventory
import Manifest
import TestSupport
import Testing

/// What an audit does with registered lockfiles before it judges by them, and what it knows of versions.
@Suite struct LockfileWatchTests {
    @Test func whatChangedIsReadAgainAndSaid() throws {
        let place = try TestTree()
        try place.write("requirements.txt", "idna==3.6\n")
        let path = ByteString(place.path + "/requirements.txt")
        let store = try ManifestStore(path: ByteString(place.path + "/state.db"), mode: .write)
        let lockfile = Lockfile(path: path, project: "web", format: "requirements.txt", digest: .zero)
        var foreign = lockfile
        foreign.path = "/nowhere/requirements.txt"
        foreign.trust = .imported
        _ = try store.register([lockfile, foreign].map { LockedPins(lockfile: $0, pins: []) }, now: 1)

        var watch = LockfileWatch.gather(try store.lockfiles())
        // What came with a baseline lies on another host.
        #expect(watch.troubles.isEmpty)
        let said = try watch.refresh(store, now: 2)
        #expect(said.count == 1 && said.first?.contains("has changed and was read again (1 pins)") == true)
        #expect(try store.lockedPins().last?.pins.map(\.name) == ["idna"])
        #expect(try store.lockfiles().last?.lockfile.project == "web")

        var again = LockfileWatch.gather(try store.lockfiles())
        #expect(try again.refresh(store, now: 3).isEmpty && again.troubles.isEmpty)
    }

    @Test func whatCannotBeReadKeepsWhatItSaid() throws {
        let place = try TestTree()
        try place.write("package-lock.json", "no lockfile")
        try place.link("poetry.lock", to: "package-lock.json")
        let store = try ManifestStore(path: ByteString(place.path + "/state.db"), mode: .write)
        let pin = Pin(ecosystem: .npm, name: "left-pad", version: "1.0.0", line: 1)
        let sources = ["package-lock.json", "poetry.lock", "uv.lock"].map { name in
            LockedPins(
                lockfile: Lockfile(
                    path: ByteString(place.path + "/" + name), project: "web", format: name, digest: .zero), pins: [pin]
            )
        }
        _ = try store.register(sources, now: 1)
        var watch = LockfileWatch.gather(try store.lockfiles())
        #expect(watch.troubles.count == 2)
        #expect(try watch.refresh(store, now: 2).isEmpty)
        #expect(watch.troubles.count == 3 && watch.troubles.allSatisfy { $0.reason == .unusable && $0.cache == -1 })
        #expect(try store.lockedPins() == sources)
    }

    @Test(
        arguments: [
            (.pip, "1.0", "1", 0, []), (.pip, "1.0", "1.0+x", -1, .local), (.pip, "9", "1!0", -1, .epoch),
            (.pip, "1.0", "1.1rc1", -1, .prerelease), (.pip, "1.0", "x", nil, []),
            (.npm, "1.9.0", "1.10.0", -1, []), (.npm, "1.0.0", "1.0.0-rc.1", 1, .prerelease),
            (.npm, "1.0.0", "", nil, []),
            (.maven, "1.0", "1.0.0", 0, []), (.maven, "1.0", "1.1-SNAPSHOT", -1, .changing),
            (.maven, "1.0", "1.1-beta", -1, []),
        ] as [(Ecosystem, String, String, Int?, PackageFacts.Traits)])
    func versionsOfEachEcosystem(
        ecosystem: Ecosystem, left: String, right: String, order: Int?, traits: PackageFacts.Traits
    ) {
        let facts = PackageFacts.ofEcosystems
        #expect(facts.compare(ecosystem, left, right)?.signum() == order)
        #expect(facts.compare(ecosystem, right, left)?.signum() == order.map { -$0 })
        #expect(facts.traits(ecosystem, right) == traits)
    }
}
