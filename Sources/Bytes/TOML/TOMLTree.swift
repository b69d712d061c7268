/// The tables of a document while it is read, and the rules on what may be defined twice.
///
/// Tables and arrays are numbered in the order of their creation, so a child has a higher number than its parent and
/// the finished value is built from the last number down to the first, without recursion.
///
/// | a table made by | `[it]` later | dotted keys into it later | `[it.child]` later |
/// |---|---|---|---|
/// | being on the way to `[it.child]` | yes, once | yes | yes |
/// | `[it]` | no | only below its own header | yes |
/// | dotted keys `it.x = 1` | no | within the same section | yes |
/// | `[[it]]` | no; `[[it]]` adds an element | no | yes, into the last element |
/// | `it = {…}` or `it = […]` | no | no | no |
struct TOMLTree {
    /// A rule was broken by one part of a key.
    struct Conflict: Error {
        /// What is wrong.
        var reason: String
        /// Which part of the key it is.
        var part: Int
    }

    private enum Kind {
        case table, arrayOfTables, array
    }

    private enum Content {
        case scalar(TOMLItem)
        case node(Int)
    }

    private struct Node {
        var kind: Kind
        var depth: Int
        var position: TextPosition
        /// Defined: by its header, or by dotted keys of a section that has ended.
        var isClosed = false
        /// Named by dotted keys of the section that is being read.
        var isClosing = false
        /// Written as an inline table or array: nothing may be added from outside.
        var isFrozen = false
        /// Keys of a table; empty for arrays.
        var keys: [TOMLKey] = []
        var contents: [Content] = []
    }

    /// Names an entry of a table.
    private struct Name: Hashable {
        var node: Int
        var key: ExactText

        init(_ node: Int, _ key: TOMLKey) {
            self.node = node
            self.key = ExactText(text: key.text)
        }
    }

    /// Tables with more keys than this find them through `slots`; the others, nearly all, by looking at each.
    private static let unindexedKeys = 8

    /// Number of the table of the whole document.
    static let root = 0

    private let limits: TOMLLimits
    private var nodes: [Node]
    private var slots: [Name: Int] = [:]
    private var closing: [Int] = []
    private var values = 0

    /// Begins with an empty document.
    init(limits: TOMLLimits) {
        self.limits = limits
        nodes = [Node(kind: .table, depth: 0, position: TextPosition(line: 1, column: 1), isClosed: true)]
    }

    // MARK: Headers

    /// `[path]`: the number of its table.
    mutating func openTable(_ path: [TOMLKey], at position: TextPosition) throws(Conflict) -> Int {
        closeDottedTables()
        let (parent, last) = try walkHeader(path)
        guard let child = content(of: parent, path[last]) else {
            let node = try add(.table, to: parent, key: path[last], at: position, part: last)
            nodes[node].isClosed = true
            return node
        }
        guard case .node(let node) = child else { throw taken(path, last, "a value") }
        if nodes[node].isFrozen { throw taken(path, last, "an inline value, which is complete as it is") }
        if nodes[node].kind == .arrayOfTables {
            throw taken(path, last, "an array of tables; `[[…]]` would add an element")
        }
        if nodes[node].isClosed { throw taken(path, last, "a table") }
        nodes[node].isClosed = true
        nodes[node].position = position
        return node
    }

    /// `[[path]]`: the number of the table that it adds.
    mutating func appendTable(_ path: [TOMLKey], at position: TextPosition) throws(Conflict) -> Int {
        closeDottedTables()
        let (parent, last) = try walkHeader(path)
        let array: Int
        if let child = content(of: parent, path[last]) {
            guard case .node(let node) = child else { throw taken(path, last, "a value") }
            if nodes[node].isFrozen { throw taken(path, last, "an inline value, which is complete as it is") }
            guard nodes[node].kind == .arrayOfTables else { throw taken(path, last, "a table, not an array of tables") }
            array = node
        } else {
            array = try add(.arrayOfTables, to: parent, key: path[last], at: position, part: last)
        }
        let element = try add(.table, to: array, key: nil, at: position, part: last)
        nodes[element].isClosed = true
        return element
    }

    /// Goes through all parts of a header but the last, making tables on the way.
    private mutating func walkHeader(_ path: [TOMLKey]) throws(Conflict) -> (parent: Int, last: Int) {
        let last = path.count - 1
        var current = Self.root
        for part in 0..<max(0, last) {
            guard let child = content(of: current, path[part]) else {
                current = try add(.table, to: current, key: path[part], at: path[part].position, part: part)
                continue
            }
            guard case .node(let node) = child else { throw taken(path, part, "a value") }
            if nodes[node].isFrozen { throw taken(path, part, "an inline value, which is complete as it is") }
            current = node
            if nodes[node].kind == .arrayOfTables, case .node(let element)? = nodes[node].contents.last {
                current = element
            }
        }
        return (current, last)
    }

    private mutating func closeDottedTables() {
        for node in closing { nodes[node].isClosed = true }
        closing.removeAll(keepingCapacity: true)
    }

    // MARK: Keys

