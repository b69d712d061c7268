import Audit
import Commands
import Inventory
import Testing

/// What each flag makes of its values.
struct FlagTests {
    /// A flag with a value and what must come of it. This is a table.
    struct Row: Sendable, CustomStringConvertible {
        var flag: String
        var words: [String]
        var expected: @Sendable (Settings) -> Bool
        var description: String { words.joined(separator: " ") }

        init(_ flag: String, _ words: [String], _ expected: @escaping @Sendable (Settings) -> Bool) {
            self.flag = flag
            self.words = words
            self.expected = expected
        }
    }

    static let export = ["baseline", "export", "golden", "--key"]

    static let right: [Row] =
        purgeRight + agentRight + [
            Row("tree", ["audit", "--tree", "/a"]) { $0.trees.value == ["/a"] },
            Row("tree", ["audit", "--tree", "/a", "--tree=b:c"]) { $0.trees.value == ["/a", "b:c"] },
            Row("tree", ["audit", "--tree", "--tree"]) { $0.trees.value == ["--tree"] },
            Row("state", ["caches", "--state", "/a", "--state", "b"]) { $0.states.value == ["/a", "b"] },
            Row("discover", ["audit", "--tree", "/a", "--discover"]) { $0.discovers.value },
            Row("discover", ["audit"]) { !$0.discovers.value },
            Row("host-root", ["caches", "--host-root", "/host"]) { $0.hostRoot.value == "/host" },
            Row("host-root", ["audit"]) { $0.hostRoot.value == nil },
            Row("cache", ["audit", "--cache", "*pip*", "--cache=\u{7}"]) {
                $0.cachePatterns.value == ["*pip*", "\u{7}"]
            },
            Row("sort", ["caches", "--sort", "size"]) { $0.cacheOrder.value == .size },
            Row("sort", ["caches"]) { $0.cacheOrder.value == .id },
            Row("db", ["audit", "--db", "x.db"]) { $0.database.value == "x.db" },
            Row("db", ["audit", "--db=x=y.db"]) { $0.database.value == "x=y.db" },
            Row("config", ["audit", "--config", "/c"]) {
                $0.configuration.value == "/c" && $0.configurationRead == "/c"
            },
            Row("full", ["audit", "--full"]) { $0.full.value },
            Row("full", ["audit"]) { !$0.full.value },
            Row("rehash", ["audit", "--rehash", "0"]) { $0.rehash.value == 0 },
            Row("rehash", ["audit", "--rehash", "10000"]) { $0.rehash.value == 10_000 },
            Row("rehash", ["audit"]) { $0.rehash.value == 30 },
            Row("max-file-size", ["audit", "--max-file-size", "16GiB"]) { $0.maxFileSize.value == 17_179_869_184 },
            Row("max-file-size", ["audit", "--max-file-size", "500M"]) { $0.maxFileSize.value == 524_288_000 },
            Row("max-file-size", ["audit", "--max-file-size", "2kb"]) { $0.maxFileSize.value == 2000 },
            Row("max-file-size", ["audit", "--max-file-size", "1"]) { $0.maxFileSize.value == 1 },
            Row("max-file-size", ["audit", "--max-file-size=9223372036854775807"]) { $0.maxFileSize.value == .max },
            Row("jobs", ["audit", "--jobs", "1"]) { $0.jobs.value == 1 },
            Row("jobs", ["audit", "-j256"]) { $0.jobs.value == 256 },
            Row("jobs", ["audit", "-qj", "8"]) { $0.jobs.value == 8 && $0.verbosity.value == .quiet },
            Row("jobs", ["audit"]) { $0.jobs.value == nil },
            Row("no-record", ["audit", "--no-record"]) { !$0.records.value },
            Row("no-record", ["audit"]) { $0.records.value },
            Row("rules", ["audit", "--rules", "rules"]) { $0.rules.value == "rules" },
            Row("fail-on", ["audit", "--fail-on", "never"]) { $0.failOn.value == .never },
            Row("fail-on", ["audit", "--fail-on", "info"]) { $0.failOn.value == .info },
            Row("fail-on", ["audit"]) { $0.failOn.value == .high },
            Row("osv", ["hunt", "--osv", "a", "--osv=b.zip"]) { $0.advisoryPaths.value == ["a", "b.zip"] },
            Row("osv", ["hunt"]) { $0.advisoryPaths.value.isEmpty },
            Row("name-contains", ["hunt", "--name-contains", "a", "--name-contains=\u{7}"]) {
                $0.nameTexts.value == ["a", "\u{7}"]
            },
            Row("find", ["merge", "x", "--find", "pkg:npm/a", "--find=*.pth"]) {
                $0.finds.value == ["pkg:npm/a", "*.pth"]
            },
            Row("rule", ["merge", "x", "--rule", "startup-hook"]) { $0.findingRules.value == ["startup-hook"] },
            Row("max-age", ["merge", "x", "--max-age", "12h"]) { $0.maxAge.value == 43_200 },
            Row("max-age", ["merge", "x"]) { $0.maxAge.value == 86_400 },
            Row("hosts", ["merge", "x", "--hosts", "list"]) { $0.hostList.value == "list" },
            Row("hosts", ["merge", "x"]) { $0.hostList.value == nil },
            Row("feed", ["intel", "import", "x", "--feed", "a.b-1"]) { $0.feed.value == "a.b-1" },
            Row("feed", ["intel", "import", "x"]) { $0.feed.value == nil },
            Row("name", ["baseline", "diff", "--name", "a.b-c_1"]) { $0.baseline.value == "a.b-c_1" },
            Row("name", ["baseline", "diff"]) { $0.baseline.value == "accepted" },
            Row("last", ["baseline", "diff", "--last"]) { $0.comparesLast.value },
            Row("last", ["baseline", "diff"]) { !$0.comparesLast.value },
            Row("allow-incomplete", ["baseline", "accept", "--allow-incomplete"]) { $0.allowsIncomplete.value },
            Row("replace", ["baseline", "import", "f", "--key", "k", "--name", "n", "--replace"]) { $0.replaces.value },
            Row("replace", export + ["k"]) { !$0.replaces.value },
            Row("key", export + ["k"]) { $0.key.value == "k" },
            Row("project", ["lock", "add", "--project", "https://x/y", "p"]) { $0.project.value == "https://x/y" },
            Row("project", ["lock", "add", "p"]) { $0.project.value == nil },
            Row("trust", ["lock", "add", "--trust", "release", "p"]) { $0.tier.value == .release },
            Row("trust", ["lock", "add", "p"]) { $0.tier.value == .internal },
            Row("format", ["audit", "--format", "sarif"]) { $0.format.value == .sarif },
            Row("format", ["doctor", "--format", "json"]) { $0.format.value == .json },
            Row("output", ["audit", "-o", "-"]) { $0.output.value == "-" },
            Row("output", ["audit", "--output", "/r"]) { $0.output.value == "/r" },
            Row("quiet", ["audit", "-q"]) { $0.verbosity.value == .quiet },
            Row("quiet", ["audit", "--quiet", "--quiet"]) { $0.verbosity.value == .quiet },
            Row("verbose", ["version", "--verbose"]) { $0.verbosity.value == .verbose },
            Row("no-progress", ["audit", "--no-progress"]) { !$0.progress.value },
            Row("color", ["audit", "--color", "never"]) { $0.color.value == .never },
            Row("color", ["audit"]) { $0.color.value == .auto },
        ]

