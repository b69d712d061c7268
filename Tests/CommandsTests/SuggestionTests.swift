import Testing

@testable import Commands

/// Near words.
struct SuggestionTests {
    @Test func slipsAreUnderstood() {
        let words = FlagList.all.map(\.name)
        let slips = ["formt": "format", "foramt": "format", "fulll": "full", "jbos": "jobs", "no-recrod": "no-record"]
        // Two slips in one word.
        for (slip, word) in ["fromt": "format", "rehahs2": "rehash", "verboes": "verbose"].merging(
            slips, uniquingKeysWith: { $1 })
        { #expect(Suggestion.nearest(to: slip, among: words) == word) }
        #expect(Suggestion.nearest(to: "no-p", among: words) == "no-progress")
        for word in ["", "xy", "xyzzy", "n", "f", String(repeating: "format", count: 20)] {
            #expect(Suggestion.nearest(to: word, among: words) == nil, "\(word)")
        }
    }

    @Test func distancesAreRight() {
        let distances = [
            ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "abd", 1), ("abc", "acb", 1),
            ("ab", "ba", 1), ("abcd", "badc", 2), ("kitten", "sitting", 3), ("ca", "abc", 3),
        ]
        for (left, right, distance) in distances {
            #expect(Suggestion.distance(Array(left.utf8), Array(right.utf8)) == distance, "\(left) \(right)")
            #expect(Suggestion.distance(Array(right.utf8), Array(left.utf8)) == distance)
        }
    }
}
