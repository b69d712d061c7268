import Bytes
import Inventory

/// Takes the members of a record apart, and says of the first one that is missing or odd what was wrong with it.
///
/// A record lies where only its owner writes, or is signed; it is read nevertheless as if an attacker had written it.
/// Members that are not known are passed over.
struct RecordReader {
    /// Why a record is none.
    struct Failure: Error, Equatable {
        /// A sentence without its full stop.
        var reason: String
    }

    private let object: JSONObject

    /// Takes an object, in which no key may repeat.
    init(_ object: JSONObject) throws(Failure) {
        if let key = object.duplicateKeys.first { throw Failure(reason: "\(Quoted(key)) stands twice in one object") }
        self.object = object
    }

    /// Parses a document that is one object.
    init(_ bytes: [UInt8], limits: JSONLimits) throws(Failure) {
        let value: JSONValue
        do throws(ParseError) {
            value = try JSON.parse(bytes, limits: limits)
        } catch {
            throw Failure(reason: error.description)
        }
        guard let object = value.object else { throw Failure(reason: "it is no JSON object") }
        try self.init(object)
    }

    // MARK: What must be there

    /// A text.
    func text(_ key: String) throws(Failure) -> String {
        guard let text = object[key]?.string else { throw odd(key, "no text") }
        return text
    }

    /// A text that must be this one.
    func require(_ key: String, _ expected: String) throws(Failure) {
        let found = try text(key)
        guard found.hasSameBytes(as: expected) else { throw odd(key, "\(Quoted(found)), not \(Quoted(expected))") }
    }

    /// A whole number that fits.
    func number<Number: FixedWidthInteger>(_ key: String, _: Number.Type = Number.self) throws(Failure) -> Number {
        guard let number = object[key]?.integer, let value = Number(exactly: number) else {
            throw odd(key, "no number of its range")
        }
        return value
    }

    /// A whole number that is not below zero.
    func count(_ key: String) throws(Failure) -> Int {
        let value = try number(key, Int.self)
        guard value >= 0 else { throw odd(key, "below zero") }
        return value
    }

    /// True or false.
    func flag(_ key: String) throws(Failure) -> Bool {
        guard let flag = object[key]?.boolean else { throw odd(key, "neither true nor false") }
        return flag
    }

    /// A moment.
    func moment(_ key: String) throws(Failure) -> Int64 {
        guard let moment = Moment.nanoseconds(try text(key)) else { throw odd(key, "no moment with nine decimals") }
        return moment
    }

    /// Bytes: a text, or a percent-encoded one with the member that says so.
    func bytes(_ key: String) throws(Failure) -> ByteString {
        let text = try text(key)
        guard let encoding = object[key + "Encoding"] else { return ByteString(text) }
        guard encoding.string == "percent", let bytes = PercentText.decode(text.utf8) else {
            throw odd(key, "not percent-encoded as its neighbour says")
        }
        return ByteString(bytes)
    }

    /// Bytes in Base64.
    func base64(_ key: String) throws(Failure) -> [UInt8] {
        guard let bytes = Base64.decode(try text(key).utf8) else { throw odd(key, "no Base64") }
        return bytes
    }

    /// A SHA-256 digest in lower-case hexadecimal digits.
    func digest(_ key: String) throws(Failure) -> SHA256Digest {
        let text = try text(key)
        guard let digest = SHA256Digest(hex: text), digest.hex == text else { throw odd(key, "no SHA-256 digest") }
        return digest
    }

    /// An object.
    func record(_ key: String) throws(Failure) -> RecordReader {
        guard let object = object[key]?.object else { throw odd(key, "no object") }
        return try RecordReader(object)
    }

    /// An array of objects, at most so many.
    func records(_ key: String, limit: Int) throws(Failure) -> [RecordReader] {
        var records: [RecordReader] = []
        for element in try elements(key, limit: limit) {
            guard let object = element.object else { throw odd(key, "no array of objects") }
            records.append(try RecordReader(object))
        }
        return records
    }

    /// An array of texts, at most so many.
    func texts(_ key: String, limit: Int) throws(Failure) -> [String] {
        var texts: [String] = []
        for element in try elements(key, limit: limit) {
            guard let text = element.string else { throw odd(key, "no array of texts") }
            texts.append(text)
        }
        return texts
    }

    // MARK: What may be missing

    /// Whether a member is there and not null.
    func has(_ key: String) -> Bool {
        guard let value = object[key] else { return false }
        return value != .null
    }

    /// A text, or nothing.
    func optionalText(_ key: String) throws(Failure) -> String? {
        has(key) ? try text(key) : nil
    }

    /// Bytes, or nothing.
    func optionalBytes(_ key: String) throws(Failure) -> ByteString? {
        has(key) ? try bytes(key) : nil
    }

    /// A digest, or nothing.
    func optionalDigest(_ key: String) throws(Failure) -> SHA256Digest? {
        has(key) ? try digest(key) : nil
    }

    // MARK: Parts

    /// The failure that names a member.
    func odd(_ key: String, _ what: String) -> Failure {
        Failure(reason: "\(Quoted(key)) is \(object[key] == nil ? "missing" : what)")
    }

    private func elements(_ key: String, limit: Int) throws(Failure) -> [JSONValue] {
        guard let elements = object[key]?.array else { throw odd(key, "no array") }
        guard elements.count <= limit else { throw odd(key, "longer than the limit of \(limit)") }
        return elements
    }
}
