import Ecosystems
import Inventory
import TestSupport
import Testing

/// Every known way to poison these caches is caught, by name; each case is a function of the script.
@Suite("Poisoned caches of Maven and Gradle")
struct PoisonTests {
    private static let alpha = "repository/com/example/lib/alpha/1.1/alpha-1.1"
    private static let beta = "repository/com/example/lib/beta/"
    private static let gamma = "repository/com/example/lib/gamma/2.0-SNAPSHOT/"
    private static let planted = beta + "9.9/beta-9.9.jar"

    @Test(
        "Maven",
        arguments: [
            ("m1_jar_changed", ["sidecar-mismatch \(alpha).jar"]),
            ("m2_other_version", ["misplaced-entry \(alpha).jar"]),
            (
                "m3_remote_metadata",
                ["local-install-shadow/untracked \(planted)", "sidecar-mismatch \(beta)maven-metadata-central.xml"]
            ),
            ("m3_remote_metadata_signed", ["local-install-shadow/untracked \(planted)"]),
            (
                "m4_untracked",
                [
                    "index-mismatch/uninstalled \(beta)maven-metadata-local.xml",
                    "local-install-shadow/untracked \(planted)",
                ]
            ),
            ("m4_untracked_signed", ["local-install-shadow/untracked \(planted)"]),
            (
                "m4_listed_beside",
                [
                    "index-mismatch/uninstalled \(beta)maven-metadata-local.xml",
                    "local-install-shadow/untracked \(planted)",
                ]
            ),
            ("m4_installed", ["local-install-shadow \(planted)"]),
            ("m4_foreign_repository", ["index-mismatch/uninstalled \(beta)maven-metadata-local.xml"]),
            ("m5_pom_changed", ["sidecar-mismatch \(alpha).pom"]),
            (
                "m5_parent_changed", ["sidecar-mismatch repository/com/example/parent/3/parent-3.pom"]
            ),
            ("m5_other_pom", ["misplaced-entry \(alpha).pom"]),
            ("m6_extension_changed", ["sidecar-mismatch \(alpha).jar"]),
            ("m7_snapshot_copy", ["unpacked-mismatch \(gamma)gamma-2.0-SNAPSHOT.jar"]),
            (
                "m8_local_snapshot",
                [
                    "index-mismatch/uninstalled \(gamma)maven-metadata-local.xml",
                    "unpacked-mismatch \(gamma)gamma-2.0-SNAPSHOT.jar",
                ]
            ),
            ("m8_local_snapshot_tracked", ["local-install-shadow \(gamma)gamma-2.0-SNAPSHOT.jar"]),
            (
                "m9_trusted_checksums",
                ["foreign-file/trusted-checksums repository/.checksums/checksums-central.sha256"]
            ),
            (
                "m9_trusted_checksums_kept",
                [
                    "foreign-file/trusted-checksums repository/.checksums/central/com/example/lib/alpha/1.1/alpha-1.1.jar.sha256",
                    "index-mismatch/content \(alpha).jar",
                ]
            ),
            ("m10_settings", ["cached-redirect/settings settings.xml", "credential-in-cache settings.xml"]),
            (
                "s_failed_download",
                ["credential-in-cache repository/com/example/lib/alpha/1.2/alpha-1.2.jar.lastUpdated"]
            ),
            ("s_pom", ["credential-in-cache/published \(alpha).pom"]),
            ("a_traversal", ["archive-traversal \(alpha).jar"]),
            ("a_misplaced", ["misplaced-entry repository/com/example/lib/alpha/1.1/omega-1.1.jar"]),
            ("a_other_project", ["misplaced-entry/other-name \(alpha).jar"]),
            ("a_no_digest", ["sidecar-mismatch/no-digest \(alpha).jar"]),
            ("a_no_sidecar", ["sidecar-mismatch/missing repository/org/many/m7/1/m7-1.jar"]),
        ])
    func maven(poison: String, expected: [String]) throws {
        let cache = try PoisonedCache(.maven, poison)
        #expect(cache.findings == expected)
        #expect(cache.troubles == [])
    }

    @Test(
        "Gradle",
        arguments: [
            ("g4_init_script", "startup-hook/init-script"),
            ("g1_jar_changed", "content-address-mismatch"), ("g_agent", "startup-hook/jvm"),
            ("s_gradle_properties", "credential-in-cache"),
        ])
    func gradle(poison: String, expected: String) throws {
        let cache = try PoisonedCache(.gradle, poison)
        #expect(cache.findings.map { $0.prefix { $0 != " " } } == [expected[...]])
        #expect(cache.troubles == [])
    }

