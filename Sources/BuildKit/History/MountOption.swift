import Bytes

/// The value of one `--mount=` of a RUN line.
///
/// ```
///   type=cache,id=npm,"target=/a,b",sharing=locked,ro
///
///   fields are parted as in CSV (RFC 4180): a field that begins with a quote ends at the next single quote, and
///   may hold commas; a key without `=` stands for true
/// ```
struct MountOption: Equatable {
    /// Fields of one option.
    static let fieldLimit = 100

    private(set) var type = "bind"
    private(set) var id: [UInt8]?
    private(set) var target: [UInt8]?
    private(set) var source: [UInt8] = []
    private(set) var from: [UInt8] = []
    private(set) var sharing = "shared"
    private(set) var isReadOnly = false
    private(set) var hasOwner = false

    /// Takes an option apart; `expand` puts values in place of variables.
    init(_ value: [UInt8], expand: ([UInt8]) -> [UInt8] = { $0 }) {
        self.init(fields: Self.fields(value), expand: expand)
    }

    /// Takes an option whose commas may also be part of a value: it stood behind the replacement of variables, which
    /// leaves no trace of where they were. What begins with no known key belongs to the value before it.
    init(expanded value: [UInt8]) {
        var fields: [[UInt8]] = []
        for piece in value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let key = String(decoding: piece.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self).lowercased()
            if Self.keys.contains(key) || fields.isEmpty {
                fields.append(Array(piece))
            } else {
                fields[fields.count - 1] += [UInt8(ascii: ",")] + piece
            }
        }
        self.init(fields: fields, expand: { $0 })
    }

    private init(fields: [[UInt8]], expand: ([UInt8]) -> [UInt8]) {
        for field in fields.prefix(Self.fieldLimit) {
            let split = field.firstIndex(of: UInt8(ascii: "="))
            let key = String(decoding: field[..<(split ?? field.count)], as: UTF8.self).lowercased()
            set(key, split.map { expand(Array(field[($0 + 1)...])) })
        }
    }

    private mutating func set(_ key: String, _ value: [UInt8]?) {
        let text = value.map { String(decoding: $0, as: UTF8.self).lowercased() }
        switch (key, value) {
        case ("type", _): type = text ?? type
        case ("id", let value?): id = value
        case ("target", let value?), ("dst", let value?), ("destination", let value?): target = value
        case ("source", let value?), ("src", let value?): source = value
        case ("from", let value?): from = value
        case ("sharing", _): sharing = text ?? sharing
        case ("readonly", _), ("ro", _): isReadOnly = text.map(Self.isTrue) ?? true
        case ("readwrite", _), ("rw", _): isReadOnly = !(text.map(Self.isTrue) ?? true)
        case ("uid", _?), ("gid", _?), ("mode", _?): hasOwner = true
        default: break
        }
    }

    /// Id of a secret: where none is given, the source or the name of the file it becomes.
    var secretID: [UInt8]? {
        guard type == "secret" else { return nil }
        if let id, !id.isEmpty { return id }
        if !source.isEmpty { return source }
        return target?.split(separator: UInt8(ascii: "/")).last.map { Array($0) }
    }

    /// Folder of the base that is mounted; empty for all of it.
    var selector: [UInt8] {
        let folder = CleanPath.joined([], source)
        if folder.count > 1 { return folder }
        return hasOwner ? Array("/cache".utf8) : []
    }

    /// Whether the mount lies upon other files.
    var hasBase: Bool { !from.isEmpty || hasOwner }

    // MARK: Fields

    private static let keys: Set<String> = [
        "type", "from", "source", "src", "target", "dst", "destination", "readonly", "ro", "readwrite", "rw",
        "required", "id", "sharing", "mode", "uid", "gid", "size", "env",
    ]

    /// What Go takes for true.
    private static func isTrue(_ text: String) -> Bool { ["1", "t", "true"].contains(text) }

    private static func fields(_ value: [UInt8]) -> [[UInt8]] {
        var fields: [[UInt8]] = []
        var field: [UInt8] = []
        var isQuoted = false
        var at = 0
        while at < value.count {
            let byte = value[at]
            at += 1
            if isQuoted {
                if byte != UInt8(ascii: "\"") {
                    field.append(byte)
                } else if at < value.count, value[at] == UInt8(ascii: "\"") {
                    field.append(byte)
                    at += 1
                } else {
                    isQuoted = false
                }
            } else if byte == UInt8(ascii: ",") {
                fields.append(field)
                field = []
            } else if byte == UInt8(ascii: "\""), field.isEmpty {
                isQuoted = true
            } else {
                field.append(byte)
            }
        }
        return fields + [field]
    }
}
