import Commands
import Inventory
import Testing

/// Which of several sources wins, and where a value says it came from.
struct SettingsTests {
    static let file = "[audit]\njobs = 2\nrehash = 7\n[report]\nformat = \"sarif\"\ncolor = \"always\"\n"

    @Test func laterSourcesWin() throws {
        let files = [Parse.usual: Self.file]
        let origin = Origin.file(path: ByteString(Parse.usual), line: 2)
        let none = try Parse.settings(["audit"])
        #expect(none.jobs == Sourced(nil))
        let fromFile = try Parse.settings(["audit"], files: files)
        #expect(fromFile.jobs == Sourced(2, from: origin))
        #expect(fromFile.rehash.value == 7)
        let fromVariable = try Parse.settings(["audit"], variables: [("BEZOAR_JOBS", "3")], files: files)
        #expect(fromVariable.jobs == Sourced(3, from: .variable("BEZOAR_JOBS")))
        #expect(fromVariable.rehash.value == 7)
        let fromFlag = try Parse.settings(["audit", "-j4"], variables: [("BEZOAR_JOBS", "3")], files: files)
        #expect(fromFlag.jobs == Sourced(4, from: .flag("-j")))
    }

    @Test func originsHaveWords() {
        #expect(Origin.builtIn.description == "default")
        #expect(Origin.file(path: "/a\u{1B}", line: 3).description == "/a\\x1b:3")
        #expect(Origin.variable("BEZOAR_DB").description == "BEZOAR_DB")
        #expect(Origin.flag("-q").description == "-q")
    }

    @Test func whatIsInForceCanBeListed() throws {
        let text = "audit.jobs = 2\nrule.special-file.severity = \"low\"\nmanifest.path = \"/a\\u001bb\""
        let rows = SettingList.effective(in: try Parse.settings(["audit", "--full"], files: [Parse.usual: text]))
        func row(_ key: String) -> EffectiveSetting? { rows.first { $0.key == key } }
        let path = ByteString(Parse.usual)
        #expect(
            row("audit.jobs") == EffectiveSetting(key: "audit.jobs", value: "2", origin: .file(path: path, line: 1)))
        #expect(row("audit.full")?.origin == .flag("--full"))
        #expect(row("rules.directory")?.value == "only the built-in rules")
        #expect(row("audit.trees")?.value == "none")
        for row in rows { #expect(!row.value.isEmpty, "\(row.key)") }
        #expect(row("manifest.path")?.value == "/a\\x1bb")
        #expect(row("rule.special-file.severity")?.value == "low")
        #expect(rows.count == SettingList.configurable.count + 1)
    }

    @Test func listsAreReplacedNotMixed() throws {
        let files = [Parse.usual: "audit.trees = [\"/a\", \"/b\"]"]
        #expect(try Parse.settings(["audit"], files: files).trees.value == ["/a", "/b"])
        let variables = [("BEZOAR_TREE", "/c::d")]
        #expect(try Parse.settings(["audit"], variables: variables, files: files).trees.value == ["/c", "d"])
        let words = ["audit", "--tree", "e"]
        #expect(try Parse.settings(words, variables: variables, files: files).trees.value == ["e"])
    }

    @Test func everyVariableWorks() throws {
        let values = [
            "tree": "/t", "state": "/s:/u", "discover": "1", "host-root": "/h", "db": "d", "config": "/c", "full": "1",
            "rehash": "5", "max-file-size": "1K", "max-read": "1MiB", "jobs": "9",
            "no-record": "yes", "rules": "r", "fail-on": "low", "format": "json", "quiet": "on", "verbose": "TRUE",
            "no-progress": "true", "color": "never", "host-name": "build-07",
        ]
        let audit = try #require(CommandList.find(["audit"]))
        for flag in audit.orderedFlags {
            guard let variable = flag.variable else { continue }
            let value = try #require(values[flag.name], "\(flag.name)")
            let settings = try Parse.settings(["audit"], variables: [(variable, value)], files: ["/c": ""])
            #expect(flag.origin(in: settings) == .variable(variable))
            if flag.grammar.isToggle {
                #expect(flag.literal(in: settings) == .boolean(true))
                let no = try Parse.settings(["audit"], variables: [(variable, "0")])
                #expect(flag.literal(in: no) == .boolean(false))
            } else if flag.name != "tree" {
                #expect(flag.literal(in: settings)?.plain == (flag.name == "max-file-size" ? "1KiB" : value))
            }
            let empty = try Parse.settings(["audit"], variables: [(variable, "")])
            #expect(flag.origin(in: empty) == .builtIn, "an empty variable counts as not set")
        }
    }