    @Test(arguments: right)
    func takes(_ row: Row) throws {
        #expect(row.expected(try Parse.settings(row.words, files: ["/c": ""])))
    }

    /// A flag with a wrong value, and words of the message.
    static let wrong: [(flag: String, words: [String], message: String)] =
        purgeWrong + agentWrong + [
            ("tree", ["audit", "--tree", ""], "`--tree`: the path of a directory is expected, found ``"),
            ("state", ["caches", "--state", ""], "`--state`: the path of a directory is expected"),
            ("discover", ["audit", "--discover=1"], "takes no value"),
            ("find", ["merge", "x", "--find", ""], "`--find`: a text of 1 to 4096 bytes is expected"),
            ("max-age", ["merge", "x", "--max-age", "0d"], "`--max-age`: a length of time"),
            ("hosts", ["merge", "x", "--hosts="], "`--hosts`: the path of a file is expected"),
            ("host-root", ["audit", "--host-root="], "`--host-root`: the path of a directory is expected"),
            ("cache", ["audit", "--cache", ""], "`--cache`: an id or a pattern of up to 1024 bytes"),
            ("sort", ["caches", "--sort", "sise"], "did you mean `size`?"),
            ("db", ["audit", "--db="], "`--db`: the path of a file is expected"),
            ("db", ["audit", "--db", "-"], "`--db`: the path of a file is expected, found `-`"),
            ("config", ["audit", "--config="], "`--config`: the path of a file is expected"),
            ("full", ["audit", "--full=yes"], "`--full` takes no value"),
            ("rehash", ["audit", "--rehash", "10001"], "`--rehash`: a whole number from 0 to 10000 is expected"),
            ("rehash", ["audit", "--rehash", "-1"], "found `-1`"),
            ("max-file-size", ["audit", "--max-file-size", "0"], "`--max-file-size`: a size above zero"),
            ("max-file-size", ["audit", "--max-file-size", "1.5G"], "a size above zero"),
            ("max-file-size", ["audit", "--max-file-size", "G"], "a size above zero"),
            ("max-file-size", ["audit", "--max-file-size", "8388608T"], "a size above zero"),
            ("max-file-size", ["audit", "--max-file-size", "9223372036854775808"], "a size above zero"),
            ("max-file-size", ["audit", "--max-file-size", "5\u{212A}"], "a size above zero"),
            ("jobs", ["audit", "--jobs", "many"], "`--jobs`: a whole number from 1 to 256 is expected, found `many`"),
            ("jobs", ["audit", "-j0"], "`-j`: a whole number from 1 to 256"),
            ("jobs", ["audit", "-j257"], "found `257`"),
            ("jobs", ["audit", "-j", "99999999999999999999"], "a whole number"),
            ("jobs", ["audit", "--jobs"], "`--jobs` needs a value: a whole number from 1 to 256"),
            ("no-record", ["audit", "--no-record=1"], "takes no value"),
            ("rules", ["audit", "--rules", ""], "the path of a directory"),
            ("fail-on", ["audit", "--fail-on", "hihg"], "found `hihg`; did you mean `high`?"),
            ("osv", ["hunt", "--osv="], "`--osv`: the path of a file or directory is expected"),
            (
                "name-contains", ["hunt", "--name-contains", String(repeating: "a", count: 257)],
                "a text of 1 to 256 bytes"
            ),
            ("feed", ["intel", "import", "x", "--feed", "a b"], "`--feed`: a name of up to 64"),
            ("name", ["baseline", "diff", "--name", "-x"], "`--name`: a name of up to 64"),
            ("name", ["baseline", "diff", "--name", String(repeating: "a", count: 65)], "a name of up to 64"),
            ("last", ["baseline", "diff", "--last=2"], "takes no value"),
            ("allow-incomplete", ["baseline", "accept", "--allow-incomplete=1"], "takes no value"),
            ("replace", export + ["k", "--replace=1"], "takes no value"),
            ("key", export + [""], "`--key`: the path of a file"),
            ("project", ["lock", "add", "--project=", "p"], "`--project`: a name of up to 1024 bytes"),
            ("trust", ["lock", "add", "--trust", "relase", "p"], "did you mean `release`?"),
            ("format", ["audit", "--format", "jsn"], "did you mean `json`?"),
            ("format", ["doctor", "--format", "sarif"], "one of `text`, `json` is expected, found `sarif`"),
            ("output", ["audit", "-o"], "`-o` needs a value"),
            ("quiet", ["audit", "-q", "--verbose"], "`--verbose` contradicts `-q`"),
            ("verbose", ["audit", "-vq"], "`-q` contradicts `-v`"),
            ("no-progress", ["audit", "--no-progress="], "takes no value"),
            ("color", ["audit", "--color", "sometimes"], "one of `auto`, `always`, `never`"),
            ("db", ["audit", "--db", "a", "--db", "b"], "`--db` is given twice"),
            ("help", ["audit", "--help=me"], "takes no value"),
            ("version", ["audit", "--version=1"], "takes no value"),
        ]

