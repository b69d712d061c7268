import Ecosystems
import Inventory
import TestSupport
import Testing

/// `package-lock.json` against npm's own libraries, and its traps one by one.
@Suite("Lockfiles of npm")
struct PackageLockTests {
    private static let sha512 =
        "sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg=="
    private static let sha1 = "sha1-VBt2WNUk9NHM6ZUR3t+/bDM3aWE="

    private struct Generator {
        var random: SeededGenerator

        mutating func entry(_ depth: Int) -> String {
            var members: [String] = []
            if !random.once(in: 6) {
                members.append(
                    "\"version\": \""
                        + random.pick([
                            "1.0.0", "npm:real@2.1.0", "npm:@s/real@2.1.0", "git+ssh://git@h/r.git#abc", "file:../x",
                            "https://example.org/a.tgz", "1.0.0-rc.1+b",
                        ]) + "\"")
            }
            if !random.once(in: 3) {
                members.append(
                    "\"resolved\": \""
                        + random.pick([
                            "https://registry.example.org/a/-/a-1.0.0.tgz", "git+ssh://git@h/r.git#abc", "packages/x",
                            "",
                            "https://u:p@h/a%2b.tgz",
                        ]) + "\"")
            }
            if !random.once(in: 3) {
                members.append(
                    "\"integrity\": \""
                        + random.pick([
                            sha512, sha1, sha1 + " " + sha512, sha512 + " " + sha512, "sha512-", "nope", "",
                            sha512 + "?x", "  " + sha1 + "\\t",
                        ]) + "\"")
            }
            if random.once(in: 4) { members.append("\"name\": \"re\\u0061l\"") }
            if random.once(in: 6) { members.append("\"link\": true") }
            if random.once(in: 6) { members.append("\"dev\": true, \"requires\": {\"version\": \"x\"}") }
            if depth < 3, random.once(in: 3) { members.append("\"dependencies\": \(table(depth + 1))") }
            return "{" + members.shuffled(using: &random).joined(separator: ", ") + "}"
        }

        mutating func table(_ depth: Int) -> String {
            let names = ["a", "b", "@s/c", "d\\\"e", "é"].shuffled(using: &random).prefix(random.int(0...4))
            return "{" + names.map { "\"\($0)\": \(entry(depth))" }.joined(separator: ", ") + "}"
        }

        mutating func document() -> String {
            if random.once(in: 2) {
                return "{\"lockfileVersion\": 1, \"requires\": true, \"dependencies\": \(table(0))}"
            }
            let places = ["", "node_modules/a", "node_modules/@s/c", "node_modules/a/node_modules/b", "packages/x"]
            let entries = places.shuffled(using: &random).prefix(random.int(0...5)).map { "\"\($0)\": \(entry(3))" }
            return "{\"name\": \"x\", \"lockfileVersion\": 3, \"packages\": {\(entries.joined(separator: ", "))}, "
                + "\"dependencies\": \(table(2))}"
        }
    }

    private func describe(_ list: PinList) -> [String] {
        list.pins.map { pin in
            let digests = pin.digests.map(\.description).sorted().joined(separator: ",")
            return [pin.path ?? "", pin.name, pin.version ?? "", digests, pin.url ?? ""].joined(separator: "|")
        }.sorted { Array($0.utf16).lexicographicallyPrecedes(Array($1.utf16)) }
    }

    @Test("Generated lockfiles", .enabled(if: VersionOracle.npmLibraries != nil, "npm is not installed"))
    func generated() throws {
        var generator = Generator(random: SeededGenerator(seed: 3))
        let documents = (0..<2_000).map { _ in Array(generator.document().utf8) }
        let words = ["node", fixture("ecosystems/package-lock.js"), VersionOracle.npmLibraries ?? ""]
        let answers = try DocumentOracle.answers(words, documents)
        try #require(answers.count == documents.count)
        var problems: [String] = []
        for (document, answer) in zip(documents, answers) {
            let ours = try? describe(PackageLock.read(document.span))
            if ours != answer {
                problems.append(
                    "\(String(decoding: document, as: UTF8.self))\n ours   \(String(describing: ours))\n theirs \(String(describing: answer))"
                )
            }
        }
        #expect(problems.isEmpty, "\(problems.count)\n\(problems.prefix(3).joined(separator: "\n"))")
    }

    private func read(_ text: String) throws -> PinList { try PackageLock.read(Array(text.utf8).span) }

    @Test("What stands twice proves nothing")
    func duplicates() throws {
        let entry = "{\"version\": \"1.0.0\", \"integrity\": \"\(Self.sha512)\"}"
        let twice = try read("{\"packages\": {\"node_modules/a\": \(entry), \"node_modules/a\": \(entry)}}")
        #expect(twice.pins.map(\.unusable) == [.ambiguous, .ambiguous])
        #expect(twice.notes.map(\.kind) == [.duplicateKey])
        let inside = try read(
            "{\"packages\": {\"node_modules/a\": {\"integrity\": \"\(Self.sha1)\", \"integrity\": \"\(Self.sha512)\"}}}"
        )
        #expect(inside.pins.map(\.unusable) == [.ambiguous])
        let once = try read("{\"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": \(entry)}}")
        #expect(once.pins.map(\.unusable) == [nil])
        #expect(once.notes.isEmpty)
    }

    @Test("Why a pin proves nothing")
    func reasons() throws {
        let list = try read(
            """
            {"lockfileVersion": 4, "packages": {"": {"name": "me"},
             "node_modules/git": {"version": "1.0.0", "resolved": "git+ssh://git@h/r.git#abc"},
             "node_modules/bundled": {"version": "1.0.0", "inBundle": true},
             "node_modules/weak": {"version": "1.0.0", "integrity": "\(Self.sha1)"},
             "node_modules/none": {"version": "1.0.0", "resolved": "https://h/none-1.0.0.tgz"},
             "node_modules/broken": {"version": "1.0.0", "integrity": "sha512-AAAA"},
             "node_modules/link": {"resolved": "packages/link", "link": true},
             "packages/link": {"version": "1.0.0"},
             "node_modules/odd": 7, "node_modules/al": {"name": "real", "integrity": "\(Self.sha512)"}}}
            """)
        #expect(
            list.pins.map(\.unusable) == [
                .versionControl, .bundled, .weakDigest, .noDigest, .malformedDigest, .local, .local, nil,
            ])
        #expect(list.pins.last?.name == "real")
        #expect(list.pins.map(\.line) == [2, 3, 4, 5, 6, 7, 8, 9])
        #expect(list.notes.map(\.kind) == [.unknownFormat, .malformed])
    }

    @Test("A byte order mark is none of the document's own")
    func mark() throws {
        let text = Array(
            #"{"packages": {"node_modules/a": {"version": "1.0.0", "integrity": "\#(Self.sha512)"}}}"#.utf8)
        let plain = try PackageLock.read(text.span)
        #expect(plain.pins.count == 1)
        #expect(try PackageLock.read(([0xEF, 0xBB, 0xBF] + text).span).pins == plain.pins)
        for name in ["package-lock.json", "npm-shrinkwrap.json"] {
            let format = try #require(LockfileFormat(fileName: name))
            #expect(try format.read(([0xEF, 0xBB, 0xBF] + text).span, fileName: name).pins == plain.pins)
        }
    }
}
