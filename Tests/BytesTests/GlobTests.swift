import Bytes
import TestSupport
import Testing

@Suite struct GlobTests {
    @Test(arguments: [
        ("", "", true), ("", "a", false), ("*", "", true), ("?", "", false), ("a*c", "abbbc", true),
        ("a*c", "abbbd", false), ("*pip*", "//root/.cache/pip", true), ("a?c", "abc", true), ("a?c", "ac", false),
        ("**", "x", true), ("a*b*c", "aXbYbZc", true), ("[a]", "[a]", true), ("*a", "aaab", false),
    ])
    func examples(pattern: String, text: String, isMatch: Bool) {
        #expect(Glob.matches(Array(pattern.utf8), Array(text.utf8)) == isMatch)
    }

    /// The definition, letter by letter: slow, and right.
    private func model(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if first == UInt8(ascii: "*") {
            return (text.startIndex...text.endIndex).contains { model(pattern.dropFirst(), text[$0...]) }
        }
        guard let letter = text.first, first == letter || first == UInt8(ascii: "?") else { return false }
        return model(pattern.dropFirst(), text.dropFirst())
    }

    @Test func agreesWithTheDefinition() {
        var numbers = SeededGenerator(seed: 5)
        var matches = 0
        for _ in 0..<20_000 {
            let pattern = (0..<Int.random(in: 0...7, using: &numbers)).map { _ in
                Array("aab*?".utf8).randomElement(using: &numbers) ?? 0
            }
            let text = (0..<Int.random(in: 0...8, using: &numbers)).map { _ in
                Array("aab".utf8).randomElement(using: &numbers) ?? 0
            }
            let expected = model(pattern[...], text[...])
            #expect(Glob.matches(pattern, text) == expected)
            if expected { matches += 1 }
        }
        #expect(matches > 1000)
    }

    @Test func manyStarsTakeNoLongTime() {
        let pattern = Array(String(repeating: "*a", count: 200).utf8) + [UInt8(ascii: "b")]
        #expect(!Glob.matches(pattern, [UInt8](repeating: UInt8(ascii: "a"), count: 20_000)))
    }
}