    @Test(arguments: wrong)
    func refuses(_ row: (flag: String, words: [String], message: String)) throws {
        let message = try Parse.message(row.words, files: ["/c": ""])
        #expect(message.contains(row.message))
        #expect(message.hasPrefix("bezoar: "))
        #expect(message.contains("\nSee `bezoar "))
    }

    @Test func eachFlagStandsInBothTables() {
        let answers = ["help", "version"]
        for flag in FlagList.all {
            #expect(Self.right.contains { $0.flag == flag.name } || answers.contains(flag.name), "\(flag.name)")
            #expect(Self.wrong.contains { $0.flag == flag.name }, "\(flag.name)")
        }
    }

    @Test func pathsNeedNotBeText() throws {
        let path: [UInt8] = [0x2F, 0xFF, 0x0A, 0x1B]
        let words: [[UInt8]] = [Array("audit".utf8), Array("--tree".utf8), path, Array("-o".utf8) + path]
        guard case .run(let invocation) = Parse.bytes(words) else {
            Issue.record("not taken")
            return
        }
        #expect(invocation.settings.trees.value == [ByteString(path)])
        #expect(invocation.settings.output.value == ByteString(path))
    }

    @Test func thresholdsCompareAsSeveritiesDo() {
        #expect(FailureThreshold.high.isReached(by: .critical))
        #expect(FailureThreshold.high.isReached(by: .high))
        #expect(!FailureThreshold.high.isReached(by: .medium))
        #expect(!FailureThreshold.never.isReached(by: .critical))
        #expect(FailureThreshold.info.isReached(by: .info))
    }
}
