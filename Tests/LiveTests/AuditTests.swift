import Bytes
import TestSupport
import Testing

extension LiveTests {
    /// Audits of caches that a real engine made.
    @Suite struct AuditTests {
        private static let contexts = ["web", "shop", "seeded", "owned"]

        /// Added, removed, modified and moved files of all caches since the last audit.
        private func changes(_ result: Program.Result) throws -> [Int64] {
            let json = try JSON.parse(result.output)
            let caches = (json.object?["caches"]?.array ?? []).compactMap { $0.object?["changes"]?.object }
            #expect(!caches.isEmpty, "\(result.outputText)")
            return ["added", "removed", "modified", "moved"].map { name in
                caches.reduce(0) { $0 + ($1[name]?.integer ?? 1000) }
            }
        }

        private func hashed(_ result: Program.Result) throws -> Int64 {
            try JSON.parse(result.output).object?["summary"]?.object?["hashed"]?.integer ?? -1
        }

        @Test func digestsAreTheSameWithTheDaemonUpAndDown() throws {
            let host = try LiveHost(Self.contexts)
            let build = try host.engine.hold("held")
            let first = try host.run(host.audit)
            // Its owner is nobody that a cache of root should have.
            #expect(first.status == 0, "\(first.outputText)\(first.errorText)")
            #expect(try hashed(first) > 4)
            #expect(try build.release() == 0)
            try host.engine.shutDown()
            let second = try host.run(host.audit + ["--full"])
            #expect(second.status == 0, "\(second.outputText)\(second.errorText)")
            #expect(try changes(second) == [0, 0, 0, 0])
            #expect(try hashed(second) == hashed(first))

            // Were a digest another one, it would be told.
            let cache = try #require(try host.caches().records("/acme-npm").first)
            #expect(Program.succeeds(["sh", "-c", "printf x >>\"$0\"", cache.path + "/_cacache/entry"]))
            #expect(try changes(host.run(host.audit + ["--full"])) == [0, 0, 1, 0])
        }

        @Test func whatABuildLeftToHarmIsFoundAndNotOpened() throws {
            let host = try LiveHost(["hostile"])
            try checkFindings(host)
            // The file of a gigabyte gives the audit something to do: builds go on meanwhile.
            for _ in 0..<2 {
                let audit = try host.start(host.audit + ["--full"])
                try host.build("web")
                try host.build("api")
                let result = try audit.wait(atMost: 60)
                #expect(result.status == 1, "\(result.errorText)")
            }
        }

        private func checkFindings(_ host: LiveHost) throws {
            let log = host.beside("calls")
            let hasTrace = Program.isInstalled("strace")
            let trace = ["strace", "-f", "-qq", "-e", "trace=open,openat,openat2,connect,execve", "-o", log]
            let result = try host.run(host.audit, under: hasTrace ? trace : [])
            #expect(result.status == 1)
            let json = try JSON.parse(result.output)
            let findings = (json.object?["findings"]?.array ?? []).compactMap(\.object).map {
                "\($0["rule"]?.string ?? "") \($0["path"]?.string ?? "")"
            }
            let expected = [
                "foreign-owner setuid", "setuid-file setuid", "special-file disk", "special-file pipe",
                "symlink-escape out", "symlink-escape up",
            ]
            #expect(findings.sorted() == expected)
            // The others are files like any other, whatever they are called; of links the target counts as content.
            #expect(json.object?["summary"]?.object?["hashed"]?.integer == 6)
            #expect(json.object?["summary"]?.object?["incomplete"]?.integer == 0)
            guard hasTrace else { return }
            let calls = try Program.run(["cat", log]).outputText.split(separator: "\n").map(String.init)
            #expect(calls.contains { $0.contains("\"setuid\"") })
            for name in ["pipe", "disk", "out", "up"] {
                let opened = calls.filter { $0.contains("\"\(name)\"") && !$0.contains("O_PATH") }
                #expect(opened == [], "\(name)")
            }
            #expect(!calls.contains { $0.contains("\"/etc/passwd\"") })
        }
    }
}
