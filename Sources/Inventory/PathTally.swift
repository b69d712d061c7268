/// Paths of one kind, of which there may be millions: counted, with the first few of them.
package struct PathTally: Sendable, Hashable {
    /// Paths that are kept.
    package static let examplesMax = 5

    package private(set) var count = 0
    /// The first in byte order, so that two audits show the same.
    package private(set) var examples: [ByteString] = []

    package init() {}

    /// Counts a path.
    package mutating func add(_ path: ByteString) {
        count += 1
        if examples.count == Self.examplesMax, let last = examples.last, last <= path { return }
        examples.insert(path, at: examples.firstIndex { path < $0 } ?? examples.count)
        if examples.count > Self.examplesMax { examples.removeLast() }
    }
}
