import Bytes
import Inventory
import Purge
import TestSupport
import Testing

/// A plan is read as it was written, and nothing else is taken for one.
@Suite struct PlanTests {
    static func entry(_ path: ByteString) -> PurgePlan.Entry {
        PurgePlan.Entry(
            path: path, kind: .file,
            identity: FileIdentity(
                device: 1 << 40, inode: .max, size: 7, modified: .min, changed: .max, mode: 0o100644),
            digest: ReceiptTests.digest, purl: "pkg:npm/a@1")
    }

    static var sample: PurgePlan {
        var plan = PurgePlan(
            version: "0.1.0", host: "host", created: 1_795_229_045_123_456_789, scan: 12, command: "bezoar purge --all")
        var cache = MountCache(
            id: ByteString([0xff, 0x41]), root: "/state", record: "r", snapshot: "s", path: "/state/snapshots/7/seed/x")
        cache.part = "seed/x"
        cache.lastUsed = 5
        cache.uses = 4
        cache.ecosystems = ["pip"]
        var first = PurgeTarget(cache, kind: .standalone, device: 3, inode: 4)
        first.entries = [entry("a"), entry(ByteString([0x62, 0x0a, 0xff]))]
        first.reasons = [.init(selector: "rule", detail: "a finding", rule: "symlink-escape", purl: "pkg:npm/a@1")]
        first.projects = [.init(source: ByteString([0xe9]), certainty: .likely, builds: 3)]
        first.way = .engine
        first.keepsEvidence = true
        let tree = MountCache(id: "/srv/tree", root: "/srv/tree", path: "/srv/tree")
        let folder = MountCache(id: "0123456789abcdef", root: "/b", path: "/b/0123456789abcdef")
        plan.targets = [
            first, PurgeTarget(tree, kind: .tree, device: 0, inode: 1),
            PurgeTarget(folder, kind: .buildah, device: 0, inode: 2),
        ]
        plan.notes = ["##[note]\u{1b}"]
        plan.unseen = ["é"]
        return plan
    }

    @Test func aPlanReadsBack() throws {
        let plan = Self.sample
        #expect(plan.targets[0].directory == "/state/snapshots/7" && plan.targets[0].kept == "seed/x")
        #expect(plan.targets[0].content == "/state/snapshots/7/seed/x")
        let bytes = PlanDocument.bytes(of: plan)
        #expect(try PlanDocument.read(bytes) == plan)
        #expect(bytes.allSatisfy { $0 == 0x0a || (0x20..<0x7f).contains($0) })
    }

    /// Older programs said no more of a project than its name.
    @Test func aPlanWithoutCertaintyIsRead() throws {
        var plan = Self.sample
        let text = String(decoding: PlanDocument.bytes(of: plan), as: UTF8.self)
        let old = text.replacing("\"certainty\":\"likely\",", with: "")
        plan.targets[0].projects[0].certainty = nil
        #expect(old != text)
        #expect(try PlanDocument.read(Array(old.utf8)) == plan)
    }

    @Test(arguments: [
        ("bezoar.plan/1", "bezoar.plan/2"), ("/state/snapshots/7\"", "state/snapshots/7\""),
        ("/state/snapshots/7\"", "/state/../7\""), ("/state/snapshots/7\"", "/srv/tree\""), ("seed/x", "../x"),
        ("seed/x", "/x"), ("\"path\":\"a\"", "\"path\":\"../a\""), ("\"path\":\"a\"", "\"path\":\"\""),
        ("\"path\":\"a\"", "\"path\":\"a%2F..%2F..\",\"pathEncoding\":\"percent\""),
        ("\"path\":\"a\"", "\"path\":\"b%0A%FF\",\"pathEncoding\":\"percent\""), ("\"mode\":33188", "\"mode\":16877"),
        ("\"mode\":33188", "\"mode\":-1"), ("\"kind\":\"file\"", "\"kind\":\"directory\""),
        ("\"inode\":\"4\"", "\"inode\":\"+4\""), ("\"inode\":\"4\"", "\"inode\":\"18446744073709551616\""),
        ("\"size\":7", "\"size\":-7"), ("\"way\":\"engine\"", "\"way\":\"magic\""),
        ("\"certainty\":\"likely\"", "\"certainty\":\"sure\""),
        ("\"rootKind\":\"tree\"", "\"rootKind\":\"docker\""), ("\"record\":\"r\"", "\"record\":\"\""),
        ("\"files\":0", "\"files\":1e3"), ("\"host\":\"host\"", "\"host\":\"host\",\"host\":\"x\""),
        ("\"evidence\":true", "\"evidence\":1"), ("\"sha256\":\"ab", "\"sha256\":\"AB"),
    ])
    func anEditedPlanIsNone(_ old: String, _ new: String) throws {
        let text = String(decoding: PlanDocument.bytes(of: Self.sample), as: UTF8.self)
        let range = try #require(text.firstRange(of: old), "\(old)")
        let edited = text[..<range.lowerBound] + new + text[range.upperBound...]
        #expect(throws: PlanError.self) { try PlanDocument.read(Array(edited.utf8)) }
    }

    @Test func everyTruncationIsRefused() {
        let bytes = PlanDocument.bytes(of: Self.sample)
        for length in 0..<(bytes.count - 1) {
            #expect(throws: PlanError.self) { try PlanDocument.read(Array(bytes[..<length])) }
        }
    }

    @Test func limitsHold() {
        var plan = Self.sample
        plan.targets[0].entries = (0...PlanLimits.entriesMax).map { Self.entry(ByteString("e\($0)")) }
        #expect(throws: PlanError.self) { try PlanDocument.read(PlanDocument.bytes(of: plan)) }
        plan = Self.sample
        plan.targets[0].reasons = Array(repeating: plan.targets[0].reasons[0], count: PlanLimits.reasonsMax + 1)
        #expect(throws: PlanError.self) { try PlanDocument.read(PlanDocument.bytes(of: plan)) }
    }
}
