import Bytes
import Ecosystems
import Inventory
import TestSupport
import Testing

/// `requirements.txt` against pip's own reader.
@Suite("Requirements files against pip")
struct RequirementsTests {
    private static let digest = String(repeating: "0a1B", count: 16)

    private static let lines = [
        "idna==3.6", "Zope.Interface == 6.0", "six===1.16", "a[b,C]==1.0", "a [b] >= 1, < 2", "x==1.*", "y~=1.4.2",
        "z != 1", "nothing", "q (==1.0)", "w==1.0 ; python_version < '3.8'", "v==2 # comment", "u==1#no",
        "p @ https://example.org/p-1.0-py3-none-any.whl#sha256=\(digest)",
        "https://example.org/a/t-2.0.tar.gz#egg=T&sha256=\(digest)", "git+https://example.org/r@abc#egg=Rrr",
        "https://example.org/s-1.0.zip#md5=0123456789abcdef0123456789abcdef", "-r other.txt", "-rmore.txt",
        "--requirement=c.txt", "-c constraints.txt", "--constraint d.txt",
        "-i https://example.org/simple", "--index-url https://example.org", "--no-index", "--pre",
        "--require-hashes", "--extra-index-url=https://example.org", "--trusted-host h", "# nothing", "  # blank", "",
        "--find-links ./x", "--no-binary :all:", "--only-binary=:none:", "--prefer-binary", "--req short.txt",
        "idna==3.6 --hash=sha256:\(digest)", "idna==3.6 --hash sha512:\(digest)\(digest)",
        "idna==3.6 --hash=sha256:\(digest) --hash=sha384:\(digest)\(String(repeating: "0a1B", count: 8))",
        "idna==3.6 --has=sha256:\(digest)", "idna==3.6 --hash=md5:abc", "idna==3.6 --hash=abc",
        "idna==3.6 --config-settings a=b",
        "./local", "a/b", "==1", "a b", "a==", "a==1.0;", "a@", "\"a\"==1", "-z", "--nope", "${NOPE_X}==1",
    ]
    private static let glue = [
        "\n", "\n", "\n", "\r\n", "\r", " \\\n", "\\\n", " \\\n    --hash=sha256:\(digest)\n", "\u{2028}", "\u{0C}",
        "\u{0B}", "\u{1C}", "\u{85}", " # c\n", " #\\\n", "\\\\\n", "\n\n",
    ]

    /// How many pip answered with, and where we differ.
    private func differences(_ documents: [[UInt8]]) throws -> (accepted: Int, problems: [String]) {
        let words = [PythonOracle.interpreter, fixture("ecosystems/requirements.py")]
        let answers = try DocumentOracle.answers(words, documents)
        try #require(answers.count == documents.count)
        var accepted = 0
        var problems: [String] = []
        for (document, answer) in zip(documents, answers) {
            let list = try? RequirementsFile.read(document.span)
            let isRefused = list?.notes.contains { $0.kind == .malformed } ?? true
            guard let answer else {
                // pip also wants markers to be right and local paths to be there.
                let text = String(decoding: document, as: UTF8.self)
                let isBeyondUs = [";", "./local", "a/b"].contains { text.contains($0) }
                if !isRefused, !isBeyondUs, let list, !holdsStrangers(list) {
                    problems.append("pip refuses \(String(decoding: document, as: UTF8.self).debugDescription)")
                }
                continue
            }
            accepted += 1
            let ours = list.map(describe) ?? []
            if ours != answer || isRefused {
                problems.append(
                    "\(String(decoding: document, as: UTF8.self).debugDescription)\n ours   \(ours)\n theirs \(answer)")
            }
        }
        return (accepted, problems)
    }

    /// Pins of which pip wants to see more than the line: a local path that must be there, a digest that is none.
    private func holdsStrangers(_ list: PinList) -> Bool {
        list.pins.contains {
            $0.unusable == .local || $0.unusable == .malformedDigest
                || ($0.url == nil && ($0.file != nil || $0.name.contains("/")))
        }
    }

    /// The form in which the oracle answers.
    private func describe(_ list: PinList) -> [String] {
        let pins = list.pins.map { pin -> (Int, String) in
            let hashes = Set(pin.digests.map { $0.description }).sorted().joined(separator: ",")
            if let url = pin.url {
                let bare = url.split(separator: "#").first.map(String.init) ?? url
                return (pin.line, "url|\(hashes)|\(bare)")
            }
            return (pin.line, "\(pin.name)|\(pin.version ?? "")|\(hashes)|")
        }
        let references = list.references.map { ($0.line, ($0.kind == .requirements ? "-r " : "-c ") + $0.target) }
        return (pins + references).sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// Older ones read requirements more loosely.
    private static let hasPip = DocumentOracle.python(
        has: "pip; from pip._vendor.packaging.version import Version as V; assert V(pip.__version__) >= V('24.1')")

    @Test("Generated files", .enabled(if: hasPip, "Python has no pip of 24.1 or newer"))
    func generated() throws {
        var random = SeededGenerator(seed: 13)
        var documents = Self.lines.map { Array($0.utf8) }
        for _ in 0..<3_000 {
            var text = ""
            for _ in 0..<random.int(1...3) { text += random.pick(Self.lines) + random.pick(Self.glue) }
            documents.append(Array(text.utf8))
        }
        let (accepted, problems) = try differences(documents)
        #expect(accepted > 300, "\(accepted) accepted: both answers must be common")
        #expect(problems.isEmpty, "\(problems.count)\n\(problems.prefix(8).joined(separator: "\n"))")
    }

    @Test("Files that pip-tools and uv wrote", .enabled(if: hasPip, "Python has no pip of 24.1 or newer"))
    func written() throws {
        let found = try Program.run(["find", fixture("ecosystems/locks"), "-name", "requirements.txt"]).outputText
        let documents = try found.split(separator: "\n").map { try Program.run(["cat", String($0)]).output }
        try #require(documents.count > 1)
        let (accepted, problems) = try differences(documents)
        #expect(accepted == documents.count)
        #expect(problems.isEmpty, "\(problems.prefix(2).joined(separator: "\n"))")
        for document in documents {
            let pins = try RequirementsFile.read(document.span).pins
            #expect(pins.count > 3 && pins.allSatisfy(\.isUsable))
        }
    }

    @Test("A line with more digests than any release has files is an error that names the line")
    func digestLimit() throws {
        func text(_ count: Int) -> [UInt8] {
            let hashes = (0..<count).map { number in
                let digits = String(number, radix: 16)
                return " --hash=sha256:" + String(repeating: "0", count: 64 - digits.utf8.count) + digits
            }
            return Array(("six==1.16\nidna==3.6" + hashes.joined() + "\n").utf8)
        }
        let list = try RequirementsFile.read(text(RequirementsFile.digestLimit).span)
        #expect(list.pins.last?.digests.count == RequirementsFile.digestLimit)
        let error = #expect(throws: ParseError.self) {
            try RequirementsFile.read(text(RequirementsFile.digestLimit + 1).span)
        }
        #expect(error?.line == 2)
    }
}
