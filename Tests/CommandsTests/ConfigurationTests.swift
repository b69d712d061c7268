import Audit
import Commands
import Embed
import Inventory
import Service
import TestSupport
import Testing

/// The configuration file: what it says when it is wrong, and that nothing in it can do harm.
struct ConfigurationTests {
    static let errors: [(text: String, message: String)] = [
        (
            "\n[audit]\njobs = \"many\"",
            "/etc/bezoar/bezoar.toml:3: audit.jobs: a whole number from 1 to 256 is expected, found the string \"many\""
        ),
        ("audit.jobs = 0", ":1: audit.jobs: a whole number from 1 to 256 is expected, found the number 0"),
        ("audit.jobs = 1.5", "audit.jobs: a whole number from 1 to 256 is expected, found a float"),
        ("audit.jobs = \"4\"", "found the string \"4\""),
        ("audit.full = 1", "audit.full: `true` or `false` is expected, found the number 1"),
        ("audit.full = \"true\"", "found the string \"true\""),
        ("audit.trees = \"/a\"", "audit.trees: an array of absolute paths is expected, found the string \"/a\""),
        ("audit.trees = [\"a\"]", "audit.trees: an array of absolute paths is expected, found an array"),
        ("audit.trees = [\"/a\", 1]", "found an array of other values"),
        ("audit.trees = [\"/a\\u0000b\"]", "an array of absolute paths is expected"),
        ("audit.fail-on = \"hgih\"", "found the string \"hgih\"; did you mean `high`?"),
        ("audit.max-file-size = -1", "audit.max-file-size: a size above zero"),
        ("audit.max-file-size = \"lots\"", "a size above zero"),
        ("audit.rehash = 2021-01-01", "found a local date"),
        ("manifest.path = \"here.db\"", "manifest.path: the absolute path of a file is expected"),
        ("manifest.keep-scans = 90", "manifest.keep-scans: a length of time such as `90d`, `12h` or `30m` is expected"),
        ("manifest.keep-scans = \"90\"", "a length of time"),
        ("packages.private-names = \"a\"", "packages.private-names: an array of patterns of up to 1024 bytes"),
        ("packages.private-hosts = [\"\"]", "an array of patterns"),
        ("manifest.keep-scans = \"0d\"", "a length of time"),
        ("manifest.keep-scans = \"36501d\"", "a length of time"),
        ("manifest.keep-history = \"9223372036854775807d\"", "a length of time"),
        (
            "report.format = \"xml\"",
            "one of `text`, `json`, `jsonl`, `sarif`, `cyclonedx`, `openmetrics` is expected, found the string \"xml\""
        ),
        ("agent.jitter = 51", "agent.jitter: a share from 0% to 50% is expected, found the number 51"),
        ("agent.pressure = \"0%\"", "agent.pressure: a share from 1% to 100% is expected"),
        ("agent.listen = \"builder:9465\"", "agent.listen: an address and a port such as `127.0.0.1:9465`"),
        ("agent.listen = \"127.0.0.256:1\"", "an address and a port"),
        ("agent.incidents = \"etc\"", "agent.incidents: the absolute path of a directory is expected"),
        ("agent.audit-evry = \"1h\"", ":1: unknown key `agent.audit-evry`; did you mean `agent.audit-every`?"),
        ("report.color = true", "report.color: one of `auto`, `always`, `never` is expected, found true"),
        ("rules.directory = \"\"", "rules.directory: the absolute path of a directory is expected"),
        ("[audit]\njbos = 1", ":2: unknown key `audit.jbos`; did you mean `audit.jobs`?"),
        ("[adit]\njobs = 1", ":1: unknown table `adit`; did you mean `audit`?"),
        ("jobs = 1", ":1: unknown key `jobs`"),
        ("audit = 1", ":1: audit: a table is expected, found the number 1"),
        ("[[audit]]\njobs = 1", ":1: audit: a table is expected, found an array of other values"),
        ("rule = []", ":1: rule: a table is expected, found an array"),
        ("rule.special-file = true", ":1: rule.special-file: a table is expected, found true"),
        ("[rule.\"Not an id\"]", ":1: rule.Not an id: the id of a rule, such as `symlink-escape`, is expected"),
        ("[rule.special-file]\nenabld = false", ":2: unknown key `rule.special-file.enabld`; did you mean"),
        ("[rule.special-file]\nenabled = 0", ":2: rule.special-file.enabled: `true` or `false` is expected"),
        ("[rule.special-file]\nseverity = \"never\"", "one of `info`, `low`, `medium`, `high`, `critical` is expected"),
        ("[rule.special-file]\nconfidence = \"critical\"", "one of `low`, `medium`, `high` is expected"),
        ("trust = 1", ":1: trust: tables [[trust]] are expected, found the number 1"),
        ("[trust]\ntier = \"release\"", ":1: trust: tables [[trust]] are expected"),
        ("trust = [1]", ":1: trust: a table is expected, found the number 1"),
        ("[[trust]]\nprojects = [\"*\"]", ":1: trust: this table has no `tier`"),
        ("[[trust]]\ntier = \"internal\"", ":1: trust: `projects` or `refs` is expected"),
        ("[[trust]]\ntier = \"relase\"", ":2: trust.tier: one of `untrusted`, `internal`, `release` is expected"),
        ("[[trust]]\ntier = \"internal\"\nproject = [\"*\"]", ":3: unknown key `trust.project`; did you mean"),
        ("[[trust]]\ntier = \"internal\"\nprojects = \"*\"", ":3: trust.projects: an array of patterns"),
        ("[[trust]]\ntier = \"internal\"\nrefs = []", ":3: trust.refs: an array of patterns"),
        ("[[trust]]\ntier = \"internal\"\nrefs = [\"\"]", ":3: trust.refs: at most 1000 patterns of 1 to 1024 bytes"),
        ("[purge]\nbudget = \"1G\"", ":1: purge: tables [[purge]] are expected"),
        ("[[purge]]\ncaches = [\"*\"]", ":1: purge: `older-than`, `unused-for` or `budget` is expected"),
        ("[[purge]]\nolder-than = \"7\"", ":2: purge.older-than: a length of time"),
        ("[[purge]]\nolder-then = \"7d\"", ":2: unknown key `purge.older-then`; did you mean `purge.older-than`?"),
        ("[[purge]]\nbudget = \"1G\"\nhours = \"25-6\"", ":3: purge.hours: two hours such as `22-6`"),
        ("[[purge]]\nbudget = \"1G\"\nhours = \"6-6\"", ":3: purge.hours: two hours such as `22-6`"),
        ("[[purge]]\nbudget = \"1G\"\nkeep = [1]", ":3: purge.keep: an array of patterns"),
        ("[audit]\njobs = 1\njobs = 2", "/etc/bezoar/bezoar.toml:3: "),
        ("[audit\n", "/etc/bezoar/bezoar.toml:1: "),
        ("\"a\\u001b\\u202e\" = 1", "unknown key `a\\x1b\\u{202e}`"),
        ("audit.fail-on = \"\\u001b[2J\"", "found the string \"\\x1b[2J\""),
    ]

