import Inventory
import TestSupport

/// Reports of audits that never were: random ones full of hostile names, and a few plain ones.
enum ReportSamples {
    static let rules = [
        Rule(
            id: "silent-change", family: "integrity", title: "Content changed {0} while [all](else) stayed",
            severity: .critical,
            confidence: .high, meaning: "The file has another digest,\nyet nothing else changed.", evidence: "Digests.",
            remedy: "Treat the host as compromised.", references: ["not an address", "https://example.org/a"],
            grades: [
                "b": Rule.Grade(severity: .low, confidence: .low),
                "a": Rule.Grade(severity: .high, confidence: .high, meaning: "It is {a}."),
            ],
            thresholds: ["z": 1.5, "a": 86_400]),
        Rule(
            id: "special-file", family: "hygiene", title: "FIFO, socket or device", severity: .high,
            confidence: .medium,
            meaning: "Caches hold files.", evidence: "Mode.", remedy: "Remove it.", enabled: false),
    ]

    /// A clean audit of one cache.
    static func clean() -> AuditReport {
        AuditReport(
            version: "0.1.0", host: "build-7", started: 1_795_230_245_123_456_789, finished: 1_795_230_257_423_456_789,
            roots: [StateRoot(path: "/var/lib/buildkit", kind: .standalone, snapshotter: "overlayfs")],
            caches: [
                AuditReport.CacheResult(
                    cache: MountCache(
                        id: "//root/.cache/pip", root: "/var/lib/buildkit", record: "abc", snapshot: "12",
                        path: "/var/lib/buildkit/runc-overlayfs/snapshots/snapshots/12/fs", ecosystems: ["pip"],
                        created: 1_795_000_000_000_000_000, uses: 4, sharing: .shared),
                    files: 1_234, bytes: 12_900_000, directories: 512, hashed: 1_000, reused: 234,
                    changes: ChangeCounts(added: 3, removed: 1))
            ], scan: 7)
    }

    /// A finding of the clean audit's cache.
    static func finding(_ severity: Severity = .critical, path: ByteString = "http-v2/a/b") -> Finding {
        Finding(
            rule: "silent-change", severity: severity, confidence: .high, cache: 0, path: path,
            message: "The content changed", expected: ["sha256:00"], actual: "sha256:11",
            evidence: [Finding.Evidence("inode", .number(5)), Finding.Evidence("target", .bytes("/etc/passwd"))],
            builds: ["ref1"], remedy: "Treat the host as compromised.")
    }

    /// Any report, the same for the same numbers.
    static func any(_ numbers: inout SeededGenerator) -> AuditReport {
        let roots = (0..<Int.random(in: 0...2, using: &numbers)).map { _ in
            StateRoot(
                path: path(&numbers), kind: StateRoot.Kind.allCases.randomElement(using: &numbers) ?? .tree,
                snapshotter: Bool.random(using: &numbers) ? HostileNames.anyText(&numbers) : nil)
        }
        let caches = (0..<Int.random(in: 0...3, using: &numbers)).map { _ in cache(&numbers) }
        let findings = (0..<Int.random(in: 0...6, using: &numbers)).map { _ in finding(&numbers, caches.count) }
        let troubles = (0..<Int.random(in: 0...4, using: &numbers)).map { _ in
            Trouble(
                cache: Int32(Int.random(in: -1...caches.count, using: &numbers)), path: path(&numbers),
                reason: Trouble.Reason.allCases.randomElement(using: &numbers) ?? .unreadable,
                detail: HostileNames.anyText(&numbers), isSubtree: Bool.random(using: &numbers))
        }
        var report = AuditReport(
            version: "0.1.0", host: HostileNames.anyText(&numbers), started: moment(&numbers),
            finished: moment(&numbers),
            roots: roots, caches: caches, findings: findings,
            unlistedFindings: Bool.random(using: &numbers) ? [.high: 5, .info: 1] : [:], troubles: troubles,
            unlistedTroubles: Int.random(in: 0...1, using: &numbers), scan: Bool.random(using: &numbers) ? 3 : nil,
            wasCancelled: Int.random(in: 0..<5, using: &numbers) == 0,
            failOn: Severity.allCases.randomElement(using: &numbers) ?? .high)
        report.artifacts = (0..<Int.random(in: 0...3, using: &numbers)).map { _ in artifact(&numbers, caches.count) }
        for (place, artifact) in report.artifacts.enumerated() {
            var counts = VerdictCounts()
            // Sometimes more are counted than are listed.
            counts[artifact.verdict] = place == 0 ? 3 : 1
            report.verdicts.append(
                VerdictTally(cache: artifact.cache, ecosystem: artifact.artifact.ecosystem, counts: counts))
        }
        return report
    }

