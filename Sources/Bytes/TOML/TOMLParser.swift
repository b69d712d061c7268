/// The statements of a document, one after the other.
///
/// ```
///   [header.path]            # a table; the statements below belong to it
///   [[header.path]]          # one more table of an array
///   dotted.key = value       # a value, added below the last header
/// ```
///
/// The bytes are valid UTF-8 when they come here. Containers within a value (`[…]`, `{…}`) wait on a stack of
/// frames; nothing here calls itself.
struct TOMLParser: ~Escapable {
    /// An array or inline table that is still open.
    struct Frame {
        /// Its number in the tree.
        var node: Int
        var isArray: Bool
        /// Whether a value stands last, so that a comma or the end must follow.
        var needsSeparator = false
        /// Whether a comma stands last.
        var followsComma = false
        /// Where it was opened.
        var offset: Int
    }

    /// What the document may ask for.
    let limits: TOMLLimits
    /// The document and the place that was reached.
    var cursor: Cursor
    /// Counts lines behind the cursor; asked for places in rising order.
    var locator = TextLocator()
    /// What was read so far.
    var tree: TOMLTree
    /// Containers that are open, the innermost last.
    var frames: [Frame] = []

    /// Begins at the first byte.
    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, limits: TOMLLimits) {
        self.limits = limits
        cursor = Cursor(bytes, format: TOML.format)
        tree = TOMLTree(limits: limits)
    }

    /// Reads everything.
    mutating func document() throws(ParseError) -> TOMLTable {
        if cursor.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw fail("found a byte order mark, expected text without one: save the file as plain UTF-8", at: 0)
        }
        var table = TOMLTree.root
        while true {
            skipBlanks()
            guard let first = cursor.peek() else { break }
            switch first {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "#"): break
            case UInt8(ascii: "["): table = try header()
            default: try keyAndValue(in: table)
            }
            try endOfLine()
        }
        return tree.finish()
    }

    // MARK: Statements

    private mutating func header() throws(ParseError) -> Int {
        // Asked for first: the locator wants rising offsets, and the parts of the key come behind.
        let place = locate(cursor.offset)
        try cursor.skip(1)
        let isArray = cursor.take(UInt8(ascii: "["))
        skipBlanks()
        let path = try key()
        let closing: [UInt8] = Array((isArray ? "]]" : "]").utf8)
        guard cursor.take(closing) else {
            throw expected(isArray ? "`]]` after the name of an array of tables" : "`]` after the name of a table")
        }
        do throws(TOMLTree.Conflict) {
            return isArray ? try tree.appendTable(path, at: place) : try tree.openTable(path, at: place)
        } catch {
            throw conflict(error, path)
        }
    }

    private mutating func keyAndValue(in table: Int) throws(ParseError) {
        try assignment(in: table)
        while let frame = frames.last {
            if frame.isArray { try continueArray() } else { try continueInlineTable() }
        }
    }

    /// `dotted.key = ` and the beginning of its value.
    private mutating func assignment(in table: Int) throws(ParseError) {
        let path = try key()
        guard cursor.take(UInt8(ascii: "=")) else { throw expected("`=` after a key") }
        skipBlanks()
        let parent: Int
        do throws(TOMLTree.Conflict) {
            parent = try tree.walkKey(path, from: table)
        } catch {
            throw conflict(error, path)
        }
        try value(in: parent, key: path[path.count - 1])
    }

    // MARK: Containers

    private mutating func continueArray() throws(ParseError) {
        try skipBlanksAndLines()
        let top = frames.count - 1
        if cursor.take(UInt8(ascii: "]")) {
            frames.removeLast()
        } else if frames[top].needsSeparator {
            guard cursor.take(UInt8(ascii: ",")) else {
                throw expected("`,` or `]`\(openedBy(frames[top], "array"))")
            }
            frames[top].needsSeparator = false
        } else {
            frames[top].needsSeparator = true
            try value(in: frames[top].node, key: nil)
        }
    }

    private mutating func continueInlineTable() throws(ParseError) {
        skipBlanks()
        let top = frames.count - 1
        if cursor.peek() == UInt8(ascii: "}") {
            if frames[top].followsComma {
                throw expected("a key: a comma may not stand last in an inline table")
            }
            try cursor.skip(1)
            frames.removeLast()
        } else if frames[top].needsSeparator {
            guard cursor.take(UInt8(ascii: ",")) else {
                throw expected("`,` or `}` on the same line\(openedBy(frames[top], "inline table"))")
            }
            frames[top].needsSeparator = false
            frames[top].followsComma = true
        } else {
            frames[top].needsSeparator = true
            frames[top].followsComma = false
            try assignment(in: frames[top].node)
        }
    }

    private func openedBy(_ frame: Frame, _ what: String) -> String {
        var earlier = locator
        let place = earlier.locate(frame.offset, in: cursor.bytes)
        return " (the \(what) began in line \(place.line), column \(place.column))"
    }

    /// Reads a scalar whole; of a container only its beginning, and leaves it on the stack.
    private mutating func value(in parent: Int, key: TOMLKey?) throws(ParseError) {
        let start = cursor.offset
        let place = locate(start)
        guard let first = cursor.peek() else { throw expected("a value") }
        let scalar: TOMLValue
        do throws(TOMLTree.Conflict) {
            switch first {
            case UInt8(ascii: "["):
                let node = try tree.addArray(to: parent, key: key, at: place)
                frames.append(Frame(node: node, isArray: true, offset: start))
                advance()
                return
            case UInt8(ascii: "{"):
                let node = try tree.addInlineTable(to: parent, key: key, at: place)
                frames.append(Frame(node: node, isArray: false, offset: start))
                advance()
                return
            default:
                break
            }
        } catch {
            throw fail(error.reason, at: start)
        }
        switch first {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): scalar = .string(try string())
        default: scalar = try word()
        }
        do throws(TOMLTree.Conflict) {
            try tree.add(TOMLItem(value: scalar, line: place.line, column: place.column), to: parent, key: key)
        } catch {
            throw fail(error.reason, at: start)
        }
    }

    // MARK: Keys

    /// One or more parts with dots between them, and the blanks behind them.
    private mutating func key() throws(ParseError) -> [TOMLKey] {
        var parts: [TOMLKey] = []
        repeat {
            guard parts.count <= limits.nesting else {
                throw fail("a key has more parts than the limit of \(limits.nesting)", at: cursor.offset)
            }
            skipBlanks()
            parts.append(try keyPart())
            skipBlanks()
        } while cursor.take(UInt8(ascii: "."))
        return parts
    }

    private mutating func keyPart() throws(ParseError) -> TOMLKey {
        let start = cursor.offset
        let place = locate(start)
        let text: String
        switch cursor.peek() {
        case UInt8(ascii: "\""): text = try basicString()
        case UInt8(ascii: "'"): text = try literalString()
        default:
            while let next = cursor.peek(), next.isBareKey { advance() }
            guard cursor.offset > start else { throw expected("a key") }
            text = copy(start..<cursor.offset)
        }
        guard text.utf8.count <= limits.keyLength else {
            throw fail("a key has \(text.utf8.count) bytes, more than the limit of \(limits.keyLength)", at: start)
        }
        return TOMLKey(text: text, offset: start, position: place)
    }
}
