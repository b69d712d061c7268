import TestSupport
import Testing

extension LiveTests {
    /// Whoever looks leaves no trace, and is no trouble to the daemon.
    @Suite struct ReadOnlyTests {
        private static let contexts = ["web", "shop", "seeded", "hostile"]

        /// A frozen daemon writes nothing, so what changes would be our doing.
        @Test func nothingIsWritten() throws {
            let host = try LiveHost(Self.contexts)
            let build = try host.engine.hold("held")
            try host.engine.freeze()
            // The daemon is frozen and the step is not: what it was writing when it came to wait has to settle.
            var before = try host.listing()
            for _ in 0..<50 {
                Program.pause(microseconds: 100_000)
                let next = try host.listing()
                if next == before { break }
                before = next
            }
            #expect(before.contains { $0.contains("/buildkit/metadata_v2.db'") })
            let frozen = try host.caches()
            #expect(try host.run(host.audit).status == 1)
            let frozenChanges = try host.listing().symmetricDifference(before)
            #expect(frozenChanges == [])
            #expect(frozen.caches.filter(\.isInUse).count == 1)

            try host.engine.thaw()
            #expect(try build.release() == 0)
            try host.engine.shutDown()
            let stopped = try host.listing()
            let list = try host.caches()
            #expect(try host.run(host.audit + ["--full"]).status == 1)
            let stoppedChanges = try host.listing().symmetricDifference(stopped)
            #expect(stoppedChanges == [])
            #expect(list.caches.map(\.record) == frozen.caches.map(\.record))
        }

        /// Reads the databases again and again while builds commit to them.
        @Test func aBusyDaemonIsReadRightEachTime() throws {
            let host = try LiveHost(["web", "shop", "infra"])
            let known = Set(try host.caches().caches.map(\.record))
            #expect(known.count == 3)
            var build = try host.engine.begin("web")
            var builds = 0
            for _ in 0..<(LiveTests.isLong ? 5000 : 200) {
                let list = try host.caches()
                #expect(list.troubles == [])
                let records = list.caches.map(\.record)
                #expect(known.isSubset(of: records), "\(list.caches)")
                #expect(Set(records).count == records.count)
                #expect(list.caches.allSatisfy { !$0.id.isEmpty && $0.path.hasSuffix("/" + $0.record + "/diff") })
                if build.isRunning { continue }
                #expect(try build.wait().status == 0)
                builds += 1
                build = try host.engine.begin(["web", "api", "batch", "owned"][builds % 4])
            }
            #expect(try build.wait().status == 0)
            #expect(builds > 3)
        }
    }
}