    @Test func wrongVariablesAreErrors() throws {
        let jobs = try Parse.message(["audit"], variables: [("BEZOAR_JOBS", "x")])
        #expect(jobs == "bezoar: BEZOAR_JOBS: a whole number from 1 to 256 is expected, found `x`")
        let color = try Parse.message(["audit"], variables: [("BEZOAR_COLOR", "nevr")])
        #expect(color.hasSuffix("found `nevr`; did you mean `never`?"))
        let full = try Parse.message(["audit"], variables: [("BEZOAR_FULL", "maybe")])
        #expect(full.contains("BEZOAR_FULL: `true` or `false` is expected"))
        let both = [("BEZOAR_QUIET", "1"), ("BEZOAR_VERBOSE", "1")]
        #expect(try Parse.message(["audit"], variables: both) == "bezoar: BEZOAR_VERBOSE contradicts BEZOAR_QUIET")
        // Of no concern to a command without that flag, nor are variables that others made up.
        _ = try Parse.settings(["version"], variables: [("BEZOAR_JOBS", "x"), ("BEZOAR_PORT", "tcp://1.2.3.4:5")])
    }

    @Test func togglesTakeBackOnlyTheirOwnYes() throws {
        let settings = try Parse.settings(["audit"], variables: [("BEZOAR_QUIET", "1"), ("BEZOAR_VERBOSE", "0")])
        #expect(settings.verbosity.value == .quiet)
        let full = try Parse.settings(
            ["audit"], variables: [("BEZOAR_FULL", "0")], files: [Parse.usual: "audit.full = true"])
        #expect(full.full == Sourced(false, from: .variable("BEZOAR_FULL")))
    }

    @Test func aFlagWinsOverAContradictingVariable() throws {
        let settings = try Parse.settings(["audit", "-v"], variables: [("BEZOAR_QUIET", "1")])
        #expect(settings.verbosity == Sourced(.verbose, from: .flag("-v")))
    }

    @Test func formatsThatACommandLacksDoNotBindIt() throws {
        let files = [Parse.usual: Self.file]
        #expect(try Parse.settings(["audit"], files: files).format.value == .sarif)
        #expect(try Parse.settings(["doctor"], files: files).format == Sourced(.text))
        #expect(try Parse.settings(["doctor"], variables: [("BEZOAR_FORMAT", "jsonl")]).format == Sourced(.text))
        #expect(throws: Parse.Unexpected.self) { try Parse.settings(["doctor"], variables: [("BEZOAR_FORMAT", "x")]) }
    }

    @Test func noColorSettlesWhatIsLeftOpen() throws {
        let variables = [("NO_COLOR", "1")]
        let settings = try Parse.settings(["audit"], variables: variables)
        #expect(settings.color == Sourced(.never, from: .variable("NO_COLOR")))
        let files = [Parse.usual: Self.file]
        #expect(try Parse.settings(["audit"], variables: variables, files: files).color.value == .always)
        #expect(try Parse.settings(["audit"], variables: [("NO_COLOR", "")]).color.value == .auto)
    }

    @Test func onlyTheUsualFileMayBeMissing() throws {
        #expect(try Parse.settings(["audit"]).configurationRead == nil)
        let named = try Parse.message(["audit", "--config", "/x"])
        #expect(named == "bezoar: /x: the configuration file cannot be read: no such file (--config)")
        let variable = try Parse.message(["audit"], variables: [("BEZOAR_CONFIG", "/y")])
        #expect(variable == "bezoar: /y: the configuration file cannot be read: no such file (BEZOAR_CONFIG)")
        let settings = try Parse.settings(
            ["audit", "--config", "/x"], variables: [("BEZOAR_CONFIG", "/y")], files: ["/x": "audit.jobs = 5"])
        #expect(settings.jobs.value == 5 && settings.configurationRead == "/x")
    }

    @Test func anUnreadableUsualFileIsAnError() {
        let result = CommandLineInterface.parse(arguments: [Array("audit".utf8)], environment: []) {
            _ throws(FileUnavailable) in
            throw FileUnavailable(isMissing: false, reason: "permission denied")
        }
        guard case .failure(let message, .failed) = result else {
            Issue.record("no failure")
            return
        }
        #expect(message.contains("/etc/bezoar/bezoar.toml: the configuration file cannot be read: permission denied"))
    }
}
