package import Inventory

/// Writes JSON from front to back, without a tree in memory; members stand in the order they are written.
///
/// ```
///  {"schema":"…",          lineDepth 2: members of the outermost object and elements of its arrays
///   "caches":[             begin a line each, everything deeper stays in the line of its element;
///    {"id":"…","files":1}  so one finding is one line for grep, and the file still is one document.
///   ]}
/// ```
///
/// Objects and arrays are closures, so that what is opened is closed.
package struct JSONWriter {
    private let output: Output
    private var bytes: [UInt8] = []
    /// Containers that are open, and whether the innermost has a member already.
    private var depth = 0
    private var hasMember = false
    private let lineDepth: Int

    /// Writes to `output`; containers nested at most `lineDepth` deep put each member on a line.
    package init(to output: Output, lineDepth: Int = 0) {
        self.output = output
        self.lineDepth = lineDepth
    }

    /// Ends the document, or the line of JSON lines, and hands all bytes on.
    package mutating func finish() {
        bytes.append(UInt8(ascii: "\n"))
        spill(atLeast: 0)
        hasMember = false
    }

    // MARK: - Containers

    /// An object, as the document or an element of an array.
    package mutating func object(_ body: (inout JSONWriter) -> Void) {
        separate()
        container(open: UInt8(ascii: "{"), close: UInt8(ascii: "}"), body)
    }

    /// An object as a member.
    package mutating func object(_ key: String, _ body: (inout JSONWriter) -> Void) {
        name(key)
        container(open: UInt8(ascii: "{"), close: UInt8(ascii: "}"), body)
    }

    /// An array, as the document or an element of an array.
    package mutating func array(_ body: (inout JSONWriter) -> Void) {
        separate()
        container(open: UInt8(ascii: "["), close: UInt8(ascii: "]"), body)
    }

    /// An array as a member.
    package mutating func array(_ key: String, _ body: (inout JSONWriter) -> Void) {
        name(key)
        container(open: UInt8(ascii: "["), close: UInt8(ascii: "]"), body)
    }

    /// An array of strings as a member.
    package mutating func member(_ key: String, _ values: [String]) {
        array(key) { json in
            for value in values { json.element(value) }
        }
    }

    private mutating func container(open: UInt8, close: UInt8, _ body: (inout JSONWriter) -> Void) {
        bytes.append(open)
        depth += 1
        hasMember = false
        body(&self)
        depth -= 1
        if hasMember, depth < lineDepth { breakLine() }
        bytes.append(close)
        hasMember = true
        spill(atLeast: Output.blockSize)
    }

    // MARK: - Values

    /// A string as a member; `nil` is null.
    package mutating func member(_ key: String, _ value: String?) {
        name(key)
        if let value { Escape.appendJSON(value, to: &bytes) } else { null() }
    }

    /// A whole number as a member; `nil` is null.
    package mutating func member<Number: BinaryInteger>(_ key: String, _ value: Number?) {
        name(key)
        if let value { bytes.append(contentsOf: String(value).utf8) } else { null() }
    }

    /// A number as a member; null where JSON has no such number.
    package mutating func member(_ key: String, _ value: Double) {
        name(key)
        if value.isFinite { bytes.append(contentsOf: value.description.utf8) } else { null() }
    }

    /// True or false as a member; `nil` is null.
    package mutating func member(_ key: String, _ value: Bool?) {
        name(key)
        if let value { bytes.append(contentsOf: (value ? "true" : "false").utf8) } else { null() }
    }

    /// Bytes as a member: as text where they are UTF-8, else percent-encoded, with `"<key>Encoding":"percent"` beside.
    package mutating func member(_ key: String, _ value: ByteString?) {
        guard let value else { return member(key, nil as String?) }
        name(key)
        if Escape.appendPlain(value.bytes.span, to: &bytes) { return }
        if let text = value.utf8Text { return Escape.appendJSON(text, to: &bytes) }
        Escape.appendJSON(Escape.percent(value), to: &bytes)
        member(key + "Encoding", "percent")
    }

    /// A moment as a member; `nil` is null.
    package mutating func member(_ key: String, time nanoseconds: Int64?) {
        name(key)
        guard let nanoseconds else { return null() }
        bytes.append(UInt8(ascii: "\""))
        Timestamp.append(nanoseconds: nanoseconds, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Seconds with three decimals, of a span of nanoseconds.
    package mutating func member(_ key: String, secondsOf nanoseconds: Int64) {
        name(key)
        let milliseconds = max(0, nanoseconds) / 1_000_000
        let rest = String(milliseconds % 1_000)
        let padding = String(repeating: "0", count: 3 - rest.count)
        bytes.append(contentsOf: (String(milliseconds / 1_000) + "." + padding + rest).utf8)
    }

    /// A string as an element of an array.
    package mutating func element(_ value: String) {
        separate()
        Escape.appendJSON(value, to: &bytes)
    }

    /// A whole number as an element of an array.
    package mutating func element(_ value: Int64) {
        separate()
        bytes.append(contentsOf: String(value).utf8)
    }

    /// True or false as an element of an array.
    package mutating func element(_ value: Bool) {
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Null as an element of an array.
    package mutating func elementNull() {
        separate()
        null()
    }

    // MARK: - Punctuation

    private mutating func null() {
        bytes.append(contentsOf: "null".utf8)
    }

    private mutating func name(_ key: String) {
        separate()
        Escape.appendJSON(key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func separate() {
        if hasMember { bytes.append(UInt8(ascii: ",")) }
        hasMember = true
        if depth > 0, depth <= lineDepth { breakLine() }
    }

    private mutating func breakLine() {
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<depth { bytes.append(UInt8(ascii: " ")) }
    }

    private mutating func spill(atLeast size: Int) {
        guard bytes.count >= size else { return }
        output.write(bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}
