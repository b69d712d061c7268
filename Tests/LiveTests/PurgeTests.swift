import Bytes
import TestSupport
import Testing

extension LiveTests {
    /// Purges of caches that a real engine made: by the engine while it runs, and by their files while it does not.
    @Suite struct PurgeTests {
        private func purge(_ host: LiveHost, _ words: [String]) throws -> Program.Result {
            try host.run(["purge", "--state", host.engine.dataRoot, "--apply", "--format", "json"] + words)
        }

        private func rows(_ result: Program.Result) throws -> [JSONObject] {
            do {
                return try (JSON.parse(result.output).object?["caches"]?.array ?? []).compactMap(\.object)
            } catch {
                throw Program.Failure(description: "exit \(result.status): \(result.outputText)\(result.errorText)")
            }
        }

        private func words(_ rows: [JSONObject]) -> [String] {
            rows.map { "\($0["cache"]?.string ?? "") \($0["outcome"]?.string ?? "") \($0["way"]?.string ?? "")" }
        }

        @Test func byTheEngineWhileItRuns() throws {
            let host = try LiveHost(["web", "shop", "seeded"])
            let before = try host.caches()
            let old = try #require(before.records("/acme-npm").first)
            let result = try purge(host, ["--cache", "/acme-npm"])
            #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
            #expect(try words(rows(result)) == ["/acme-npm removed engine"])
            #expect(!Program.succeeds(["test", "-e", old.path]))
            let after = try host.caches()
            #expect(after.records("/acme-npm").isEmpty)
            #expect(after.caches.count == before.caches.count - 1)
            // The next build works, in a directory of its own.
            try host.build("shop", ["--no-cache"])
            let new = try #require(try host.caches().records("/acme-npm").first)
            #expect(new.record != old.record)
            // A mount upon a base goes the same way.
            #expect(try words(rows(purge(host, ["--cache", "/seeded"]))) == ["/seeded removed engine"])
            try host.build("seeded", ["--no-cache"])
        }

        @Test func byItsFilesWhileItDoesNot() throws {
            let host = try LiveHost(["web", "shop", "seeded", "owned"])
            try host.engine.shutDown()
            let before = try host.caches()
            let result = try purge(host, ["--all", "--quarantine"])
            #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
            #expect(try rows(result).count == before.caches.count)
            #expect(try rows(result).allSatisfy { $0["way"]?.string == "files" && $0["kept"]?.integer ?? 0 > 0 })
            let after = try host.caches()
            #expect(after.caches.map(\.record) == before.caches.map(\.record))
            #expect(after.caches.allSatisfy { $0.bytes == 0 })
        }

        /// What builds find in a cache whose files were removed beneath a running engine.
        @Test func theNextBuildFindsAnEmptyCache() throws {
            let host = try LiveHost(["web", "shop"])
            let cache = try #require(try host.caches().records("/acme-npm").first)
            #expect(Program.succeeds(["sh", "-c", "ln -s /etc/passwd \"$0\"/poison", cache.path]))
            _ = try host.run(host.audit)
            // Single entries are never the engine's.
            let entry = try purge(host, ["--rule", "symlink-escape"])
            #expect(try words(rows(entry)) == ["/acme-npm removed files"])
            #expect(!Program.succeeds(["test", "-L", cache.path + "/poison"]))
            #expect(Program.succeeds(["test", "-f", cache.path + "/_cacache/entry"]))
            try host.build("shop", ["--no-cache"])
        }

        @Test func whatABuildUsesIsRefusedOrWaitedFor() throws {
            let host = try LiveHost(["web"])
            let build = try host.engine.hold("held")
            let id = "//root/.cache/pip"
            let before = try host.caches().records(id)
            let refused = try purge(host, ["--cache", id])
            #expect(refused.status == 3)
            #expect(try words(rows(refused)) == ["\(id) refused engine"])
            #expect(refused.outputText.contains("--wait"), "\(refused.outputText)")
            let holders = #/a build uses it \(/[^ ]*/config\.json, process \d+ /#
            #expect(refused.outputText.contains(holders), "\(refused.outputText)")
            #expect(try host.caches().records(id).map(\.bytes) == before.map(\.bytes))
            let waiting = try host.start([
                "purge", "--state", host.engine.dataRoot, "--apply", "--format", "json", "--cache", id, "--wait", "1m",
            ])
            Program.pause(microseconds: 500_000)
            #expect(waiting.isRunning)
            #expect(try build.release() == 0)
            let result = try waiting.wait(atMost: 60)
            #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
            #expect(try words(rows(result)) == ["\(id) removed engine"])
            try host.build("web", ["--no-cache"])
        }
    }
}
