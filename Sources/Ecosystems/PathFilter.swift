/// Which of a million paths may belong to a package cache at all: only those are kept in mind until the readers look at
/// them. Says yes too often rather than too seldom; what it passes over, no reader is shown.
///
/// ```
///   some/where/_cacache/index-v5/ab/cd/0123…    a reader names the folder: all below it
///   some/where/org/acme/lib/1.0/lib-1.0.jar     a reader knows the form
/// ```
/// Asked for every file of an audit, mostly for the files of one folder in a row.
package struct PathFilter {
    /// The folders that readers name.
    private static let folders = WordTable(EcosystemList.readers.flatMap { $0.folders })

    /// The folder of the last path, with the slash at its end, and whether it lies below one that readers name.
    private var folder: [UInt8] = []
    private var isInside = false

    package init() {}

    /// Looks at one path, relative to its cache.
    package mutating func mayMatter(_ path: Span<UInt8>) -> Bool {
        var end = path.count
        while end > 0, path[end - 1] != UInt8(ascii: "/") { end -= 1 }
        if !isLast(path, end) { enter(path, end) }
        if isInside { return true }
        for reader in EcosystemList.readers where reader.mayMatter(path) { return true }
        return false
    }

    private func isLast(_ path: Span<UInt8>, _ end: Int) -> Bool {
        guard end == folder.count else { return false }
        // Names differ at their ends.
        var index = end
        while index > 0 {
            index -= 1
            if path[index] != folder[index] { return false }
        }
        return true
    }

    private mutating func enter(_ path: Span<UInt8>, _ end: Int) {
        folder.removeAll(keepingCapacity: true)
        isInside = false
        var start = 0
        for index in 0..<end {
            folder.append(path[index])
            guard path[index] == UInt8(ascii: "/") else { continue }
            if Self.folders.contains(path.extracting(start..<index)) { isInside = true }
            start = index + 1
        }
    }

}

extension Span<UInt8> {
    /// Whether these are the bytes of a word.
    func equals(_ word: [UInt8]) -> Bool {
        guard count == word.count else { return false }
        for index in 0..<count where self[index] != word[index] { return false }
        return true
    }

    /// Whether they begin with a word.
    func begins(with word: [UInt8]) -> Bool { count >= word.count && extracting(0..<word.count).equals(word) }

    /// Whether they end in a word.
    func ends(in word: [UInt8]) -> Bool { count >= word.count && extracting((count - word.count)..<count).equals(word) }
}
