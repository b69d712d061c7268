import Inventory
import Linux
import Purge
import TestSupport
import Testing

/// Somebody works in the cache while entries are restored: swaps folders for links that lead out, and what is being
/// made for links as well. Nothing outside is touched.
@Suite struct QuarantineRaceTests {
    /// Swaps as fast as it can, until it is killed.
    private static let attacker = """
        import os, sys
        os.chdir(sys.argv[1])
        def attempt(call, *words):
            try: call(*words)
            except OSError: pass
        while True:
            attempt(os.rename, "a", "real")
            attempt(os.symlink, "../outside", "a")
            attempt(os.unlink, "a")
            attempt(os.rename, "real", "a")
            for folder in ("a", "real"):
                try: names = os.listdir(folder)
                except OSError: continue
                for name in names:
                    if name.startswith(".bezoar-restore"):
                        attempt(os.rename, folder + "/" + name, folder + "/taken")
                        attempt(os.link, "own", folder + "/" + name)
                        attempt(os.unlink, folder + "/" + name)
                        attempt(os.symlink, "../../outside/canary", folder + "/" + name)
                        attempt(os.unlink, folder + "/taken")
        """

    @Test(.enabled(if: Host.effectiveUser == 0, "owners are given away"))
    func nothingOutsideIsTouched() throws {
        let rounds = Program.variable("BEZOAR_RACES").flatMap { Int($0) } ?? 100
        let bench = try QuarantineBench()
        try bench.tree.write("outside/canary", "sings")
        try bench.tree.setTime("outside/canary", 1_500_000_000)
        try bench.tree.write("cache/a/file", "x")
        try bench.tree.link("cache/a/link", to: "target")
        try bench.tree.makeFIFO("cache/a/fifo")
        try bench.tree.makeFolder("cache/a/folder")
        try bench.tree.write("cache/own", "mine")
        let names = ["file", "link", "fifo", "folder"]
        for name in names { try bench.tree.setOwner("cache/a/" + name, 4242) }
        var store = try bench.open()
        let entries = try names.map { try bench.put(ByteString("a/" + $0), into: &store) }
        let before = try bench.facts("../outside/canary")
        let child = try Program.start([PythonOracle.interpreter, "-c", Self.attacker, bench.tree.file("cache")])
        defer { child.killNow() }
        var restored = 0
        var prevented = 0
        for round in 0..<rounds {
            _ = try Program.run(["sh", "-c", "rm -rf a/[fl]* real/[fl]*"], in: bench.tree.file("cache"))
            let entry = entries[round % entries.count]
            do throws(QuarantineError) {
                _ = try store.restore(entry.id, beneath: bench.cache)
                restored += 1
            } catch {
                prevented += 1
            }
        }
        #expect(try bench.facts("../outside/canary") == before)
        #expect(try OwnFile.read(bench.tree.bytes("outside/canary"), limit: 10) == Array("sings".utf8))
        #expect(try Program.run(["ls", "-A", bench.tree.file("outside")]).outputText == "canary\n")
        #expect(child.isRunning)
        #expect(restored + prevented == rounds)
        #expect(try store.verify().problems == [])
    }
}
