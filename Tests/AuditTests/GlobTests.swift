import Audit
import Inventory
import TestSupport
import Testing

@Test(
    "A pattern matches whole names",
    arguments: [
        ("", "", true), ("", "a", false), ("*", "", true), ("*", "a/b/c", true), ("a*", "a", true), ("?", "", false),
        ("a?c", "abc", true), ("a?c", "ac", false), ("*.git", "web.git", true), ("*.git", "web.gitx", false),
        ("a*b*c", "a-b-b-c", true), ("a*b*c", "a-c-b", false), ("**", "x", true), ("a**b", "ab", true),
        ("[a]", "a", false), ("[a]", "[a]", true), ("\\*", "\\x", true), ("pull/*", "pull/1/head", true),
    ])
func globs(pattern: String, name: String, expected: Bool) throws {
    let glob = try #require(Glob(Array(pattern.utf8)))
    #expect(glob.matches(Array(name.utf8)) == expected)
}

@Test("Patterns mean what they mean to another implementation")
func globsAgreeWithOracle() throws {
    var random = SeededGenerator(seed: 7)
    var pairs: [(pattern: [UInt8], name: [UInt8])] = []
    for _ in 0..<20_000 {
        let letters = random.once(in: 10) ? Array("ab/\n.é*?\\+".utf8) : Array("ab/".utf8)
        let pattern = (0..<random.int(0...8)).map { _ in
            random.once(in: 3) ? random.pick(Array("**?".utf8)) : random.pick(letters)
        }
        pairs.append((pattern, (0..<random.int(0...12)).map { _ in random.pick(letters) }))
    }
    func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    let input = pairs.map { "\(hex($0.pattern)) \(hex($0.name))\n" }.joined()
    let answers = try PythonOracle.ask(script: fixture("audit/glob.py"), input: Array(input.utf8))
        .split(separator: UInt8(ascii: "\n"))
    try #require(answers.count == pairs.count)
    var matching = 0
    for (pair, answer) in zip(pairs, answers) {
        let expected = answer.first == UInt8(ascii: "1")
        matching += expected ? 1 : 0
        #expect(Glob(pair.pattern)?.matches(pair.name) == expected, "\(pair)")
    }
    #expect(matching > 1000)
}

@Test("A name made to be slow is judged all the same")
func slowNames() throws {
    let glob = try #require(Glob(Array(String(repeating: "*a", count: 100).utf8) + Array("b".utf8)))
    #expect(!glob.matches([UInt8](repeating: UInt8(ascii: "a"), count: Glob.nameLimit)))
    #expect(!glob.matches([UInt8](repeating: UInt8(ascii: "a"), count: Glob.nameLimit + 1)))
    #expect(Glob([UInt8](repeating: 0, count: Glob.patternLimit + 1)) == nil)
}