    @Test(arguments: errors)
    func saysWhatIsWrong(_ row: (text: String, message: String)) throws {
        let message = try Parse.configurationMessage(row.text)
        #expect(message.contains(row.message))
        #expect(message.hasPrefix("bezoar: /etc/bezoar/bezoar.toml:"))
        #expect(!message.utf8.contains { $0 < 0x20 }, "one line, no control characters")
    }

    @Test func allMistakesAreToldAtOnceUpToALimit() throws {
        let few = try Parse.configurationMessage("audit.jobs = 0\naudit.full = 0\nreport.x = 1")
        #expect(few.split(separator: "\n").count == 3)
        let many = (1...50).map { "k\($0) = 1\n" }.joined()
        let lines = try Parse.configurationMessage(many).split(separator: "\n")
        #expect(lines.count == 21)
        #expect(lines.last == "bezoar: /etc/bezoar/bezoar.toml: 30 more errors")
    }

    @Test func rulesAreOverridden() throws {
        let text = """
            [rule.symlink-escape]
            severity = "low"
            confidence = "high"
            [rule.no-such-rule]
            enabled = false
            [rule.empty]
            """
        let overrides = try Parse.settings(["audit"], files: [Parse.usual: text]).ruleOverrides
        let path = ByteString(Parse.usual)
        #expect(overrides.map(\.id) == ["symlink-escape", "no-such-rule", "empty"])
        #expect(overrides.first?.severity == Sourced(.low, from: .file(path: path, line: 2)))
        #expect(overrides.first?.confidence?.value == .high)
        #expect(overrides.first?.enabled == nil)
        #expect(overrides[1].origin == .file(path: path, line: 4))
        #expect(overrides[1].enabled?.value == false)
    }

