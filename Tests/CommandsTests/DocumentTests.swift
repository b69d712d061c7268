import Commands
import Embed
import Inventory
import Linux
import Testing

/// What the documents show is there: commands, flags, targets, files, rules, exit codes, settings.
struct DocumentTests {
    @Test func eachShownCommandIsUnderstood() throws {
        var count = 0
        for line in try ShownCommands.all() where line.words.first == "bezoar" {
            count += 1
            switch Parse.result(Array(line.words.dropFirst())) {
            case .run: break
            case .print(_, let code): #expect(code == .clean, "\(line)")
            case .failure(let message, _): Issue.record("\(line): \(message)")
            }
        }
        #expect(count > 10)
    }

    @Test func eachShownTargetOfMakeIsThere() throws {
        let makefile = try ShownCommands.lines(of: "Makefile")
        var count = 0
        for line in try ShownCommands.all() where line.words.first == "make" {
            for target in line.words.dropFirst() where !target.contains("=") {
                count += 1
                #expect(makefile.contains { $0.hasPrefix(target + ":") }, "\(line)")
            }
        }
        #expect(count > 5)
    }

    @Test func eachShownScriptIsThere() throws {
        for line in try ShownCommands.all() {
            guard let program = line.words.first, program.contains("/"), !program.hasPrefix("/") else { continue }
            #expect(exists(program), "\(line)")
        }
    }

    @Test(arguments: ShownCommands.documents)
    func eachLinkLeadsSomewhere(_ document: String) throws {
        let folder = document.split(separator: "/").dropLast().map { $0 + "/" }.joined()
        for (index, line) in try ShownCommands.lines(of: document).enumerated() {
            for target in links(in: line) where !target.hasPrefix("https://") {
                let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
                let path = parts[0].isEmpty ? document : folder + parts[0]
                #expect(exists(path), "\(document):\(index + 1): \(target)")
                if parts.count == 2, exists(path) {
                    #expect(try headings(of: path).contains(String(parts[1])), "\(document):\(index + 1): \(target)")
                }
            }
        }
    }

    /// Paths in backquotes that begin with a folder of the repository.
    @Test(arguments: ShownCommands.documents)
    func eachNamedFileIsThere(_ document: String) throws {
        let folders = ["Sources/", "Tests/", "docs/", "packaging/", "agent/", "Benchmarks/", "rules/", ".ci/"]
        for (index, line) in try ShownCommands.lines(of: document).enumerated() {
            let parts = line.split(separator: "`", omittingEmptySubsequences: false)
            for part in parts.indices.filter({ $0 % 2 == 1 }).map({ parts[$0] }) {
                guard folders.contains(where: { part.hasPrefix($0) }), !part.contains("<") else { continue }
                // `Benchmarks/run --help` names a file and what to tell it.
                let path = part.split(separator: " ").first.map(String.init) ?? ""
                #expect(exists(path), "\(document):\(index + 1): \(part)")
            }
        }
    }

    @Test func theTableOfRulesIsWhole() throws {
        let rows = try rows(after: "## Rules")
        var ids: Set<String> = []
        for file in EmbeddedFile.all() where file.name.hasPrefix("rules/") {
            var severity = ""
            var id = ""
            for line in String(decoding: file.bytes, as: UTF8.self).split(separator: "\n") {
                if line.hasPrefix("id = ") { id = String(line.dropFirst(6).dropLast()) }
                guard line.hasPrefix("severity = ") else { continue }
                severity = String(line.dropFirst(12).dropLast())
                ids.insert(id)
                #expect(rows.contains { $0.count > 1 && $0[0] == "`\(id)`" && $0[1] == severity }, "\(id)")
            }
        }
        #expect(Set(rows.dropFirst(2).map { $0[0] }) == Set(ids.map { "`\($0)`" }))
    }

    @Test func theTableOfExitCodesIsWhole() throws {
        let codes = try rows(after: "## Exit codes").dropFirst(2).compactMap { Int32($0[0]) }
        #expect(codes == ExitCode.allCases.map(\.rawValue))
    }

    @Test func formatsAreNamed() throws {
        let text = try ShownCommands.lines(of: "README.md").joined(separator: "\n")
        for format in OutputFormat.allCases {
            #expect(text.contains("`\(format.rawValue)`") || text.contains("--format \(format.rawValue)"))
        }
    }

    @Test func shownConfigurationIsRight() throws {
        let blocks = try ["README.md", "docs/agent.md", "docs/fleet.md", "docs/sharing.md"].flatMap {
            try ShownCommands.blocks("toml", of: $0)
        }
        #expect(blocks.count > 1)
        for block in blocks {
            let settings = try Parse.settings(
                ["audit"], files: [Parse.usual: block.lines.joined(separator: "\n") + "\n"])
            #expect(settings != Settings())
        }
    }

    /// The reader of shell lines, so that no command is passed over.
    @Test func shellLinesAreTakenApart() {
        #expect(
            ShownCommands.commands(in: "sudo A=1 bezoar audit --tree 'a b' --format json | jq .x > out && make x")
                == [["bezoar", "audit", "--tree", "a b", "--format", "json"], ["jq", ".x"], ["make", "x"]])
        #expect(ShownCommands.commands(in: "make bench BENCH=\"--quick\"") == [["make", "bench", "BENCH=--quick"]])
    }

    // MARK: Help

    private func exists(_ path: String) -> Bool {
        (try? Descriptor.status(ofPath: Array((ShownCommands.repository + path).utf8))) != nil
    }

    /// What stands in the round brackets of `[text](target)`.
    private func links(in line: String) -> [String] {
        var targets: [String] = []
        var rest = line[...]
        while let start = rest.firstRange(of: "](") {
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: ")") else { break }
            targets.append(String(rest[..<end]))
        }
        return targets
    }

    /// The headings of a document as the names that links use.
    private func headings(of document: String) throws -> [String] {
        try ShownCommands.lines(of: document).filter { $0.hasPrefix("#") }.map { line in
            line.drop { $0 == "#" || $0 == " " }.lowercased().map { $0 == " " ? "-" : String($0) }.joined()
                .filter { $0.isLetter || $0.isNumber || $0 == "-" }
        }
    }

    /// The cells of the first table of README behind a heading.
    private func rows(after heading: String) throws -> [[String]] {
        let lines = try ShownCommands.lines(of: "README.md").drop { $0 != heading }.drop { !$0.hasPrefix("|") }
        return lines.prefix { $0.hasPrefix("|") }.map { line in
            line.split(separator: "|").map { cell in
                String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
        }
    }
}