    private static func artifact(_ numbers: inout SeededGenerator, _ caches: Int) -> JudgedArtifact {
        let digests = [ContentDigest(.sha256, Array(repeating: 7, count: 32)), ContentDigest(.md5, [])]
        let artifact = Artifact(
            ecosystem: Ecosystem.allCases.randomElement(using: &numbers) ?? .pip,
            kind: Artifact.Kind.allCases.randomElement(using: &numbers) ?? .wheel,
            name: HostileNames.anyText(&numbers), version: HostileNames.anyText(&numbers),
            file: HostileNames.anyText(&numbers), path: path(&numbers),
            digests: Bool.random(using: &numbers) ? digests.compactMap { $0 } : [],
            source: Bool.random(using: &numbers) ? HostileNames.any(&numbers) : nil)
        let pin = RegisteredPin(
            pin: Pin(ecosystem: .pip, name: HostileNames.anyText(&numbers), version: nil, line: 3),
            lockfile: lockfile(&numbers))
        return JudgedArtifact(
            artifact: artifact, cache: Int.random(in: 0...caches, using: &numbers),
            purl: HostileNames.anyText(&numbers),
            verdict: Verdict.allCases.randomElement(using: &numbers) ?? .unknown,
            decidedBy: Bool.random(using: &numbers) ? pin : nil)
    }

    /// A lockfile with hostile names.
    static func lockfile(_ numbers: inout SeededGenerator) -> Lockfile {
        Lockfile(
            path: path(&numbers), project: HostileNames.any(&numbers),
            trust: Lockfile.Trust.allCases.randomElement(using: &numbers) ?? .registered,
            tier: Bool.random(using: &numbers) ? HostileNames.anyText(&numbers) : nil,
            format: HostileNames.anyText(&numbers), digest: .zero)
    }

    private static func cache(_ numbers: inout SeededGenerator) -> AuditReport.CacheResult {
        let isLarge = Int.random(in: 0..<4, using: &numbers) == 0
        return AuditReport.CacheResult(
            cache: MountCache(
                id: HostileNames.any(&numbers), root: path(&numbers), record: HostileNames.anyText(&numbers),
                path: path(&numbers), ecosystems: ["npm", HostileNames.anyText(&numbers)],
                created: Bool.random(using: &numbers) ? moment(&numbers) : nil,
                sharing: [nil, .shared, .locked, .private].randomElement(using: &numbers) ?? nil),
            files: isLarge ? .max : Int.random(in: 0...9_999, using: &numbers),
            bytes: isLarge ? .max : Int64.random(in: 0...99_999_999, using: &numbers),
            changes: Bool.random(using: &numbers) ? ChangeCounts(modified: 2, moved: 1) : nil,
            isComplete: Bool.random(using: &numbers))
    }

    private static func finding(_ numbers: inout SeededGenerator, _ caches: Int) -> Finding {
        let isKnown = Bool.random(using: &numbers)
        let evidence = (0..<Int.random(in: 0...4, using: &numbers)).map { _ in
            Finding.Evidence(
                ["target", "mode", "target-2", "targetEncoding"].randomElement(using: &numbers) ?? "",
                value(&numbers, 0))
        }
        return Finding(
            rule: isKnown ? rules[Int.random(in: 0...1, using: &numbers)].id : HostileNames.anyText(&numbers),
            severity: Severity.allCases.randomElement(using: &numbers) ?? .low,
            confidence: Confidence.allCases.randomElement(using: &numbers) ?? .low,
            cache: Bool.random(using: &numbers) ? Int.random(in: -1...caches, using: &numbers) : nil,
            path: path(&numbers),
            purl: Bool.random(using: &numbers) ? HostileNames.anyText(&numbers) : nil,
            message: HostileNames.anyText(&numbers),
            expected: [HostileNames.anyText(&numbers)], actual: HostileNames.anyText(&numbers), evidence: evidence,
            builds: [HostileNames.anyText(&numbers)], remedy: HostileNames.anyText(&numbers))
    }

    private static func value(_ numbers: inout SeededGenerator, _ depth: Int) -> Finding.Value {
        switch Int.random(in: 0..<(depth < 10 ? 7 : 5), using: &numbers) {
        case 0: .text(HostileNames.anyText(&numbers))
        case 1: .bytes(HostileNames.any(&numbers))
        case 2: .number(Int64.random(in: .min ... .max, using: &numbers))
        case 3: .time(moment(&numbers))
        case 4: .flag(Bool.random(using: &numbers))
        default: .list((0..<Int.random(in: 0...3, using: &numbers)).map { _ in value(&numbers, depth + 1) })
        }
    }

    private static func path(_ numbers: inout SeededGenerator) -> ByteString {
        let name = HostileNames.any(&numbers)
        return Bool.random(using: &numbers) ? ByteString(Array("/".utf8) + name.bytes) : name
    }

    private static func moment(_ numbers: inout SeededGenerator) -> Int64 {
        Bool.random(using: &numbers)
            ? Int64.random(in: .min ... .max, using: &numbers)
            : Int64.random(in: 0...1_900_000_000_000_000_000, using: &numbers)
    }
}
