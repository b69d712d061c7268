import BuildKit
import Inventory
import Linux
import TestSupport
import Testing

/// A daemon makes and prunes mount caches while the state is read: each look tells of caches that are there, at the
/// places that are theirs.
@Suite struct ChurnTests {
    private static let lasting = 20
    private static let respite: Int64 = 50_000_000_000
    /// How many looks, and how many seconds they may take.
    private static var goal: (looks: Int, seconds: Int) {
        Program.variable("BEZOAR_LONG_TESTS") == nil ? (looks: 200, seconds: 6) : (looks: 10_000, seconds: 900)
    }

    @Test(.disabled(if: Program.variable("BEZOAR_SANITIZER") != nil, "a look takes longer than the daemon rests"))
    func noLookAtABusyStateIsWrong() throws {
        let tree = try TestTree()
        try tree.makeFolder("state")
        let state = tree.file("state")
        try BoltWriter.run("state", state, "\(Self.lasting * 20)", "5")
        let root = try #require(
            StateDiscovery(states: [ByteString(state)], processes: "/nonexistent").run().roots.first)
        let still = StateReader.readAll(root)
        try #require(still.caches.count == Self.lasting && still.troubles == [] && still.orphans == [])
        let daemon = try BoltWriter.start("churn", state, "\(Self.goal.seconds + 60)")
        defer { daemon.killNow() }
        for _ in 0..<500 where (try? Descriptor.status(ofPath: tree.bytes("state/ready"))) == nil {
            Program.pause(microseconds: 20_000)
        }
        let end = Clock.steady + Int64(Self.goal.seconds) * 1_000_000_000
        var looks = 0
        var seen: Set<ByteString> = []
        var unsure = 0
        // A machine that is slow now may take as long again until there is something to tell.
        func isDone() -> Bool {
            let isTelling = seen.count > Self.lasting && unsure < looks
            return Clock.steady >= (isTelling ? end : end + Self.respite)
        }
        while looks < Self.goal.looks, !isDone() {
            looks += 1
            let inventory = StateReader.readAll(root)
            if let wrong = Self.fault(inventory, still) {
                Issue.record("look \(looks): \(wrong)")
                return
            }
            seen.formUnion(inventory.caches.map(\.id))
            if !inventory.troubles.isEmpty || !inventory.orphans.isEmpty { unsure += 1 }
        }
        #expect(daemon.isRunning)
        // How many is for the machine to decide; but a daemon that does nothing tests nothing.
        #expect(seen.count > Self.lasting, "the daemon did not do anything")
        #expect(unsure < looks, "no look was whole")
        print("\(looks) looks, \(seen.count) mount caches, \(unsure) not whole")
    }

    /// What is wrong with a look; `nil` where nothing is. One that is not whole says so, and is not wrong for it.
    private static func fault(_ inventory: StateInventory, _ still: StateInventory) -> String? {
        for cache in inventory.caches {
            guard let number = cache.id.utf8Text?.split(separator: "/churn-").last,
                cache.id.bytes.starts(with: "/churn-".utf8)
            else { continue }
            let end = "/snapshots/snapshots/\(number)/fs"
            if cache.path.utf8Text?.hasSuffix(end) != true { return "\(cache.id) at \(cache.path)" }
        }
        if Set(inventory.caches.map(\.record)).count != inventory.caches.count { return "a record stands twice" }
        if !inventory.troubles.isEmpty { return nil }
        let lasting = inventory.caches.filter { !$0.id.bytes.starts(with: "/churn-".utf8) }
        if lasting != still.caches { return "\(lasting.count) of \(still.caches.count) lasting caches" }
        if inventory.builds != still.builds { return "builds" }
        // A daemon forgets a snapshot first and removes its directory then: on a busy machine that takes longer than a
        // reader waits. But nothing that is a cache, or lasts, is left over.
        let caches = Set((inventory.caches + still.caches).map(\.path))
        let wrong = inventory.orphans.filter { orphan in
            orphan.kind != .directory || orphan.path.map(caches.contains) ?? true
        }
        return wrong.isEmpty ? nil : "orphans: \(wrong)"
    }
}
