import Bytes
import TestSupport
import Testing

@Suite("Percent signs")
struct PercentTextTests {
    @Test("They are undone as Python does it")
    func asPython() throws {
        var random = SeededGenerator(seed: 31)
        let letters = Array("%%%%0aFg2".utf8)
        let texts = (0..<5_000).map { _ in
            (0..<random.int(0...12)).map { _ in
                random.once(in: 9) ? UInt8(random.int(0...255)) : letters[random.int(0...letters.count - 1)]
            }
        }
        let lines = texts.map { OracleText.hexadecimal($0) + "\n" }.joined()
        let output = try PythonOracle.ask(script: fixture("percent/oracle.py"), input: Array(lines.utf8))
        let own = texts.map { OracleText.hexadecimal(PercentText.decodeLoosely($0)) + "\n" }.joined()
        #expect(own == String(decoding: output, as: UTF8.self))
    }

    @Test("A sign without two digits is an error where it matters", arguments: ["%", "a%4", "%4g", "%%41", "%g4"])
    func broken(text: String) { #expect(PercentText.decode(text.utf8) == nil) }

    @Test("Whole ones are undone", arguments: [("", ""), ("a%2Bb%2b", "a+b+"), ("%41%", nil), ("%25", "%")])
    func whole(text: String, plain: String?) {
        #expect(PercentText.decode(text.utf8) == plain.map { Array($0.utf8) })
    }
}
