import Bytes
import Ecosystems
import Inventory
import TestSupport
import Testing

/// Names, file names and package URLs against the libraries that define them.
@Suite("Names and package URLs")
struct NameTests {
    private static let pieces = [
        "zope", "interface", "idna", "Foo", "BAR", "a", "0", "1.0", "3.6", "py3", "none", "any", "cp311", "abi3",
        "manylinux_2_17_x86_64.manylinux2014_x86_64", "py2.py3", "-", "_", ".", "--", "__", "-1.0", "-3.6.post1", "-2b",
        "1!2", "+cu118", "@", "/", "%", " ", "é", "types", "~", ":", "!", "&", "=",
    ]

    private func ask(_ questions: [String]) throws -> [JSONValue] {
        let words = [PythonOracle.interpreter, fixture("ecosystems/names.py")]
        let lines = try DocumentOracle.lines(words, Array(questions.joined().utf8))
        try #require(lines.count == questions.count)
        return try lines.map { try JSON.parse($0) }
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private func text(_ random: inout SeededGenerator, _ count: ClosedRange<Int>) -> String {
        (0..<random.int(count)).map { _ in random.pick(Self.pieces) }.joined()
    }

    @Test(
        "Python's names and files",
        .enabled(if: DocumentOracle.python(has: "packaging.utils, packageurl"), "no library"))
    func python() throws {
        var random = SeededGenerator(seed: 503)
        var files: [String] = [
            "idna-3.6-py3-none-any.whl", "six-1.16.0-py2.py3-none-any.whl", "a-1.0-1b-py3-none-any.whl",
            "a__b-1-py3-n-a.whl",
            "zope.interface-6.0.tar.gz", "a-b-1.0.zip", "x-1.0.tar.bz2", "a-1.0-py3-none-any", ".whl", "-.tar.gz",
        ]
        for _ in 0..<8_000 {
            let name = text(&random, 1...3)
            let version = random.pick(["1.0", "3.6.post1", "1!2", "0.1a1", "x", "", "1.0+cu118"])
            switch random.int(0...3) {
            case 0: files.append("\(name)-\(version)-py3-none-any.whl")
            case 1: files.append("\(name)-\(version)-\(text(&random, 1...1))-cp311-abi3-linux_x86_64.whl")
            case 2: files.append("\(name)-\(version)" + random.pick([".tar.gz", ".zip"]))
            default: files.append(text(&random, 3...9) + random.pick([".whl", ".tar.gz"]))
            }
        }
        var questions: [String] = []
        for file in files {
            questions.append("[\"wheel\", \(quoted(file))]\n")
            questions.append("[\"sdist\", \(quoted(file))]\n")
        }
        for file in files { questions.append("[\"name\", \(quoted(file))]\n") }
        let answers = try ask(questions)
        var read = 0
        for (index, file) in files.enumerated() {
            let isArchive = file.hasSuffix(".tar.gz") || file.hasSuffix(".zip")
            let wheel = PythonName.wheel(file)
            let theirs = answers[2 * index].array?.compactMap(\.string)
            // Letters beyond ASCII are letters to Python; to an index they are none.
            let isPlain = file.utf8.allSatisfy { $0 < 0x80 }
            if isPlain {
                #expect(wheel?.name == theirs?.first, "\(file)")
                #expect(wheel.flatMap { PythonVersion($0.version)?.normalized } == theirs?.last, "\(file)")
            }
            if isArchive, isPlain {
                let archive = PythonName.sourceArchive(file)
                let other = answers[2 * index + 1].array?.compactMap(\.string)
                // The library takes an empty name for one.
                if other?.first != "" { #expect(archive?.name == other?.first, "\(file)") }
            }
            if theirs != nil { read += 1 }
            if isPlain { #expect(PythonName.normalized(file) == answers[2 * files.count + index].string) }
        }
        #expect(read > 300, "\(read) wheels: the generator makes too few")
    }

    @Test("Package URLs", .enabled(if: DocumentOracle.python(has: "packageurl"), "no library"))
    func purls() throws {
        var random = SeededGenerator(seed: 9)
        var questions: [String] = []
        var ours: [String] = []
        for _ in 0..<3_000 {
            let name = String(text(&random, 1...3).filter { $0 != "/" && $0 != ":" && $0 != "@" })
            let version = String(text(&random, 1...2).filter { $0 != " " && $0 != "/" })
            if name.isEmpty || name == " " || version.isEmpty || name.contains(" ") { continue }
            switch random.int(0...2) {
            case 0:
                let normalized = PythonName.normalized(name)
                questions.append("[\"purl\", \"pypi\", \"\", \(quoted(normalized)), \(quoted(version)), {}]\n")
                ours.append(PackageURL(.pip, name: normalized, version: version).description)
            case 1:
                let lower = name.lowercased()
                questions.append("[\"purl\", \"npm\", \"@types\", \(quoted(lower)), \(quoted(version)), {}]\n")
                ours.append(PackageURL(.npm, name: "@types/" + lower, version: version).description)
            default:
                questions.append(
                    "[\"purl\", \"maven\", \"org.a\", \(quoted(name)), \(quoted(version)), {\"type\": \"war\", \"classifier\": \"x y\"}]\n"
                )
                ours.append(
                    PackageURL(
                        .maven, name: "org.a:" + name, version: version,
                        qualifiers: ["type": "war", "classifier": "x y"]
                    ).description)
            }
        }
        let answers = try ask(questions)
        for (index, answer) in answers.enumerated() {
            // The library makes the digits of some escapes small; they mean the same.
            #expect(ours[index].lowercased() == answer.string?.lowercased(), "\(questions[index])")
        }
    }

    @Test("npm's names")
    func nodeNames() {
        #expect(NodeName("lodash")?.base == "lodash")
        #expect(NodeName("@types/node")?.scope == "types")
        #expect(NodeName("JSONStream") != nil)
        for wrong in ["", "@", "@a", "@a/", "@/a", "a/b", "../a", ".a", "_a", "a b", "@../a", "a\u{0}", "%2e"] {
            #expect(NodeName(wrong) == nil, "\(wrong.debugDescription)")
        }
    }

    @Test("Maven's paths, there and back")
    func mavenPaths() {
        for path in [
            "org/slf4j/slf4j-api/2.0.9/slf4j-api-2.0.9.jar", "a/b/1/b-1-sources.jar", "a/b/1/b-1.tar.gz",
            "a/b/1/b-1-bin.tar.gz", "a/b/1.0-SNAPSHOT/b-1.0-SNAPSHOT.pom",
            "a/b/1.0-SNAPSHOT/b-1.0-20240102.030405-6.jar", "a/b/1.0-SNAPSHOT/b-1.0-20240102.030405-6-x-y.jar",
        ] {
            #expect(MavenCoordinates(path: path)?.path == path, "\(path)")
        }
        #expect(MavenCoordinates(path: "a/b/1/b-1-bin.tar.gz")?.classifier == "bin")
        #expect(
            MavenCoordinates(path: "a/b/1.0-SNAPSHOT/b-1.0-20240102.030405-6.jar")?.version == "1.0-20240102.030405-6")
        for wrong in [
            "b/1/b-1.jar", "a/b/1/c-1.jar", "a/b/1/b-2.jar", "a//1/b-1.jar", "a/b/1/b-1", "a/b/1/b-1-.jar", "",
        ] {
            #expect(MavenCoordinates(path: wrong) == nil, "\(wrong)")
        }
    }
}
