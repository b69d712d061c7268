/// Spans of time that belong to builds, and which of them a moment lies in.
///
/// ```
///  starts, sorted    10   20   30   40         how many began by t, less how many ended before t: the number
///  ends, sorted      12   33   45   90
///  greatest end      12   90   45   33         of each span, in a tree of maxima: the spans themselves, from the
///                      └90┘    └45┘            last begun backwards, each found in as many steps as the tree is high
///                         └─90─┘
/// ```
struct WindowIndex: Sendable {
    /// From its first moment to its last, both included.
    struct Window: Sendable, Equatable {
        var start: Int64
        var end: Int64
        /// Index of the build.
        var build: Int
    }

    private let windows: [Window]
    private let ends: [Int64]
    /// A tree in an array: the children of `n` are `2n` and `2n + 1`, the leaves are the windows.
    private let greatest: [Int64]
    private let leaves: Int

    /// Takes windows in any order. Those of one build that touch are joined, so that a build counts once.
    init(_ all: [Window]) {
        var joined: [Window] = []
        for window in all.sorted(by: { ($0.build, $0.start) < ($1.build, $1.start) }) where window.start <= window.end {
            if let last = joined.last, last.build == window.build, window.start <= last.end {
                joined[joined.count - 1].end = max(last.end, window.end)
            } else {
                joined.append(window)
            }
        }
        windows = joined.sorted { ($0.start, $0.build) < ($1.start, $1.build) }
        ends = windows.map(\.end).sorted()
        var leaves = 1
        while leaves < windows.count { leaves *= 2 }
        var tree = [Int64](repeating: .min, count: leaves * 2)
        for (index, window) in windows.enumerated() { tree[leaves + index] = window.end }
        for node in stride(from: leaves - 1, through: 1, by: -1) {
            tree[node] = max(tree[2 * node], tree[2 * node + 1])
        }
        greatest = tree
        self.leaves = leaves
    }

    /// Whether there is no window at all.
    var isEmpty: Bool { windows.isEmpty }
    /// When the last window ends.
    var lastEnd: Int64? { ends.last }

    /// How many builds have a window that holds this moment.
    func count(at time: Int64) -> Int {
        began(by: time) - Self.firstIndex(in: ends.count) { ends[$0] >= time }
    }

    /// The builds whose windows hold this moment, last begun first, up to a number.
    func builds(at time: Int64, limit: Int) -> [Int] {
        var found: [Int] = []
        var bound = began(by: time)
        while found.count < limit, let index = last(before: bound, endingFrom: time) {
            found.append(windows[index].build)
            bound = index
        }
        return found
    }

    private func began(by time: Int64) -> Int {
        Self.firstIndex(in: windows.count) { windows[$0].start > time }
    }

    /// The last window before a position that ends at this time or later.
    private func last(before bound: Int, endingFrom time: Int64) -> Int? {
        guard bound > 0 else { return nil }
        // Up from the window behind the range, looking at what stands left of the way; then down again.
        var node = leaves + bound - 1
        if greatest[node] < time {
            while node > 1, node % 2 == 0 || greatest[node - 1] < time { node /= 2 }
            guard node > 1 else { return nil }
            node -= 1
        }
        while node < leaves { node = greatest[2 * node + 1] >= time ? 2 * node + 1 : 2 * node }
        return node - leaves
    }

    /// The first index for which something holds that, once it holds, holds for all that follow.
    private static func firstIndex(in count: Int, where holds: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
