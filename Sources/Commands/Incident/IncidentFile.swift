import Audit
import Bytes
import Ecosystems
package import Inventory

/// Reads the file of one incident.
///
/// ```toml
/// name = "axios-2026-03"                            # up to 64 letters, digits, dots, dashes, underscores
/// description = "axios was published by a thief"    # may be left out
/// trees = ["/home/ci/.npm"]                         # caches beside those of the engines, as with --tree
///
/// [indicators]                                      # what to look for; each list may be left out
/// packages = ["pkg:npm/axios@1.14.1"]               # as `bezoar hunt` takes them
/// digests = ["sha256:…"]
/// files = ["*.pth"]                                 # names, or with a slash paths; * and ? are wild
/// names = ["plain-crypto"]                          # texts in names
/// advisories = ["/srv/osv/MAL-2026-2307.json"]      # files and folders in the OSV format
///
/// [[compromised]]                                   # builds that are not to be trusted
/// projects = ["https://git.example.com/acme/*"]
/// since = 2026-03-30T00:00:00Z                      # with a zone: what is meant must be one moment
/// until = 2026-03-31T12:00:00Z                      # left out while it goes on
///
/// [actions]
/// allow = ["quarantine", "purge-package"]           # nothing is allowed where it is left out; also purge-mount
/// ```
/// Whatever is not understood is an error with its line: who fights an incident must not fight half of it because of a
/// misspelt key.
package struct IncidentFile {
    /// Why a file cannot be used: a line for each mistake, each with file and line, fit for a terminal.
    package struct Failure: Error, Sendable, Equatable {
        package var mistakes: [String]
    }

    /// Bounds of one file.
    package enum Limit {
        /// Bytes.
        package static let size = 4 << 20
        /// Indicators of each kind.
        package static let indicators = 10_000
        /// Tables `[[compromised]]`, and patterns in one of them.
        package static let compromised = 1_000
        /// Directories.
        package static let trees = 100
        /// Bytes of the description.
        package static let description = 1_000
        /// Mistakes that are named.
        static let mistakes = 20
    }

    private let path: ByteString
    private var mistakes: [String] = []
    private var unlisted = 0

    private init(path: ByteString) {
        self.path = path
    }

    /// What a file says. `path` names it in messages.
    package static func read(_ bytes: [UInt8], path: ByteString) throws(Failure) -> Incident {
        var file = IncidentFile(path: path)
        let table: TOMLTable
        do throws(ParseError) {
            table = try TOML.parse(bytes, limits: TOMLLimits(size: Limit.size))
        } catch {
            let place = error.line.map { ":\($0)" } ?? ""
            throw Failure(mistakes: ["\(Quotation.text(path.bytes))\(place): \(error.reason)"])
        }
        let incident = file.incident(table)
        guard file.mistakes.isEmpty else {
            if file.unlisted > 0 {
                file.mistakes.append("\(Quotation.text(path.bytes)): \(file.unlisted) more mistakes")
            }
            throw Failure(mistakes: file.mistakes)
        }
        return incident
    }

    private mutating func incident(_ table: TOMLTable) -> Incident {
        var incident = Incident(name: "")
        for entry in table.entries {
            switch entry.key {
            case "name": incident.name = name(entry)
            case "description": incident.description = description(entry)
            case "trees": incident.trees = trees(entry)
            case "indicators": readIndicators(entry, into: &incident)
            case "compromised": readCompromised(entry, into: &incident)
            case "actions": readActions(entry, into: &incident)
            default:
                noteUnknown(
                    entry, among: ["name", "description", "trees", "indicators", "compromised", "actions"],
                    prefix: "")
            }
        }
        if table["name"] == nil { note(1, "it has no `name`") }
        if table["indicators"] == nil && table["compromised"] == nil {
            note(1, "it has neither [indicators] nor [[compromised]]: there is nothing to look for")
        }
        return incident
    }

    private mutating func name(_ entry: TOMLTable.Entry) -> String {
        let grammar = NameGrammar()
        if let text = entry.item.string, let name = grammar.read(argument: Array(text.utf8)) { return name }
        note(entry.item.line, "name: \(grammar.expectation) is expected, found \(Self.found(entry.item))")
        return ""
    }

    private mutating func description(_ entry: TOMLTable.Entry) -> String {
        if let text = entry.item.string, text.utf8.count <= Limit.description { return text }
        note(entry.item.line, "description: a text of at most \(Limit.description) bytes is expected")
        return ""
    }

    private mutating func trees(_ entry: TOMLTable.Entry) -> [ByteString] {
        guard let items = entry.item.array, items.count <= Limit.trees else {
            note(entry.item.line, "trees: an array of at most \(Limit.trees) absolute paths is expected")
            return []
        }
        return items.compactMap { item in
            if let path = item.string.flatMap({ PathGrammar.absolutePath(.text($0)) }) { return path }
            note(item.line, "trees: an absolute path is expected, found \(Self.found(item))")
            return nil
        }
    }

    // MARK: Indicators

    private mutating func readIndicators(_ entry: TOMLTable.Entry, into incident: inout Incident) {
        guard let table = table(entry) else { return }
        var count = 0
        for field in table.entries {
            guard let items = items(field, of: "indicators", limit: Limit.indicators) else { continue }
            count += items.count
            for item in items {
                guard let text = item.string, !text.isEmpty else {
                    note(item.line, "indicators.\(field.key): a text is expected, found \(Self.found(item))")
                    continue
                }
                switch field.key {
                case "advisories":
                    guard let path = PathGrammar.absolutePath(.text(text)) else {
                        note(item.line, "indicators.advisories: an absolute path is expected")
                        continue
                    }
                    incident.advisories.append(path)
                default:
                    if let question = question(text, field.key, line: item.line) {
                        incident.questions.append(question)
                    }
                }
            }
        }
        if count == 0 { note(entry.keyLine, "indicators: there is none in it") }
    }

    private static let indicatorKeys = ["packages", "digests", "files", "names", "advisories"]

    private mutating func question(_ text: String, _ key: String, line: Int) -> HuntQuestion? {
        if key == "names" {
            if let found = TextListGrammar().read(argument: Array(text.utf8))?.first { return .text(found) }
            note(line, "indicators.names: \(TextListGrammar().expectation) is expected")
            return nil
        }
        do throws(HuntQuestionError) {
            // A file of any name may be meant here: its list says so.
            let question = try HuntQuestion(ByteString(key == "files" ? "file:" + text : text))
            switch (key, question) {
            case ("packages", .package), ("digests", .digest), ("files", .file): return question
            case ("packages", _): note(line, "indicators.packages: a package URL such as `pkg:npm/axios` is expected")
            default: note(line, "indicators.digests: a digest such as `sha256:…` is expected")
            }
        } catch {
            note(line, "indicators.\(key): \(Quotation.text(Array(text.utf8))): \(error.sentence)")
        }
        return nil
    }

    // MARK: Compromised projects

    private mutating func readCompromised(_ entry: TOMLTable.Entry, into incident: inout Incident) {
        guard case .array(let items) = entry.item.value else {
            note(entry.item.line, "compromised: tables [[compromised]] are expected, found \(Self.found(entry.item))")
            return
        }
        guard !items.isEmpty, items.count <= Limit.compromised else {
            note(entry.item.line, "compromised: 1 to \(Limit.compromised) tables are expected")
            return
        }
        for item in items {
            guard let table = item.table else {
                note(item.line, "compromised: a table is expected, found \(Self.found(item))")
                continue
            }
            if let compromise = compromise(table, line: item.line) { incident.compromised.append(compromise) }
        }
    }

    private mutating func compromise(_ table: TOMLTable, line: Int) -> Incident.Compromise? {
        var projects: [Glob] = []
        var since: Int64?
        var until: Int64?
        let before = mistakes.count + unlisted
        for field in table.entries {
            switch field.key {
            case "projects": projects = globs(field)
            case "since": since = time(field)
            case "until": until = time(field)
            default: noteUnknown(field, among: ["projects", "since", "until"], prefix: "compromised.")
            }
        }
        guard mistakes.count + unlisted == before else { return nil }
        guard !projects.isEmpty, let since else {
            note(line, "compromised: this table has no `\(projects.isEmpty ? "projects" : "since")`")
            return nil
        }
        if let until, until <= since {
            note(line, "compromised: `until` must come after `since`")
            return nil
        }
        return Incident.Compromise(projects: projects, since: since, until: until)
    }

    private mutating func globs(_ field: TOMLTable.Entry) -> [Glob] {
        guard let items = items(field, of: "compromised", limit: Limit.compromised) else { return [] }
        return items.compactMap { item in
            if let text = item.string, !text.isEmpty, let glob = Glob(Array(text.utf8)) { return glob }
            note(item.line, "compromised.projects: a pattern of 1 to \(Glob.patternLimit) bytes is expected")
            return nil
        }
    }

    private mutating func time(_ field: TOMLTable.Entry) -> Int64? {
        if case .offsetDateTime(let time) = field.item.value,
            let moment = InternetTime.nanoseconds(time.description)
        {
            return moment
        }
        note(
            field.item.line,
            "compromised.\(field.key): a time with its zone such as 2026-03-30T00:00:00Z is expected, found "
                + Self.found(field.item))
        return nil
    }

    // MARK: Actions

    private mutating func readActions(_ entry: TOMLTable.Entry, into incident: inout Incident) {
        guard let table = table(entry) else { return }
        for field in table.entries {
            guard field.key == "allow" else {
                noteUnknown(field, among: ["allow"], prefix: "actions.")
                continue
            }
            let words = Incident.Action.allCases.map(\.rawValue)
            for item in items(field, of: "actions", limit: words.count) ?? [] {
                guard let action = item.string.flatMap({ Incident.Action(rawValue: $0) }) else {
                    let nearest = item.string.flatMap { Suggestion.nearest(to: $0, among: words) }
                    note(
                        item.line,
                        "actions.allow: one of \(words.joined(separator: ", ")) is expected, found "
                            + Self.found(item) + (nearest.map { "; did you mean `\($0)`?" } ?? ""))
                    continue
                }
                if !incident.actions.insert(action).inserted {
                    note(item.line, "actions.allow: `\(action.rawValue)` stands twice")
                }
            }
        }
    }

    // MARK: Help

    private mutating func table(_ entry: TOMLTable.Entry) -> TOMLTable? {
        if let table = entry.item.table { return table }
        note(entry.item.line, "\(entry.key): a table is expected, found \(Self.found(entry.item))")
        return nil
    }

    private mutating func items(_ field: TOMLTable.Entry, of table: String, limit: Int) -> [TOMLItem]? {
        if table == "indicators", !Self.indicatorKeys.contains(field.key) {
            noteUnknown(field, among: Self.indicatorKeys, prefix: "indicators.")
            return nil
        }
        guard let items = field.item.array, items.count <= limit else {
            note(
                field.item.line,
                "\(table).\(field.key): an array of at most \(limit) is expected, found \(Self.found(field.item))")
            return nil
        }
        return items
    }

    private static func found(_ item: TOMLItem) -> String { ConfigurationFile.literal(item.value).found }

    private mutating func noteUnknown(_ entry: TOMLTable.Entry, among known: [String], prefix: String) {
        let what = entry.item.table == nil ? "key" : "table"
        let hint =
            Suggestion.nearest(to: entry.key, among: known).map { "; did you mean `\(prefix)\($0)`?" } ?? ""
        note(entry.keyLine, "unknown \(what) `\(prefix)\(Quotation.text(Array(entry.key.utf8)))`\(hint)")
    }

    private mutating func note(_ line: Int, _ message: String) {
        if mistakes.count < Limit.mistakes {
            mistakes.append("\(Quotation.text(path.bytes)):\(line): \(message)")
        } else {
            unlisted += 1
        }
    }
}
