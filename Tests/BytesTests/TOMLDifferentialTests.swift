import Bytes
import TestSupport
import Testing

/// The reader against Python's `tomllib`: both must accept and refuse the same documents and read the same values.
@Suite("TOML against tomllib")
struct TOMLDifferentialTests {
    /// Where `tomllib` and TOML 1.0 part, so that the reader parts from `tomllib`. Everything else is a failure.
    static let quirks = [
        "large-integer": "TOML asks for an error where an integer does not fit 64 bits; Python's integers always fit",
        "year-zero": "RFC 3339 has the year 0000; Python's datetime begins with year 1",
    ]

    private static let oracle = fixture("toml/oracle.py")

    private static let vocabulary = [
        "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "#", "\"", "'", "\"\"\"", "'''", "\\", "\n", "\r\n", "\r", "\t",
        " ", "_", "+", "-", "0", "1", "e", "0x", "0o", "0b", "inf", "nan", "true", "false", "T", "Z", ":", "\\u", "\\U",
        "\\x41", "\\e", "1979-05-27", "07:32:00", "0000-01-01", "2023-02-29", "60", "24:00:00", "\u{FEFF}", "\u{85}",
        "a.b", "a = 1\n", "[a]\n", "[[a]]\n", "[a.b]\n", "a.b.c = 1\n", "99999999999999999999", "\u{0B}", "\u{0C}",
    ]

    /// A line of the question, and the document for the message where the answer is bad.
    private func ask(_ documents: [[UInt8]]) throws -> (accepted: Int, problems: [String]) {
        var lines: [UInt8] = []
        for document in documents {
            let got = (try? TOML.parse(document)).map(TOMLTagged.line) ?? "null"
            lines += Array("{\"toml\":\"\(OracleText.hexadecimal(document))\",\"got\":\(got)}\n".utf8)
        }
        let answer = try OracleAnswer(PythonOracle.ask(script: Self.oracle, input: lines), documents: documents)
        return (answer.accepted, answer.problems + answer.quirks.filter { Self.quirks[$0] == nil })
    }

    @Test("Right documents are read alike")
    func right() throws {
        var generator = TOMLGenerator(seed: 1, isCareful: true)
        let documents = (0..<4_000).map { _ in Array(generator.document().utf8) }
        let (accepted, problems) = try ask(documents)
        #expect(accepted == documents.count, "the generator makes broken documents")
        #expect(problems.isEmpty, "\(problems.prefix(5).joined(separator: "\n"))")
    }

    @Test("Documents that define names twice are judged alike")
    func colliding() throws {
        var generator = TOMLGenerator(seed: 2, isCareful: false)
        let documents = (0..<8_000).map { _ in Array(generator.document().utf8) }
        let (accepted, problems) = try ask(documents)
        #expect((1_000...7_000).contains(accepted), "\(accepted) accepted: both answers must be common")
        #expect(problems.isEmpty, "\(problems.prefix(5).joined(separator: "\n"))")
    }

    @Test("Broken documents are judged alike")
    func broken() throws {
        var generator = TOMLGenerator(seed: 3, isCareful: true)
        let mutation = Mutation(pieces: Self.vocabulary)
        let documents = (0..<12_000).map { _ in
            mutation.of(Array(generator.document().utf8), using: &generator.random)
        }
        let (accepted, problems) = try ask(documents)
        #expect((1_000...11_000).contains(accepted), "\(accepted) accepted: both answers must be common")
        #expect(problems.isEmpty, "\(problems.prefix(5).joined(separator: "\n"))")
    }

    @Test("The listed cases are judged alike")
    func listed() throws {
        let documents = TOMLCases.right.map { Array($0.utf8) } + TOMLCases.wrong.map { Array($0.document.utf8) }
        let (_, problems) = try ask(documents)
        #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }
}