    @Test("Only the version that nothing was installed of is named, by its number")
    func honestVersionsAreNotNamed() throws {
        let cache = try PoisonedCache(.maven, "m4_listed_beside")
        let seen = cache.reading.observations.filter { $0.grade == "uninstalled" }
        #expect(seen.map(\.evidence) == [[Finding.Evidence("version", .bytes("9.9"))]])
        #expect(seen.map(\.purl) == ["pkg:maven/com.example.lib/beta@9.9"])
    }

    @Test("What a description brings along is told to the judge, however it is put")
    func descriptions() throws {
        func alpha(_ poison: String?) throws -> PackageDescription? {
            try PoisonedCache(.maven, poison).reading.descriptions.first { $0.path == ByteString(Self.alpha + ".pom") }
        }
        let evil = PackageDescription.Reference(name: "evil:pack", version: "6.6")
        let clean = try alpha(nil)?.required ?? []
        #expect(!clean.contains(evil))
        #expect(try alpha("m5_dependency")?.required == clean + [evil])
        let moved = try alpha("m5_relocation")
        #expect(moved?.relocation == evil && moved?.required == clean)
    }

    @Test("A jar that was changed with its sidecar shows its new digest: only a pin can tell")
    func consistent() throws {
        let clean = try PoisonedCache(.maven)
        let poisoned = try PoisonedCache(.maven, "m2_jar_and_sidecar_changed")
        #expect(poisoned.findings == [])
        func digests(_ cache: PoisonedCache) -> Set<ContentDigest> {
            Set(cache.reading.artifacts.filter { $0.file == "alpha-1.1.jar" }.flatMap(\.digests))
        }
        #expect(digests(clean).count == 2)
        #expect(digests(clean).isDisjoint(with: digests(poisoned)))
    }

    @Test("A second content of one file is an artifact of its own, so that the two are compared")
    func secondCopy() throws {
        let cache = try PoisonedCache(.gradle, "g2_second_copy")
        #expect(cache.findings == [])
        let copies = cache.reading.artifacts.filter { $0.file == "alpha-1.1.jar" }
        #expect(copies.map(\.name) == ["com.example.lib:alpha", "com.example.lib:alpha"])
        #expect(Set(copies.map(\.digests)).count == 2)
        #expect(copies.allSatisfy { $0.selfCheck == .agrees })
    }

    @Test("What a build runs of a jar without calling it is named")
    func hooks() throws {
        let cache = try PoisonedCache(.maven, "m6_extension_changed")
        let alpha = try #require(cache.reading.artifacts.first { $0.file == "alpha-1.1.jar" })
        #expect(alpha.hooks == ["META-INF/maven/extension.xml"])
        #expect(alpha.selfCheck == .disagrees)
    }

    @Test("The checksums that a cache trusts are claims")
    func trustedChecksums() throws {
        let cache = try PoisonedCache(.maven, "m9_trusted_checksums")
        let claim = try #require(cache.reading.claims.first { $0.file == "alpha-1.1.jar" })
        let alpha = try #require(cache.reading.artifacts.first { $0.file == "alpha-1.1.jar" })
        #expect(!Set(claim.digests).isDisjoint(with: alpha.digests))
    }

    @Test(
        "What cannot be read is named, and the rest is read",
        arguments: [
            ("t_broken_jar", "malformed \(alpha).jar"), ("t_bomb", "too-large \(alpha).jar"),
            ("t_broken_pom", "malformed \(alpha).pom"), ("t_entity_pom", "malformed \(alpha).pom"),
        ])
    func troubles(poison: String, expected: String) throws {
        let cache = try PoisonedCache(.maven, poison)
        #expect(cache.troubles == [expected])
        #expect(cache.findings == [])
        #expect(cache.reading.artifacts.count == 19)
    }

    @Test("No message holds what an attacker chose")
    func secrets() throws {
        for (kind, poison) in [
            (PoisonedCache.Kind.maven, "m10_settings"), (.maven, "s_pom"), (.gradle, "s_gradle_properties"),
        ] {
            let shown = String(describing: try PoisonedCache(kind, poison).reading.observations)
            #expect(!shown.contains("hunter2"))
        }
    }
}
