import Inventory
import TestSupport
import Testing

@testable import Report

/// The inventory of mount caches: for people in columns, for machines by its schema, harmless for both.
@Suite struct CachesWriterTests {
    private static func hostile(_ numbers: inout SeededGenerator) -> CachesReport {
        func name() -> ByteString { HostileNames.any(&numbers) }
        func text() -> String { HostileNames.anyText(&numbers) }
        func maybe<Value>(_ value: Value) -> Value? { Bool.random(using: &numbers) ? value : nil }
        var report = CachesReport(version: "0.1.0", host: text())
        report.roots = [
            StateRoot(path: name(), kind: .docker, snapshotter: maybe(text()), engineVersion: maybe(text()))
        ]
        for _ in 0..<Int.random(in: 0...3, using: &numbers) {
            var cache = MountCache(
                id: name(), root: report.roots[0].path, record: text(), snapshot: text(), path: name(),
                ecosystems: [text()], created: maybe(.max), lastUsed: maybe(.min), uses: maybe(3),
                sharing: maybe(.locked), inUse: Bool.random(using: &numbers))
            cache.base = maybe(text())
            cache.selectors = [name()]
            cache.description = name()
            cache.projects = [
                CacheProject(
                    project: maybe(Project(source: name(), certainty: .hint, evidence: text())),
                    builds: [
                        CacheProject.Use(
                            ref: text(), revision: maybe(text()), started: maybe(1), finished: nil,
                            execution: .executed)
                    ], unlisted: 3)
            ]
            report.caches.append(CachesReport.Entry(cache: cache, files: maybe(7), bytes: maybe(.max)))
        }
        report.orphans = [
            CachesReport.Orphan(
                root: name(),
                orphan: StateInventory.Orphan(
                    kind: .record, id: maybe(name()), record: maybe(text()), path: maybe(name()), detail: text()))
        ]
        report.lockfiles = [
            CachesReport.Lockfile(
                root: name(),
                lockfile: DiscoveredLockfile(
                    folder: name(), name: name(), source: .context, record: text(), mounts: [name()], builds: [text()]))
        ]
        report.steps = [DiscoveryStep(path: name(), origin: text(), verdict: .taken, detail: text())]
        report.troubles = [Trouble(cache: 0, path: name(), reason: .malformed, detail: text())]
        report.notes = ["It says: " + text() + "."]
        return report
    }

    private func many(_ format: DocumentFormat) -> [UInt8] {
        var numbers = SeededGenerator(seed: 77)
        let output = Output()
        for _ in 0..<100 {
            let writer = CachesWriter(style: TextStyle(width: 100, detail: .verbose))
            writer.write(Self.hostile(&numbers), as: format, to: output)
            output.write("\u{0}\n")
        }
        return output.bytes
    }

    @Test func jsonFollowsItsSchema() throws {
        let answer = try complaints("schema caches-1", many(.json))
        #expect(answer.isEmpty, "\(answer)")
    }

    @Test func textIsHarmless() throws {
        let answer = try complaints("texts", many(.text))
        #expect(answer.isEmpty, "\(answer)")
    }

    private static func project(_ name: String, _ certainty: Project.Certainty = .exact) -> CacheProject {
        let project = Project(source: ByteString(name), certainty: certainty, evidence: "vcs:source")
        return CacheProject(project: project, builds: [])
    }

    private var sample: CachesReport {
        var report = CachesReport(version: "0.1.0", host: "h")
        report.roots = [StateRoot(path: "/var/lib/docker", kind: .docker, snapshotter: "overlay2")]
        var pip = MountCache(
            id: "//root/.cache/pip", root: "/var/lib/docker", record: "r", path: "/p", ecosystems: ["pip"],
            lastUsed: 1_795_229_045_000_000_000, uses: 4, sharing: .shared, inUse: true)
        pip.projects = [
            Self.project("https://git.example.com/acme/web.git"), Self.project("git@git.example.com:acme/api.git"),
            Self.project("other", .hint),
        ]
        let plain = MountCache(id: "/a\nb", root: "/var/lib/docker", path: "/q")
        report.caches = [
            CachesReport.Entry(cache: pip, projectCount: 3, files: 1234, bytes: 5_000_000),
            CachesReport.Entry(cache: plain),
        ]
        return report
    }