    /// Goes through all parts of a key but the last, making tables on the way: the table that gets the value.
    mutating func walkKey(_ path: [TOMLKey], from table: Int) throws(Conflict) -> Int {
        var current = table
        for part in 0..<max(0, path.count - 1) {
            var node: Int
            if let child = content(of: current, path[part]) {
                guard case .node(let known) = child else { throw taken(path, part, "a value") }
                node = known
                if nodes[node].isFrozen { throw taken(path, part, "an inline value, which is complete as it is") }
                if nodes[node].kind != .table { throw taken(path, part, "an array") }
                if nodes[node].isClosed { throw taken(path, part, "a table of its own") }
            } else {
                node = try add(.table, to: current, key: path[part], at: path[part].position, part: part)
            }
            if !nodes[node].isClosing {
                nodes[node].isClosing = true
                closing.append(node)
            }
            current = node
        }
        let last = path.count - 1
        if content(of: current, path[last]) != nil { throw taken(path, last, "defined") }
        return current
    }

    /// Adds a scalar to a table, or to an array where there is no key.
    mutating func add(_ item: TOMLItem, to parent: Int, key: TOMLKey?) throws(Conflict) {
        try count()
        link(.scalar(item), to: parent, key: key)
    }

    /// Adds an inline table.
    mutating func addInlineTable(to parent: Int, key: TOMLKey?, at position: TextPosition) throws(Conflict) -> Int {
        let node = try add(.table, to: parent, key: key, at: position, part: 0)
        nodes[node].isFrozen = true
        return node
    }

    /// Adds an array.
    mutating func addArray(to parent: Int, key: TOMLKey?, at position: TextPosition) throws(Conflict) -> Int {
        let node = try add(.array, to: parent, key: key, at: position, part: 0)
        nodes[node].isFrozen = true
        return node
    }

    private mutating func add(
        _ kind: Kind, to parent: Int, key: TOMLKey?, at position: TextPosition, part: Int
    ) throws(Conflict) -> Int {
        try count()
        // An element of an array of tables lies as deep as the array: people see one level.
        let depth = nodes[parent].depth + (nodes[parent].kind == .arrayOfTables ? 0 : 1)
        guard depth <= limits.nesting else {
            throw Conflict(
                reason: "tables and arrays are nested deeper than the limit of \(limits.nesting)", part: part)
        }
        let node = nodes.count
        nodes.append(Node(kind: kind, depth: depth, position: position))
        link(.node(node), to: parent, key: key)
        return node
    }

    private mutating func link(_ content: Content, to parent: Int, key: TOMLKey?) {
        if let key {
            let count = nodes[parent].keys.count
            if count == Self.unindexedKeys {
                for slot in 0..<count { slots[Name(parent, nodes[parent].keys[slot])] = slot }
            }
            if count >= Self.unindexedKeys { slots[Name(parent, key)] = count }
            nodes[parent].keys.append(key)
        }
        nodes[parent].contents.append(content)
    }

    private mutating func count() throws(Conflict) {
        guard values < limits.values else {
            throw Conflict(reason: "the document has more values than the limit of \(limits.values)", part: 0)
        }
        values += 1
    }

    private func content(of node: Int, _ key: TOMLKey) -> Content? {
        if nodes[node].keys.count <= Self.unindexedKeys {
            for slot in nodes[node].keys.indices where nodes[node].keys[slot].text.hasSameBytes(as: key.text) {
                return nodes[node].contents[slot]
            }
            return nil
        }
        guard let slot = slots[Name(node, key)] else { return nil }
        return nodes[node].contents[slot]
    }

    private func taken(_ path: [TOMLKey], _ part: Int, _ what: String) -> Conflict {
        Conflict(reason: "the name \(Quoted(path[part].text)) is already \(what)", part: part)
    }

    // MARK: The finished value

    /// The document's table. Leaves the tree empty.
    mutating func finish() -> TOMLTable {
        var finished = [TOMLItem?](repeating: nil, count: nodes.count)
        while let node = nodes.popLast() {
            var items: [TOMLItem] = []
            items.reserveCapacity(node.contents.count)
            for content in node.contents {
                switch content {
                case .scalar(let item):
                    items.append(item)
                case .node(let child):
                    if let item = finished[child].take() { items.append(item) }
                }
            }
            let value: TOMLValue = node.kind == .table ? .table(Self.table(node.keys, items)) : .array(items)
            finished[nodes.count] = TOMLItem(value: value, line: node.position.line, column: node.position.column)
        }
        return finished.first??.table ?? TOMLTable()
    }

    private static func table(_ keys: [TOMLKey], _ items: [TOMLItem]) -> TOMLTable {
        TOMLTable(
            entries: zip(keys, items).map { key, item in
                TOMLTable.Entry(
                    key: key.text, keyLine: key.position.line, keyColumn: key.position.column, item: item)
            })
    }
}

/// One part of a key.
struct TOMLKey {
    /// Its text, with escapes replaced.
    var text: String
    /// Its first byte.
    var offset: Int
    /// The same place for people.
    var position: TextPosition
}
