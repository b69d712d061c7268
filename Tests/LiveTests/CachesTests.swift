import TestSupport
import Testing

extension LiveTests {
    /// The list that is read from files, against what builds wrote and what the engine says itself.
    @Suite struct CachesTests {
        /// A file, and what a build wrote into it, of each mount id.
        private static let written: [(id: String, files: [String], content: String)] = [
            ("//root/.cache/pip", ["wheels/web-1.0-py3-none-any.whl"], "written by web\n"),
            ("//root/.cache/pip", ["wheels/api-2.0-py3-none-any.whl"], "written by api\n"),
            ("//root/.cache/pip", ["broken.txt"], "written before the failure\n"),
            ("/acme-npm", ["_cacache/entry"], "written by shop\n"),
            ("/terraform", ["provider"], "written by infra\n"),
            ("/batch", ["log"], "written by batch\n"),
            // Below the folder of the base that is mounted, which older frontends call `cache`.
            ("/owned", ["settings.xml", "cache/settings.xml"], "written by owned\n"),
            ("/seeded", ["own.txt", "srv/cache/own.txt"], "written by seeded\n"),
        ]

        @Test func agreesWithTheEngineItself() throws {
            let host = try LiveHost(["web", "api", "shop", "infra", "batch", "owned", "seeded"])
            #expect(try host.engine.build("broken").status == 3 || host.engine.build("broken").status == 1)
            let builds = try [host.engine.hold("held"), host.engine.hold("twice"), host.engine.hold("twice")]
            let busy = try host.caches()
            #expect(busy.troubles == [])
            #expect(busy.roots == [host.engine.dataRoot])
            Self.checkContent(of: busy)
            // Four contexts, one of which failed, share the default id; two builds at once share no private mount.
            #expect(busy.records("//root/.cache/pip").count == 1)
            #expect(busy.records("/twice").count == 2)
            #expect(Set(busy.records("/twice").map(\.path)).count == 2)
            #expect(busy.caches.filter(\.isInUse).map(\.id).sorted() == ["//root/.cache/pip", "/twice", "/twice"])
            #expect(busy.caches.filter { $0.base != nil }.map(\.id).sorted() == ["/owned", "/seeded"])

            try Self.checkDiscovery(host, finds: busy)
            for build in builds { #expect(try build.release() == 0) }
            let idle = try host.caches()
            #expect(idle.caches.filter(\.isInUse).map(\.id) == [])
            #expect(idle.caches.map(\.record).sorted() == busy.caches.map(\.record).sorted())

            try Self.checkReplacement(host)
            try Self.compareWithEngine(host)
        }

        private static func checkContent(of list: CacheList) {
            for (id, files, content) in written {
                let paths = list.records(id).flatMap { cache in files.map { cache.path + "/" + $0 } }
                let contents = paths.compactMap { try? Program.run(["cat", $0]) }.map(\.outputText)
                #expect(contents.contains(content), "\(id): \(paths)")
            }
        }

        /// With no flag at all the daemon is found by its command line, at the path that the host knows it by.
        private static func checkDiscovery(_ host: LiveHost, finds busy: CacheList) throws {
            let everything = try CacheList(host.run(["caches", "--format", "json"]))
            let records = Set(busy.caches.map(\.record))
            let found = everything.caches.filter { records.contains($0.record) }
            #expect(found.count == records.count)
            #expect(Set(found.map(\.root)) == [host.engine.dataRoot])
            #expect(found.filter(\.isInUse).count == 3)
        }

        /// `--no-cache` gives a build a new directory, and takes the old one out of the list.
        private static func checkReplacement(_ host: LiveHost) throws {
            let before = try #require(try host.caches().records("//root/.cache/pip").first)
            try host.build("web", ["--no-cache"])
            let after = try host.caches().records("//root/.cache/pip")
            #expect(after.count == 1)
            let new = try #require(after.first)
            #expect(new.record != before.record)
            #expect(Program.succeeds(["test", "-f", new.path + "/wheels/web-1.0-py3-none-any.whl"]))
            #expect(!Program.succeeds(["test", "-e", new.path + "/wheels/api-2.0-py3-none-any.whl"]))
        }

        private static func compareWithEngine(_ host: LiveHost) throws {
            let build = try host.engine.hold("held")
            let ours = try host.caches().caches.sorted { $0.record < $1.record }
            let theirs = try EngineRecord.list(host.engine).sorted { $0.record < $1.record }
            #expect(try build.release() == 0)
            #expect(ours.map(\.record) == theirs.map(\.record))
            for (our, their) in zip(ours, theirs) {
                #expect(our.description == their.description)
                #expect(our.isInUse == their.isInUse, "\(our)")
                // Being asked counts as a use, the first time after each.
                #expect(our.uses == their.uses || our.uses + 1 == their.uses, "\(our), \(their)")
                // What is in use is not measured, and a base is not part of what we count.
                if !our.isInUse { #expect(our.bytes == their.bytes, "\(our)") }
            }
            #expect(ours.filter(\.isInUse).map(\.id) == ["//root/.cache/pip"])
        }
    }
}
