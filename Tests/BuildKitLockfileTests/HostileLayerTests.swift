import BuildKit
import Inventory
import Linux
import TestSupport
import Testing

/// Layers that somebody filled to lead a reader astray, and records that lead in circles.
@Suite struct HostileLayerTests {
    private static let name = "standalone-overlayfs-v0.8.3"
    private static let database = "runc-overlayfs/metadata_v2.db"

    /// The layer that `COPY package.json package-lock.json ./` made, below the test's folder.
    private static func layer(_ state: LockfileFixture) throws -> String {
        let lockfile = try #require(try state.read().lockfiles.first { $0.name == "/app/package-lock.json" })
        return String(try #require(lockfile.folder.utf8Text).dropFirst(state.tree.path.count + 1))
    }

    private static func names(_ inventory: StateInventory) -> Set<ByteString> {
        Set(inventory.lockfiles.filter { $0.mounts == ["/acme-npm"] }.map(\.name))
    }

    @Test func onlyRegularFilesOfTheLayerItselfCount() throws {
        let state = try LockfileFixture(Self.name)
        let layer = try Self.layer(state)
        try state.tree.write("outside/yarn.lock", "")
        try state.tree.link(layer + "/go.sum", to: "/etc/passwd")
        try state.tree.link(layer + "/far", to: state.tree.file("outside"))
        try state.tree.link(layer + "/up", to: "..")
        try state.tree.makeFIFO(layer + "/poetry.lock")
        try state.tree.makeSocket(layer + "/pdm.lock")
        try state.tree.makeFolder(layer + "/uv.lock")
        try state.tree.write(layer + "/uv.lock/Cargo.lock", "")
        let inventory = try state.read()
        #expect(Self.names(inventory) == ["/app/package-lock.json", "/uv.lock/Cargo.lock"])
        #expect(inventory.lockfiles.allSatisfy { $0.path.utf8Text?.hasPrefix(state.tree.path + "/runc") == true })
        #expect(inventory.troubles == [])
    }

    @Test func allNamesAreKnownAndNoOthers() throws {
        let state = try LockfileFixture(Self.name)
        let layer = try Self.layer(state)
        let lockfiles = [
            "requirements.txt", "requirements-dev.txt", "dev_requirements.txt", "constraints.txt", "Pipfile.lock",
            "poetry.lock", "pdm.lock", "uv.lock", "pylock.toml", "pylock.dev.toml", "npm-shrinkwrap.json", "yarn.lock",
            "pnpm-lock.yaml", "lockfile.json", "gradle/verification-metadata.xml", "go.sum", "Cargo.lock", "a/b/go.sum",
        ]
        let others = [
            "package.json", "go.mod", "Cargo.toml", "requirements.in", "xyarn.lock", "yarn.lock.bak", "Yarn.lock",
            "pylock", "node_modules/x/yarn.lock", "lib/site-packages/x/requirements.txt", ".git/yarn.lock",
        ]
        for name in lockfiles + others { try state.tree.write("\(layer)/srv/\(name)", "x") }
        let expected = Set(lockfiles.map { ByteString("/srv/" + $0) } + ["/app/package-lock.json"])
        #expect(try Self.names(state.read()) == expected)
    }

    @Test func namesKeepEveryByte() throws {
        let state = try LockfileFixture(Self.name)
        let layer = try Self.layer(state)
        let name = Array("\n\u{1b}[31m requirements".utf8) + [0xFF] + Array(".txt".utf8)
        try state.tree.write(bytes: Array(layer.utf8) + Array("/".utf8) + name, "x")
        let inventory = try state.read()
        #expect(Self.names(inventory).contains(ByteString(Array("/".utf8) + name)))
    }

    @Test func theNearestOfSeveralCounts() throws {
        let state = try LockfileFixture(Self.name)
        let rows = state.expectedRows().filter { $0.name == "/srv/requirements.txt" }.map(\.path)
        // The layer above these two holds `fill.sh`; give it files of the same name, one of them no file.
        let inventory = try state.read()
        #expect(Set(inventory.lockfiles.compactMap(\.path.utf8Text)).isSuperset(of: rows))
        let output = try Program.run(["find", state.tree.path, "-path", "*/fs/fill.sh"]).output
        let above = output.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }.sorted()
        for (number, file) in above.enumerated() {
            let layer = String(file.dropFirst(state.tree.path.count + 1).dropLast("/fill.sh".count))
            if number == 0 {
                try state.tree.write(layer + "/srv/requirements.txt", "nearer")
            } else {
                try state.tree.makeFolder(layer + "/srv")
                try state.tree.makeFIFO(layer + "/srv/requirements.txt")
            }
        }
        let found = try state.read().lockfiles.filter { $0.source == .layer && $0.name == "/srv/requirements.txt" }
        #expect(
            found.compactMap(\.path.utf8Text) == [String(above[0].dropLast("fill.sh".count)) + "srv/requirements.txt"])
    }

    @Test func whatIsTooDeepIsSaid() throws {
        let state = try LockfileFixture(Self.name)
        let layer = try Self.layer(state)
        let deep = Array(repeating: "d", count: 70).joined(separator: "/")
        try state.tree.write("\(layer)/\(deep)/go.sum", "")
        let inventory = try state.read()
        #expect(Self.names(inventory) == ["/app/package-lock.json"])
        #expect(inventory.troubles.map(\.reason) == [.tooDeep])
        #expect(inventory.troubles.first?.path.utf8Text?.hasPrefix(state.tree.file(layer)) == true)
    }

    @Test func tooManyLockfilesAreSaid() throws {
        let state = try LockfileFixture(Self.name)
        let layer = try Self.layer(state)
        try state.tree.makeFolder(layer + "/many")
        let script = "cd \"$0\" && seq -f 'requirements%.0f.txt' 1 12000 | xargs touch"
        let made = try Program.run(["sh", "-c", script, state.tree.file(layer + "/many")])
        #expect(made.status == 0)
        let inventory = try state.read()
        #expect(inventory.troubles.map(\.reason) == [.tooLarge])
        #expect(Self.names(inventory).contains("/app/package-lock.json"), "what lies nearest is found first")
    }

    @Test func longPathsOfManyFoldersAreNotAllKept() throws {
        let state = try LockfileFixture(Self.name)
        let layer = try Self.layer(state)
        // The paths of the 12,000 folders would take 45 MB.
        let script = """
            cd "$0" && d=$(printf 'd%.0s' $(seq 250)) && for i in $(seq 15); do mkdir $d && cd $d; done
            seq 1 12000 | xargs mkdir
            """
        #expect(try Program.run(["sh", "-c", script, state.tree.file(layer)]).status == 0)
        let inventory = try state.read()
        #expect(Self.names(inventory) == ["/app/package-lock.json"])
        #expect(inventory.troubles.map(\.reason) == [.tooLarge])
    }

    @Test func aLayerThatIsGoneOrALinkIsPassedOver() throws {
        let state = try LockfileFixture(Self.name)
        let layer = try Self.layer(state)
        try state.tree.remove(layer)
        #expect(try Self.names(state.read()) == [])
        try state.tree.link(layer, to: "/usr")
        let inventory = try state.read()
        #expect(Self.names(inventory) == [])
        #expect(inventory.troubles.map(\.reason) == [.unreadable])
    }

    /// Parents are names of one length, and nothing in a database's pages is summed up: they can be exchanged in place.
    @Test func parentsThatLeadInCirclesEnd() throws {
        let state = try LockfileFixture(Self.name)
        let text = String(decoding: try OwnFile.read(state.tree.bytes(Self.database), limit: 64 << 20), as: UTF8.self)
        let rows = state.expectedRows()
        let layers = Set(rows.map(\.record)).sorted()
        #expect(layers.count > 2 && layers.allSatisfy(text.contains))
        var bytes = try OwnFile.read(state.tree.bytes(Self.database), limit: 64 << 20)
        let key = Array("cache.parent{\"value\":\"".utf8)
        var changed = 0
        var at = 0
        while at + key.count + 25 < bytes.count {
            if bytes[at] == key[0], bytes[at..<(at + key.count)].elementsEqual(key) {
                // Each layer lies on one of three that lie on each other.
                bytes.replaceSubrange((at + key.count)..<(at + key.count + 25), with: Array(layers[changed % 3].utf8))
                changed += 1
                at += key.count
            }
            at += 1
        }
        #expect(changed > 10)
        try state.tree.write(Self.database, bytes)
        let found = try state.read().lockfiles.filter { $0.source == .layer }
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { layers.contains($0.record) })
    }

    @Test(arguments: [UInt64](1...3)) func flippedBitsNeverTrap(seed: UInt64) throws {
        let state = try LockfileFixture(Self.name)
        let original = try OwnFile.read(state.tree.bytes(Self.database), limit: 64 << 20)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<8 {
            var bytes = original
            for _ in 0..<60 { bytes[random.int(0...(min(bytes.count, 200_000) - 1))] ^= UInt8(random.int(1...255)) }
            try state.tree.write(Self.database, bytes)
            for lockfile in try state.read().lockfiles {
                #expect(
                    lockfile.path.utf8Text?.hasPrefix(state.tree.path + "/runc-overlayfs/snapshots/snapshots/") == true)
            }
        }
    }
}
