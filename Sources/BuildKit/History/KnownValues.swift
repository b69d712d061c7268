/// Values that must not be kept, found in a text all at once, in one pass over it (Aho and Corasick).
///
/// ```
///   values  abc, bcd        text  x a b c d
///   nodes   a ─ b ─ c              └───┘        abc
///           b ─ c ─ d                └───┘      bcd: what overlaps is one place
///               ▲ where a text that led to abc goes on
/// ```
///
/// However the values and the text resemble themselves, each byte of the text costs a few steps.
struct KnownValues: Sendable {
    /// Values of one build, and bytes of all of them. Beyond that no text of the build is kept at all.
    static let countLimit = 64
    static let sizeLimit = 256 << 10

    /// A value's beginning; they share what they begin with alike.
    private struct Node {
        var byte: UInt8 = 0
        /// The first that is one byte longer, and the next that is as long as this one and ends otherwise.
        var child: Int32 = 0
        var sibling: Int32 = 0
        /// The longest other beginning that this one ends in.
        var rest: Int32 = 0
        /// Bytes of the longest value that this one ends in.
        var length: Int32 = 0
    }

    private var values: Set<[UInt8]> = []
    private var size = 0
    /// The empty beginning comes first. Made when it is needed.
    private var nodes: [Node] = []
    /// Whether there are more values than are looked for.
    private(set) var isOverwhelmed = false
    /// Nodes that were looked at in all searches: what they cost.
    private(set) var steps = 0

    /// Looks for one more value.
    mutating func insert(_ value: [UInt8]) {
        guard !isOverwhelmed, !value.isEmpty, values.insert(value).inserted else { return }
        size += value.count
        nodes = []
        guard values.count > Self.countLimit || size > Self.sizeLimit else { return }
        isOverwhelmed = true
        values = []
    }

    /// Where they stand, in order; those that overlap are one place. All of the text where there are too many values.
    mutating func places(in text: [UInt8]) -> [Range<Int>] {
        if isOverwhelmed { return text.isEmpty ? [] : [0..<text.count] }
        guard !values.isEmpty, !text.isEmpty else { return [] }
        if nodes.isEmpty { makeNodes() }
        var result: [Range<Int>] = []
        var node = 0
        for index in text.indices {
            node = next(node, text[index])
            let length = Int(nodes[node].length)
            guard length > 0 else { continue }
            var start = index + 1 - length
            while let last = result.last, last.upperBound > start {
                start = min(start, last.lowerBound)
                result.removeLast()
            }
            result.append(start..<(index + 1))
        }
        return result
    }

    // MARK: Nodes

    private mutating func makeNodes() {
        nodes = [Node()]
        nodes.reserveCapacity(size + 1)
        for value in values {
            var node = 0
            for byte in value { node = child(node, byte) ?? addChild(node, byte) }
            nodes[node].length = Int32(truncatingIfNeeded: value.count)
        }
        // Shorter ones first: what one leads to is known before what lies behind it.
        var order = [0]
        var done = 0
        while done < order.count {
            let node = order[done]
            done += 1
            var child = Int(nodes[node].child)
            while child != 0 {
                let rest = node == 0 ? 0 : next(Int(nodes[node].rest), nodes[child].byte)
                nodes[child].rest = Int32(truncatingIfNeeded: rest)
                if nodes[child].length == 0 { nodes[child].length = nodes[rest].length }
                order.append(child)
                child = Int(nodes[child].sibling)
            }
        }
    }

    private mutating func addChild(_ node: Int, _ byte: UInt8) -> Int {
        nodes.append(Node(byte: byte, sibling: nodes[node].child))
        // Fewer than the limit of bytes, which 32 bits hold.
        nodes[node].child = Int32(truncatingIfNeeded: nodes.count - 1)
        return nodes.count - 1
    }

    private mutating func child(_ node: Int, _ byte: UInt8) -> Int? {
        var child = Int(nodes[node].child)
        while child != 0, nodes[child].byte != byte {
            steps += 1
            child = Int(nodes[child].sibling)
        }
        return child == 0 ? nil : child
    }

    /// The longest beginning that a text ends in which ended in this one and goes on with a byte.
    private mutating func next(_ start: Int, _ byte: UInt8) -> Int {
        var node = start
        while true {
            steps += 1
            if let child = child(node, byte) { return child }
            if node == 0 { return 0 }
            node = Int(nodes[node].rest)
        }
    }
}
