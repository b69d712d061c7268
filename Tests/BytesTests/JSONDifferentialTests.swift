import Bytes
import TestSupport
import Testing

/// The reader against Python's `json`, which is made strict: both must accept and refuse the same documents and read
/// the same values, with lone surrogates refused and with lone surrogates replaced.
@Suite("JSON against Python")
struct JSONDifferentialTests {
    private static let vocabulary = [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "\\ud800", "\\udc00", "\\x", "true", "false", "null", "NaN",
        "Infinity", "-Infinity", "-", "+", "0", "1", ".", "e", "E", "01", "0x1", "1.", ".5", "\n", "\r", "\t", "\u{0B}",
        "\u{0C}", "\u{A0}", "\u{FEFF}", "\u{2028}", "\u{1}", "//", "/**/", "'", "a", "\"a\":1,", "[]", "{}",
    ]

    private func ask(_ documents: [[UInt8]]) throws -> OracleAnswer {
        var lines: [UInt8] = []
        for document in documents {
            let strict = try? JSON.parse(document)
            let replaced = try? JSON.parse(document, limits: JSONLimits(loneSurrogates: .replaced))
            #expect(skips(document) == (strict != nil), "skipping must check what reading checks")
            lines += Array(
                ("{\"json\":\"\(OracleText.hexadecimal(document))\",\"strict\":\(strict.map(JSONTagged.line) ?? "null")"
                    + ",\"replaced\":\(replaced.map(JSONTagged.line) ?? "null")}\n").utf8)
        }
        let output = try PythonOracle.ask(script: fixture("json/oracle.py"), input: lines)
        return try OracleAnswer(output, documents: documents)
    }

    /// Whether the scanner goes over the document without an error.
    private func skips(_ document: [UInt8]) -> Bool {
        do {
            var scanner = try JSONScanner(document.span)
            try scanner.skipValue()
            return try scanner.next() == .end
        } catch {
            return false
        }
    }

    @Test("Right documents are read alike")
    func right() throws {
        var generator = JSONGenerator(seed: 4)
        let documents = (0..<6_000).map { _ in Array(generator.document().utf8) }
        let answer = try ask(documents)
        #expect(answer.accepted == documents.count, "the generator makes broken documents")
        #expect(answer.problems.isEmpty, "\(answer.problems.prefix(5).joined(separator: "\n"))")
    }

    @Test("Broken documents are judged alike")
    func broken() throws {
        var generator = JSONGenerator(seed: 5)
        let mutation = Mutation(pieces: Self.vocabulary)
        let documents = (0..<12_000).map { _ in
            mutation.of(Array(generator.document().utf8), using: &generator.random)
        }
        let answer = try ask(documents)
        #expect((1_000...11_000).contains(answer.accepted), "\(answer.accepted) accepted: both answers must be common")
        #expect(answer.problems.isEmpty, "\(answer.problems.prefix(5).joined(separator: "\n"))")
    }

    @Test("The listed cases are judged alike")
    func listed() throws {
        let answer = try ask(
            (JSONCases.right + JSONCases.lone + JSONCases.wrong).map { Array($0.utf8) } + JSONCases.notUTF8)
        #expect(answer.accepted == JSONCases.right.count + JSONCases.lone.count)
        #expect(answer.problems.isEmpty, "\(answer.problems.joined(separator: "\n"))")
    }
}