    @Test func columnsLineUp() {
        let output = Output()
        CachesWriter().write(sample, as: .text, to: output)
        #expect(
            output.text == """
                2 caches in 1 state root, 4.8 MiB; 1 in use; 1 shared by several projects

                State root /var/lib/docker (docker, overlay2)
                  ID                    SIZE  FILES  KIND  LAST USED (UTC)   USES  SHARING  IN USE  \
                PROJECTS
                  //root/.cache/pip  4.8 MiB  1,234  pip   2026-11-21 02:44     4  shared   yes     \
                acme/web, acme/api +1
                  /a\\x0ab                  ?      ?  -     -                    -  ?        no      -

                  - a project with `?` is a guess: the name of an image, a folder or a file (--verbose says which)
                  - SHARING is `?` where no record of a build is left that tells it

                """)
    }

    @Test func whoUsesACacheIsToldInDetail() throws {
        var report = sample
        report.caches[0].cache.usedBy = ["process 77 (npm\u{1b}[31m)", "/run/config.json"]
        let verbose = Output()
        CachesWriter(style: TextStyle(detail: .verbose)).write(report, as: .text, to: verbose)
        #expect(verbose.text.contains("    in use by: process 77 (npm\\x1b[31m), /run/config.json\n"))
        let machine = Output()
        CachesWriter().write(report, as: .json, to: machine)
        #expect(machine.text.contains(#""usedBy":["process 77 (npm\\x1b[31m)","/run/config.json"]"#))
    }

    @Test func projectsThatAreKnownBestStandFirstAndSignsAreExplained() {
        var report = sample
        report.caches.removeLast()
        let grouped = Self.project("dockerfile:sha256:0123456789abcdef", .grouped)
        report.caches[0].cache.projects = [
            grouped, CacheProject(project: nil, builds: []), Self.project("shop", .likely),
            Self.project("https://git.example.com/acme/web.git"),
        ]
        report.caches[0].projectCount = 1
        func text() -> String {
            let output = Output()
            CachesWriter().write(report, as: .text, to: output)
            return output.text
        }
        #expect(text().contains("acme/web, shop? +2\n") && !text().contains("shared by"))
        #expect(text().contains("`?` is a guess") && text().contains("`Dockerfile`"))
        #expect(text().contains("`(unknown)`") && !text().contains("SHARING is"))
        report.caches[0].cache.projects = [Self.project("https://git.example.com/acme/web.git")]
        #expect(!text().contains("- "), "nothing to be explained: \(text())")
        report.caches[0].cache.projects = [grouped]
        #expect(text().contains("Dockerfile 0123456789ab\n"))
    }

    @Test func rootsAtOnePathListTheirOwnCaches() throws {
        var report = sample
        report.roots.append(StateRoot(path: "/var/lib/docker", kind: .dockerContainerd, snapshotter: "overlayfs"))
        report.caches[1].root = 1
        let output = Output()
        CachesWriter().write(report, as: .text, to: output)
        let parts = output.text.split(separator: "State root ")
        try #require(parts.count == 3)
        #expect(parts[1].contains("//root/.cache/pip") && !parts[1].contains("/a\\x0ab"))
        #expect(parts[2].contains("/a\\x0ab") && !parts[2].contains("no mount cache"))
    }

    @Test func nothingFoundIsSaid() {
        let output = Output()
        CachesWriter().write(CachesReport(version: "0.1.0", host: "h"), as: .text, to: output)
        #expect(output.text.hasPrefix("NO STATE: "))
    }

    @Test func longListsAreCutAndSaySo() {
        var report = CachesReport(version: "0.1.0", host: "host")
        report.roots = [StateRoot(path: "/s", kind: .standalone)]
        for number in 1...100 {
            let path = ByteString("/s/\(number)")
            report.orphans.append(
                CachesReport.Orphan(
                    root: "/s", orphan: StateInventory.Orphan(kind: .directory, path: path, detail: "nobody names it")))
            report.troubles.append(Trouble(cache: -1, path: path, reason: .unreadable, detail: "refused"))
        }
        for (detail, rows) in [(TextStyle.Detail.normal, 60), (.verbose, 200)] {
            let output = Output()
            CachesWriter(style: TextStyle(detail: detail)).write(report, as: .text, to: output)
            let lines = output.text.split(separator: "\n")
            #expect(lines.count { $0.contains("/s/") } == rows)
            #expect(lines.count { $0.contains("and 70 more (--verbose lists them)") } == (rows == 60 ? 2 : 0))
            #expect(output.text.contains("Left over: 100") && output.text.contains("Not seen: 100 places"))
        }
    }

    @Test func whatWasNotSeenIsNeverLeftOut() {
        var report = sample
        report.troubles = [Trouble(cache: 0, path: "x/y", reason: .unreadable, detail: "no permission")]
        for detail in [TextStyle.Detail.quiet, .normal, .verbose] {
            let output = Output()
            CachesWriter(style: TextStyle(detail: detail)).write(report, as: .text, to: output)
            #expect(output.text.contains("INCOMPLETE: 1 place was not seen"))
            #expect(output.text.contains("/p/x/y"))
        }
    }
}
