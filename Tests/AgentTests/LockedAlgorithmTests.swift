import Bytes
import TestSupport
import Testing

/// Whatever a lockfile's digests are made by, they are compared: also where the client of the cache makes no such ones.
@Suite struct LockedAlgorithmTests {
    /// A cache that its client wrote, and algorithms that lockfiles of it may name.
    struct Sample: Sendable, CustomTestStringConvertible {
        var client: String
        var cache: String
        var algorithms: [String]

        var testDescription: String { client }
    }

    static let samples = [
        Sample(client: "pip", cache: "pip/25.3", algorithms: ["sha256", "sha384", "sha512"]),
        Sample(client: "npm", cache: "npm/public", algorithms: ["sha384", "sha512"]),
        Sample(client: "maven", cache: "maven/maven-3.8", algorithms: ["sha256", "sha512"]),
        Sample(client: "gradle", cache: "maven/gradle", algorithms: ["sha256", "sha512"]),
    ]

    @Test(arguments: samples)
    func digestsAreCompared(_ sample: Sample) throws {
        for algorithm in sample.algorithms {
            for other in [nil, "other content"] {
                let bench = try AuditBench()
                try unpackFixture("ecosystems/" + sample.cache, to: bench.tree.path)
                let words = [sample.client, algorithm, bench.tree.path, bench.beside("project")]
                let lockfile = try Agent.script("locked.py", words + [other].compactMap(\.self))
                let added = try Agent.run(["lock", "add", lockfile, "--db", bench.database])
                #expect(added.status == 0, "\(sample.client) \(algorithm): \(added.text)\(added.errorText)")
                let report = try bench.audit(["--fail-on", "never"]).report()
                let verified = report.json["verdicts"]?.array?.compactMap { $0["verified"]?.integer }.reduce(0, +)
                #expect(verified == (other == nil ? 1 : 0), "\(sample.client) \(algorithm)")
                let mismatches = report.findings.filter { $0.rule == "checksum-mismatch" }
                #expect(mismatches.count == (other == nil ? 0 : 1), "\(sample.client) \(algorithm): \(mismatches)")
            }
        }
    }

    /// Old caches of pip hold a package inside of their entries: what cannot be compared is not called well.
    @Test func whatCannotBeComparedIsSaid() throws {
        let bench = try AuditBench()
        try unpackFixture("ecosystems/pip/9.0.3", to: bench.tree.path)
        let words = ["pip", "sha512", bench.tree.path, bench.beside("project"), "other content"]
        let lockfile = try Agent.script("locked.py", words)
        #expect(try Agent.run(["lock", "add", lockfile, "--db", bench.database]).status == 0)
        let run = try bench.audit()
        #expect(run.status == 3, "\(run.status) \(run.text)")
        #expect(run.text.contains("lockfiles have only sha512 of this package"), "\(run.text)")
    }
}
