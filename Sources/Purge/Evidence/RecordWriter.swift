import Inventory

/// Writes the JSON of records that are kept and signed: always the same bytes for the same values, all of them ASCII.
///
/// ```
///  {"path":"we%FFird","pathEncoding":"percent","size":3}
/// ```
///
/// Whatever is no printable ASCII is escaped, so that a terminal may show a record. Bytes that are no UTF-8 stand as
/// in the other machine formats: percent-encoded, with a member beside that says so.
struct RecordWriter {
    /// What was written.
    private(set) var bytes: [UInt8] = []
    private var hasMember = false

    /// The bytes of one object.
    static func object(_ body: (inout RecordWriter) -> Void) -> [UInt8] {
        var writer = RecordWriter()
        writer.braced("{", "}", body)
        return writer.bytes
    }

    /// An object as a member.
    mutating func object(_ key: String, _ body: (inout RecordWriter) -> Void) {
        name(key)
        braced("{", "}", body)
    }

    /// An object as an element.
    mutating func element(_ body: (inout RecordWriter) -> Void) {
        separate()
        braced("{", "}", body)
    }

    /// A text as an element.
    mutating func element(_ text: String) {
        separate()
        quote(text)
    }

    /// An array as a member.
    mutating func array(_ key: String, _ body: (inout RecordWriter) -> Void) {
        name(key)
        braced("[", "]", body)
    }

    /// A text as a member; `nil` is null.
    mutating func member(_ key: String, _ value: String?) {
        name(key)
        if let value { quote(value) } else { plain("null") }
    }

    /// A whole number as a member; `nil` is null.
    mutating func member(_ key: String, _ value: (some BinaryInteger)?) {
        name(key)
        plain(value.map { String($0) } ?? "null")
    }

    /// True or false as a member.
    mutating func member(_ key: String, _ value: Bool) {
        name(key)
        plain(value ? "true" : "false")
    }

    /// Bytes as a member; `nil` is null.
    mutating func member(_ key: String, _ value: ByteString?) {
        guard let value, value.utf8Text == nil else { return member(key, value?.utf8Text) }
        member(key, Self.percent(value.bytes))
        member(key + "Encoding", "percent")
    }

    /// Printable ASCII stands, all else and `%` become `%XX`.
    static func percent(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        for byte in bytes {
            if (0x20..<0x7f).contains(byte), byte != UInt8(ascii: "%") {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "%"), digit(byte >> 4, "A"), digit(byte & 15, "A")]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    // MARK: Punctuation

    private mutating func braced(_ open: String, _ close: String, _ body: (inout RecordWriter) -> Void) {
        plain(open)
        hasMember = false
        body(&self)
        plain(close)
        hasMember = true
    }

    private mutating func name(_ key: String) {
        separate()
        quote(key)
        plain(":")
    }

    private mutating func separate() {
        if hasMember { plain(",") }
        hasMember = true
    }

    private mutating func plain(_ text: String) {
        bytes += Array(text.utf8)
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var before: UInt16 = 0
        for unit in text.utf16 {
            defer { before = unit }
            switch unit {
            // Some CI runners obey `##[command]` wherever it stands.
            case 0x23 where before == unit: plain("\\u0023")
            case 0x22, 0x5c: bytes += [UInt8(ascii: "\\"), UInt8(unit)]
            case 0x20..<0x7f: bytes.append(UInt8(unit))
            default:
                plain("\\u")
                for shift in [12, 8, 4, 0] {
                    bytes.append(Self.digit(UInt8(unit >> UInt16(shift) & 15), "a"))
                }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func digit(_ value: UInt8, _ letterA: Unicode.Scalar) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: letterA) + value - 10
    }
}
