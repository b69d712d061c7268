import Bytes
import Ecosystems
import Inventory
import TestSupport
import Testing

/// Lockfiles against readers of other make: `Tests/Fixtures/ecosystems/lockfiles.py` and npm's own of Yarn's first
/// format. Generated ones, and those of `Tests/Fixtures/ecosystems/locks`, which the tools themselves wrote.
@Suite("Lockfiles against other readers")
struct LockfileOracleTests {
    private static let script = fixture("ecosystems/lockfiles.py")
    private static let count = 1_500

    private static let hasPython = DocumentOracle.python(has: "tomllib, yaml")
    private static let npm = VersionOracle.npmLibraries

    /// A document with what the oracle reads in it.
    private struct Question {
        var document: [UInt8]
        var answer: [String]?
    }

    /// Documents that the oracle made up.
    private func made(_ name: String, seed: Int) throws -> [Question] {
        let words = [PythonOracle.interpreter, Self.script, name, String(seed), String(Self.count)]
        let questions = try DocumentOracle.lines(words, []).map { line in
            let blank = line.firstIndex(of: UInt8(ascii: " ")) ?? line.endIndex
            let answer = try JSON.parse(Array(line[blank...].dropFirst())).array?.compactMap(\.string)
            return Question(document: DocumentOracle.bytes(hex: line[..<blank]), answer: answer)
        }
        try #require(questions.count == Self.count)
        return questions
    }

    /// The form in which the oracles answer.
    private func describe(_ list: PinList, hasFile: Bool = true) -> [String] {
        let texts = list.pins.map { pin in
            let digests = pin.digests.map(\.description).sorted().joined(separator: ",")
            let file = hasFile ? [pin.file ?? ""] : []
            return ([pin.name, pin.version ?? ""] + file + [digests, pin.url ?? ""]).joined(separator: "|")
        }
        return texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func problems(_ questions: [Question], as name: String, hasFile: Bool = true) throws -> [String] {
        let format = try #require(LockfileFormat(fileName: name))
        return questions.compactMap { question in
            let ours = try? describe(format.read(question.document.span, fileName: name), hasFile: hasFile)
            if ours == question.answer { return nil }
            let text = String(decoding: question.document, as: UTF8.self)
            return "\(text)\n ours   \(String(describing: ours))\n theirs \(String(describing: question.answer))"
        }
    }

    private func expectNone(_ problems: [String]) {
        #expect(problems.isEmpty, "\(problems.count)\n\(problems.prefix(3).joined(separator: "\n"))")
    }

    @Test(
        "Generated ones, 1,500 of each format", .enabled(if: hasPython, "Python has no tomllib or yaml"),
        arguments: [
            "poetry.lock", "uv.lock", "pylock.toml", "Pipfile.lock", "Cargo.lock", "go.sum", "yarn.lock",
            "pnpm-lock.yaml",
            "verification-metadata.xml", "lockfile.json", "checksums.sha256",
        ])
    func generated(_ name: String) throws {
        let questions = try made(name, seed: 9)
        #expect(questions.contains { ($0.answer?.count ?? 0) > 3 })
        expectNone(try problems(questions, as: name))
    }

    @Test(
        "Generated ones of Yarn 1, as npm reads them, 1,500",
        .enabled(if: hasPython && npm != nil, "npm is not installed, or Python has no tomllib or yaml"))
    func firstYarn() throws {
        var questions = try made("yarn-v1", seed: 1)
        try ask(&questions)
        #expect(questions.contains { ($0.answer?.count ?? 0) > 3 })
        expectNone(try problems(questions, as: "yarn.lock", hasFile: false))
    }

    private func ask(_ questions: inout [Question]) throws {
        let words = ["node", fixture("ecosystems/yarn-v1.js"), Self.npm ?? ""]
        let answers = try DocumentOracle.answers(words, questions.map(\.document))
        try #require(answers.count == questions.count)
        for index in questions.indices { questions[index].answer = answers[index] }
    }

    // MARK: Real ones

    /// Files below `locks`, by the tool's folder; what pip reads, it is asked about in `RequirementsTests`.
    private static let written: [String] = {
        let found = try? Program.run(["find", fixture("ecosystems/locks"), "-mindepth", "2", "-type", "f"])
        let files = found?.outputText.split(separator: "\n").map(String.init).sorted() ?? []
        return files.filter { !$0.hasSuffix(".txt") && !$0.hasSuffix(".md") }
    }()

    @Test("What the tools wrote", .enabled(if: hasPython, "Python has no tomllib or yaml"), arguments: written)
    func real(_ path: String) throws {
        let parts = path.split(separator: "/").suffix(2).map(String.init)
        try #require(parts.count == 2)
        let name = parts[1]
        let document = try Program.run(["cat", path]).output
        var questions = [Question(document: document)]
        if parts[0].hasPrefix("yarn-1") {
            guard Self.npm != nil else { return }
            try ask(&questions)
            expectNone(try problems(questions, as: name, hasFile: false))
        } else if name == "package-lock.json" {
            try compareWithNpm(document)
        } else {
            let words = [PythonOracle.interpreter, Self.script, name]
            questions[0].answer = try DocumentOracle.answers(words, [document])[0]
            expectNone(try problems(questions, as: name))
        }
        let format = try #require(LockfileFormat(fileName: name))
        let list = try format.read(document.span, fileName: name)
        #expect(list.pins.count > 3)
        let useless = list.pins.filter { !$0.isUsable && $0.unusable != .local && $0.unusable != .versionControl }
        #expect(useless.isEmpty, "\(useless.prefix(3))")
        #expect(list.notes.isEmpty)
    }

    private func compareWithNpm(_ document: [UInt8]) throws {
        guard let npm = Self.npm else { return }
        let words = ["node", fixture("ecosystems/package-lock.js"), npm]
        let answer = try #require(try DocumentOracle.answers(words, [document])[0])
        // What stands first there is the place.
        let theirs = answer.map { text in
            text.split(separator: "|", omittingEmptySubsequences: false).dropFirst().joined(separator: "|")
        }
        let ours = try describe(PackageLock.read(document.span), hasFile: false)
        #expect(theirs.sorted() == ours.sorted())
    }
}
