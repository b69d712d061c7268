import Ecosystems
import EcosystemsSupport
import Inventory
import TestSupport
import Testing

@Suite("Poisoned caches")
struct PoisonTests {
    /// An attack of the script, and the rule with its grade that must speak of it.
    static let attacks: [(attack: String, word: String)] = [
        ("p1", "record-mismatch"), ("p1", "unpacked-mismatch/built-wheel"), ("p1_time", "sidecar-mismatch/order"),
        ("p1_added", "record-mismatch/unlisted"), ("p1_added", "startup-hook/built-wheel"),
        ("p2", "unpacked-mismatch/built-wheel"), ("p2_added", "unpacked-mismatch/added"),
        ("p2_over", "unpacked-mismatch/built-wheel"), ("p2_module", "unpacked-mismatch/built-wheel"),
        ("p2_command", "unpacked-mismatch/command"), ("p2_entry", "unpacked-mismatch/entry-point"),
        ("p2_requires", "unpacked-mismatch/requirement"), ("p6_bare", "index-mismatch/no-digest"),
        ("p2_tag", "unpacked-mismatch/built-wheel"), ("p2_tagged", "unpacked-mismatch/built-wheel"),
        ("p2_data", "unpacked-mismatch/built-wheel"), ("p2_header", "unpacked-mismatch/built-wheel"),
        ("p2_dot", "record-mismatch/ambiguous"), ("p2_slashes", "record-mismatch/ambiguous"),
        ("built_script_changed", "unpacked-mismatch/built-wheel"),
        ("built_script_line", "unpacked-mismatch/built-wheel"),
        ("built_data_changed", "unpacked-mismatch/built-wheel"),
        ("compiled_changed", "unpacked-mismatch/built-wheel"), ("compiled_data", "unpacked-mismatch/built-data"),
        ("compiled_conf", "unpacked-mismatch/built-wheel"), ("compiled_module", "unpacked-mismatch/added"),
        ("p2_hook", "startup-hook/built-wheel"), ("p2_hook", "unpacked-mismatch/added"),
        ("p3", "misplaced-entry/planted-wheel"), ("p3_origin", "misplaced-entry/planted-wheel"),
        ("p4", "index-mismatch/content"), ("p4", "content-address-mismatch"), ("p4_length", "sidecar-mismatch/length"),
        ("p4_length", "index-mismatch/content"), ("p5", "index-mismatch/page"), ("p5_host", "index-mismatch/host"),
        ("p5_serial", "index-mismatch/page"), ("p5_renamed", "index-mismatch/page"),
        ("p6", "content-address-mismatch"), ("p7_age", "index-mismatch/freshness"),
        ("p7_date", "index-mismatch/freshness"), ("p8", "unsafe-entry"), ("p9", "cached-redirect/forged"),
        ("p9_dated", "cached-redirect"), ("p10", "sidecar-mismatch/metadata"), ("p11", "index-mismatch/self-check"),
        ("p11_place", "misplaced-entry/self-check"), ("p12", "misplaced-entry/underived"),
        ("p12_digest", "index-mismatch/origin"), ("origin_broken", "misplaced-entry/no-origin"),
        ("second_wheel", "misplaced-entry/second-wheel"), ("traversal", "archive-traversal"),
        ("two_infos", "record-mismatch/ambiguous"), ("other_name", "misplaced-entry/other-release"),
        ("orphan", "foreign-file/half-entry"),
        ("second_body", "misplaced-entry/second-body"), ("secret_vary", "credential-in-cache"),
        ("secret_cookie", "credential-in-cache"), ("secret_link", "credential-in-cache"),
        ("secret_origin", "credential-in-cache"),
    ]

    @Test("Each attack is caught by its rule", arguments: attacks.indices)
    func caught(index: Int) throws {
        let (attack, word) = Self.attacks[index]
        // What they write is of one form: each in its turn.
        let version = ["23.3.2", "25.3", "26.2"][index % 3]
        let reading = try PipSample(version, poison: attack).reading()
        #expect(reading.rules.contains(word), "\(attack) with \(version): \(reading.rules.sorted())")
    }

    @Test(
        "A secret is named, never shown", arguments: ["secret_vary", "secret_cookie", "secret_link", "secret_origin"])
    func secrets(attack: String) throws {
        let reading = try PipSample("25.3", poison: attack).reading()
        for text in ["hunter2", "dXNlcjpodW50ZXIy"] {
            #expect(!"\(reading.observations)".contains(text))
            let shown =
                reading.artifacts.compactMap(\.source)
                + reading.claims.flatMap { [$0.url, $0.source] }.compactMap { $0 }
            #expect(!shown.contains { $0.utf8Text?.contains(text) ?? true })
        }
    }

    @Test(
        "What builds make of scripts, data and code to compile is no finding",
        arguments: [
            "built_script", "built_data", "compiled",
        ])
    func builds(deed: String) throws {
        let reading = try PipSample("25.3", poison: deed).reading()
        #expect(!reading.rules.contains { $0.hasPrefix("unpacked-mismatch") || $0.hasPrefix("record-mismatch") })
        #expect(!reading.rules.isDisjoint(with: ["checksum-mismatch", "index-mismatch/content"]))
    }

    @Test("A changed wheel disagrees with what the cache says of it", arguments: ["p1", "p2"])
    func disagrees(attack: String) throws {
        let reading = try PipSample("25.3", poison: attack).reading()
        #expect(reading.artifacts.first { $0.kind == .builtWheel }?.selfCheck == .disagrees)
    }

    @Test("A note of pip's own version that may be right is no finding")
    func selfCheck() throws {
        #expect(try PipSample("25.3", poison: "selfcheck_fine").reading().observations.isEmpty)
    }

    @Test("Files that are not pip's have the class of such", arguments: ["foreign", "wrong_folder"])
    func foreign(attack: String) throws {
        let files = try PipSample("25.3", poison: attack).files().files
        let classes = files.map { PipCacheReader.pathClass(of: ByteString(Array($0.path.bytes.dropFirst(6)))) }
        #expect(classes.count { $0 == .foreign } == 1)
    }

    @Test("What build tools put into a wheel to run at the start is told from other code")
    func usualHooks() throws {
        let usual = try PipSample("25.3", poison: "hook_usual").reading()
        #expect(usual.rules == ["startup-hook/usual"])
        let odd = try PipSample("25.3", poison: "hook_odd").reading()
        #expect(odd.rules == ["startup-hook"])
    }

    @Test("A wheel planted for another names what it takes the place of")
    func planted() throws {
        let reading = try PipSample("25.3", poison: "p3").reading()
        let artifact = reading.artifacts.first { $0.kind == .builtWheel && $0.name == "alpha" }
        #expect(artifact?.source == reading.claims.first { $0.version == "1.1" }?.url)
        #expect(artifact?.version == "1.1")
    }

    @Test("What is broken is named, and the rest is read")
    func broken() throws {
        let reading = try PipSample("25.3", poison: "broken").reading()
        #expect(reading.troubles.count == 10, "\(reading.troubles.count)")
        #expect(reading.artifacts.map(\.kind) == [.builtWheel])
        let bomb = try PipSample("25.3", poison: "bomb").reading()
        #expect(bomb.artifacts.count { $0.kind == .wheel } == 3)
        #expect(bomb.rules.contains("index-mismatch/content"))
    }
}
