import Audit
import Inventory
import Report

/// Questions for names of files, by their places in the list of all.
///
/// ```
///  *.pth                the last part of a path, at any depth
///  node_modules/x/*.js  the end of a path, from any folder on
/// ```
struct FileNameQuestions {
    private struct Pattern {
        var place: Int
        /// For the last part of a path, or for all of it.
        var glob: Glob
        /// For a path below some folder; `nil` where only the last part counts.
        var below: Glob?
    }

    private static let slash = UInt8(ascii: "/")

    private var patterns: [Pattern] = []
    private var texts: [(place: Int, text: NameText)] = []

    var isEmpty: Bool { patterns.isEmpty && texts.isEmpty }

    /// Asks for names or, where the pattern has a slash, for paths.
    mutating func add(_ glob: Glob, at place: Int) {
        let below = glob.pattern.contains(Self.slash) ? Glob(Array("*/".utf8) + glob.pattern) : nil
        patterns.append(Pattern(place: place, glob: glob, below: below))
    }

    /// Asks for a text in names.
    mutating func add(_ text: NameText, at place: Int) { texts.append((place, text)) }

    /// The questions that a file answers.
    func places(of path: ByteString) -> [(Int, HuntReport.Hit.Basis)] {
        var found: [(Int, HuntReport.Hit.Basis)] = []
        let name = Array(path.bytes[((path.bytes.lastIndex(of: Self.slash) ?? -1) + 1)...])
        for pattern in patterns {
            let isPath = pattern.glob.pattern.contains(Self.slash)
            if pattern.glob.matches(isPath ? path.bytes : name) || pattern.below?.matches(path.bytes) ?? false {
                found.append((pattern.place, .fileName))
            }
        }
        for (place, text) in texts where text.isIn(name) { found.append((place, .nameText)) }
        return found
    }
}
