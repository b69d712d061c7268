import TestSupport
import Testing

/// Nobody reads a tool that cries wolf: on caches that clients made, nothing may be found that fails an audit.
struct CleanCacheTests {
    /// The one thing in these caches that nobody wants there: npm keeps the token of a private registry in its index.
    private static let token = "ecosystems/npm/private.tar.gz"

    static let archives = SampleClient.allCases.flatMap { client in client.archives.map { (client, $0) } }

    @Test("Without a lockfile", arguments: archives)
    func alone(client: SampleClient, archive: String) throws {
        let bench = try PackageBench(client, archive: archive)
        let report = try bench.audit("alone.db")
        expectNothing(in: report, of: archive)
        #expect(report.packages.count > 0)
        #expect(report.packages.allSatisfy { $0.verdict == "consistent" || $0.verdict == "unknown" })
        // Nor when it is looked at again.
        expectNothing(in: try bench.audit("alone.db"), of: archive)
    }

    private func expectNothing(in report: PackageReport, of archive: String) {
        let expected = archive == Self.token ? ["credential-in-cache"] : []
        #expect(report.grave.map(\.rule) == expected, "\(report.grave)")
        // Nor anything that speaks of each package.
        #expect(!report.findings.contains { $0.rule == "symlink-escape" })
        #expect(report.incomplete == [] && report.status == (expected.isEmpty ? 0 : 1))
    }

    /// The one of the newest version serves the caches of all: they hold the same packages.
    @Test("With the lockfile of the project", arguments: archives)
    func locked(client: SampleClient, archive: String) throws {
        let lockfile = try PackageBench(client, archive: client.hasLockfiles ? archive : nil).lockfile(client)
        let bench = try PackageBench(client, archive: archive)
        try bench.lock(client, lockfile, in: "locked.db")
        let report = try bench.audit("locked.db")
        expectNothing(in: report, of: archive)
        let verdicts = Set(report.packages.map(\.verdict))
        // Where what was downloaded is gone, nobody can tell of what it was unpacked to.
        #expect(verdicts.contains("verified") == client.keepsArchives && !verdicts.contains("mismatch"))
        // What pip built itself, nobody can vouch for.
        #expect(report.packages.filter { $0.kind == "built-wheel" }.allSatisfy { $0.verdict == "consistent" })
    }
}
