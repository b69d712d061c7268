/// The word that was probably meant.
enum Suggestion {
    /// Changes that a slip may have made.
    static let furthest = 2
    /// Longer words get no suggestion: they are no slips, and comparing them costs time.
    static let longest = 64

    /// The nearest of the words; `nil` where none is near. Of equally near ones the first.
    static func nearest(to typed: String, among words: [String]) -> String? {
        let bytes = Array(typed.utf8)
        guard !bytes.isEmpty, bytes.count <= longest else { return nil }
        var best: (word: String, changes: Int)?
        for word in words {
            let letters = Array(word.utf8)
            let changes = distance(bytes, letters)
            // Of a short word two changes leave nothing: `xy` does not mean `db`.
            guard changes <= furthest, changes * 2 <= letters.count else { continue }
            if changes < best?.changes ?? .max { best = (word, changes) }
        }
        if let best { return best.word }
        // Not a slip, but perhaps the beginning of one word only.
        let longer = words.filter { $0.hasPrefix(typed) }
        return longer.count == 1 && bytes.count > 1 ? longer.first : nil
    }

    /// Insertions, deletions, replacements and swaps of neighbours that lead from one to the other
    /// (Damerau-Levenshtein, each place changed once).
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        guard !left.isEmpty else { return right.count }
        guard !right.isEmpty else { return left.count }
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in 1...left.count {
            var current = [row] + [Int](repeating: 0, count: right.count)
            for column in 1...right.count {
                let cost = left[row - 1] == right[column - 1] ? 0 : 1
                var best = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    best = min(best, beforeLast[column - 2] + 1)
                }
                current[column] = best
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