    @Test func tiersOfTrustAreTaken() throws {
        let text = """
            [[trust]]
            tier = "untrusted"
            refs = ["pull/*"]
            [[trust]]
            tier = "release"
            projects = ["https://git.example.com/acme/*", "shop\\u001b"]
            """
        let settings = try Parse.settings(["audit"], files: [Parse.usual: text])
        #expect(settings.trust.map(\.tier) == [.untrusted, .release])
        #expect(settings.trust.last?.origin == .file(path: ByteString(Parse.usual), line: 4))
        var build = Build(root: "/r", ref: "b", result: .succeeded)
        build.project = Project(source: "git@git.example.com:acme/web", certainty: .exact, evidence: "vcs:source")
        #expect(settings.trustPolicy.tier(of: build) == .release)
        build.branch = "refs/pull/3/head"
        #expect(settings.trustPolicy.tier(of: build) == .untrusted)
        let rows = SettingList.effective(in: settings).suffix(2)
        #expect(
            rows.map(\.value) == [
                "untrusted: * (pull/*)", "release: https://git.example.com/acme/*, shop\\x1b",
            ])
        #expect(rows.first?.key == "trust.1")
    }

    @Test func everyKeyIsTaken() throws {
        let text = """
            [audit]
            states = ["/s"]
            trees = ["/a"]
            discover = true
            host-root = "/h"
            host-name = "h"
            jobs = 3
            full = true
            rehash = 1
            fail-on = "never"
            max-file-size = 4096
            [manifest]
            path = "/m"
            keep-scans = "12h"
            keep-history = "30m"
            [packages]
            private-names = ["acme-*", "@acme/*"]
            private-hosts = ["*.acme.example"]
            [quarantine]
            directory = "/q"
            budget = "1GiB"
            [receipts]
            key = "/k"
            [report]
            format = "jsonl"
            color = "always"
            [rules]
            directory = "/r"
            [agent]
            audit-every = "90s"
            harvest-every = "1m"
            purge-every = "1d"
            jitter = 0
            deadline = "2h"
            incidents = "/i"
            apply-incidents = true
            listen = "[::1]:9465"
            textfile = "/t.prom"
            report = "/r.json"
            log-format = "json"
            pressure = "100%"
            max-read = "1MiB"
            """
        let settings = try Parse.settings(["audit"], files: [Parse.usual: text])
        for setting in SettingList.configurable {
            guard case .file = setting.origin(in: settings) else {
                Issue.record("\(setting.key ?? "") is not taken")
                continue
            }
        }
        #expect(settings.keepScans.value == 43_200 && settings.keepHistory.value == 1_800)
        #expect(settings.privateNames.value == ["acme-*", "@acme/*"])
        #expect(settings.privateHosts.value == ["*.acme.example"])
        #expect(settings.maxFileSize.value == 4096 && settings.rules.value == "/r")
        #expect(settings.auditEvery.value == 90 && settings.purgeEvery.value == 86_400)
        #expect(
            settings.jitter.value == 0 && settings.pressure.value == 100
                && settings.listen.value?.description == "[::1]:9465")
    }

    @Test func theDefaultFileHoldsTheDefaults() throws {
        let file = try #require(EmbeddedFile.named("bezoar.toml"))
        let asInstalled = try Parse.settings(
            ["audit"], files: [Parse.usual: String(decoding: file.bytes, as: UTF8.self)])
        var expected = Settings()
        expected.configurationRead = Settings.defaultConfiguration
        #expect(asInstalled == expected)

        // A setting is a line of a comment sign and a letter.
        let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let opened = lines.map { $0.hasPrefix("#") && $0.dropFirst().first?.isLetter == true ? $0.dropFirst() : $0 }
        let settings = try Parse.settings(["audit"], files: [Parse.usual: opened.joined(separator: "\n")])
        let text = lines.joined(separator: "\n")
        for setting in SettingList.configurable {
            let key = try #require(setting.key?.split(separator: ".").last)
            #expect(setting.literal(in: settings) == setting.defaultLiteral, "\(key)")
            if setting.defaultLiteral == nil {
                #expect(text.contains("Example: \(key) = "))
            } else {
                guard case .file = setting.origin(in: settings) else {
                    Issue.record("\(key) is not documented")
                    continue
                }
            }
        }
    }

    @Test func theExampleOfTheManPageWorks() throws {
        let page = try Parse.printed(["generate", "man", "bezoar.toml.5"])
        let start = try #require(page.firstRange(of: ".SH EXAMPLE\n.nf\n"))
        let end = try #require(page[start.upperBound...].firstRange(of: "\n.fi"))
        let text = page[start.upperBound..<end.lowerBound].replacing("\\-", with: "-")
        let settings = try Parse.settings(["audit"], files: [Parse.usual: String(text)])
        #expect(settings.jobs.value == 2 && settings.ruleOverrides.first?.id == "executable-file")
        #expect(settings.trust.first?.tier == .untrusted)
    }

    static let hostile: [(name: String, bytes: [UInt8])] = [
        ("huge", [UInt8](repeating: 0x23, count: ConfigurationFile.byteLimit + 1)),
        ("zeros", [UInt8](repeating: 0, count: 4096)),
        ("binary", (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 167) }),
        ("deep arrays", Array("a = ".utf8) + [UInt8](repeating: 0x5B, count: 100_000)),
        ("deep tables", Array(("[" + String(repeating: "a.", count: 50_000) + "a]").utf8)),
        ("deep rule", Array(("rule." + String(repeating: "a.", count: 50_000) + "a = 1").utf8)),
        ("many tiers", Array((0...1000).map { _ in "[[trust]]\ntier=\"internal\"\nrefs=[\"a\"]\n" }.joined().utf8)),
        ("many rules", Array((0...10_001).map { "rule.r\($0).enabled = false\n" }.joined().utf8)),
        ("long key", [UInt8](repeating: 0x61, count: 500_000) + Array(" = 1".utf8)),
        ("long string", Array("audit.fail-on = \"".utf8) + [UInt8](repeating: 0x61, count: 500_000) + [0x22]),
        ("big number", Array("audit.jobs = ".utf8) + [UInt8](repeating: 0x39, count: 500_000)),
    ]

    @Test(arguments: hostile)
    func hostileFilesAreErrors(_ row: (name: String, bytes: [UInt8])) {
        let result = Parse.bytes([Array("audit".utf8)], files: [Parse.usual: row.bytes])
        guard case .failure(let message, .usage) = result else {
            Issue.record("no failure")
            return
        }
        #expect(message.utf8.count < 10_000, "a message stays a message")
    }

    @Test func noMutationTraps() throws {
        var random = SeededGenerator(seed: 20_261_121)
        let mutation = Mutation(pieces: ["[rule.", "]", "=", "\"", "audit", ".", "jobs", "999", "-", "{", "[", "\n"])
        let file = try #require(EmbeddedFile.named("bezoar.toml"))
        let seeds = [
            Array(SettingsTests.file.utf8), file.bytes.filter { $0 != 0x23 },
            Array("[[trust]]\ntier = \"release\"\nprojects = [\"a*\"]\nrefs = [\"b\"]".utf8),
            Array("[rule.a]\nseverity = \"low\"\n[audit]\ntrees = [\"/a\"]\nmax-file-size = \"1G\"".utf8),
        ]
        for _ in 0..<3_000 {
            let bytes = mutation.of(random.pick(seeds), using: &random)
            if case .print = Parse.bytes([Array("audit".utf8)], files: [Parse.usual: bytes]) {
                Issue.record("an audit does not print")
            }
        }
    }
}
