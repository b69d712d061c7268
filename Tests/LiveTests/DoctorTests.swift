import Bytes
import TestSupport
import Testing

extension LiveTests {
    /// What `doctor` says of a daemon that builds, hangs, and is gone.
    @Suite struct DoctorTests {
        private struct Check {
            var name: String
            var status: String
            var value: String
            var why: String
        }

        private func section(_ title: String, _ host: LiveHost) throws -> [Check] {
            let result = try host.run(["doctor", "--format", "json"])
            #expect(result.status == 0, "\(result.errorText)")
            let sections = try JSON.parse(result.output).object?["sections"]?.array ?? []
            let section = sections.compactMap(\.object).first { $0["title"]?.string == title }
            return (section?["checks"]?.array ?? []).compactMap(\.object).map {
                Check(
                    name: $0["name"]?.string ?? "", status: $0["status"]?.string ?? "",
                    value: $0["value"]?.string ?? "", why: $0["why"]?.string ?? "")
            }
        }

        /// The checks of this daemon: others may run beside it.
        private func engine(_ host: LiveHost) throws -> [Check] {
            let checks = try section("Engines", host)
            guard let first = checks.firstIndex(where: { $0.value == host.engine.socket }) else { return [] }
            let rest = checks[(first + 1)...].prefix { $0.name != "dockerd" && $0.name != "buildkitd" }
            return [checks[first]] + rest
        }

        @Test func theDaemonAndItsStateAreKnown() throws {
            let host = try LiveHost(["shop", "infra"])
            let before = try host.caches().caches
            let checks = try engine(host)
            #expect(checks.first?.name == "dockerd")
            #expect(checks.filter { $0.status == "warning" || $0.status == "failed" }.map(\.value) == [])
            let facts = Dictionary(checks.map { ($0.name, $0.value) }) { first, _ in first }
            #expect(facts["version"]?.hasPrefix("Docker \(host.engine.version)") == true)
            #expect(facts["data root"] == host.engine.dataRoot)
            #expect(facts["driver"] == host.engine.driver)
            #expect(facts["removal by age"]?.isEmpty == false)
            // Who asks for disk usage changes times and counts.
            #expect(try host.caches().caches == before)

            let roots = try section("State roots", host)
            let root = try #require(roots.firstIndex { $0.value == host.engine.dataRoot })
            #expect(roots[root...].prefix(3).map(\.value) == [host.engine.dataRoot, "docker, overlay2", "2"])

            // A daemon that hangs costs two seconds, and hides nothing.
            try host.engine.freeze()
            let silent = try engine(host)
            #expect(silent.map(\.status) == ["warning"])
            #expect(silent.first?.why.contains("2000 ms") == true, "\(silent)")
            #expect(try section("State roots", host).contains { $0.value == host.engine.dataRoot })
            try host.engine.thaw()
            #expect(try engine(host).count == checks.count)

            try host.engine.shutDown()
            #expect(try engine(host).isEmpty)
        }
    }
}
