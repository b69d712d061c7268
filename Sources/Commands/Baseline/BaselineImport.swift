import Bytes
import Hashing
import Inventory
import Linux
import Manifest

/// Reads a baseline file. It is read twice: once to check the signature, once to take the rows, with the same sum made
/// again, so that a file that is swapped in between is refused and nothing of it stays.
struct BaselineImport: ~Copyable {
    private let path: ByteString
    private let file: Descriptor
    private let key: VerifyingKey
    private var header = Header()
    private var files = 0
    private var fingerprint = ""
    private var sum = SHA256Digest.zero

    private struct Header {
        var host = ""
        var created: Int64 = 0
    }

    private init(_ path: ByteString, _ file: consuming Descriptor, _ key: consuming VerifyingKey) {
        self.path = path
        self.file = file
        self.key = key
    }

    /// Opens the file and checks its signature.
    static func open(_ path: ByteString, key: consuming VerifyingKey) throws(CommandFailure) -> BaselineImport {
        var source = BaselineImport(path, try openFile(path), key)
        try source.check()
        return source
    }

    private static func openFile(_ path: ByteString) throws(CommandFailure) -> Descriptor {
        do throws(SystemError) {
            return try Descriptor.open(path.bytes, .readOnly)
        } catch {
            throw CommandFailure(path, "the baseline cannot be read: \(error)")
        }
    }

    /// Takes all rows into the manifest under a name; all or nothing.
    func store(into store: ManifestStore, name: String, replaces: Bool) throws(CommandFailure) -> Int {
        var reader = LineReader(lineMax: BaselineFormat.lineMax)
        var number = 0
        // The manifest gives every failure its own words; what is wrong with the file is told from here.
        var refused: CommandFailure?
        do {
            var hasher = try SHA256Hasher()
            return try store.importBaseline(
                name: name, host: header.host, created: header.created, fingerprint: fingerprint,
                replaces: replaces
            ) {
                do {
                    return try nextRow(&reader, &hasher, &number)
                } catch {
                    refused = error as? CommandFailure ?? CommandFailure(path, "the baseline cannot be read: \(error)")
                    throw error
                }
            }
        } catch let error as ManifestError {
            throw refused ?? CommandFailure(error.path, error.description)
        } catch {
            throw CommandFailure(path, "the baseline cannot be read: \(error)")
        }
    }

    private func nextRow(
        _ reader: inout LineReader, _ hasher: inout SHA256Hasher, _ number: inout Int
    ) throws -> BaselineEntry? {
        while case .line(let line) = try reader.next(of: file) {
            number += 1
            if number == files + 2 { break }
            try hasher.update(line.span)
            if number == 1 { continue }
            return try row(line, number)
        }
        guard SHA256Digest(try hasher.finish()) == sum else {
            throw CommandFailure(path, "it changed while it was read; nothing was imported")
        }
        return nil
    }

    // MARK: Signature

    private mutating func check() throws(CommandFailure) {
        var reader = LineReader(lineMax: BaselineFormat.lineMax)
        var last: [UInt8] = []
        var number = 0
        do {
            var hasher = try SHA256Hasher()
            reading: while true {
                switch try reader.next(of: file) {
                case .tooLong: throw refusal("line \(number + 1) is longer than \(BaselineFormat.lineMax) bytes")
                case .end: break reading
                case .line(let line):
                    if number == 1 { header = try readHeader(last) }
                    if number > 0 { try hasher.update(last.span) }
                    last = line
                    number += 1
                }
            }
            guard number >= 2 else { throw refusal("it has no signature") }
            sum = SHA256Digest(try hasher.finish())
            try checkFooter(last, lines: number)
        } catch let error as CommandFailure {
            throw error
        } catch {
            throw CommandFailure(path, "the baseline cannot be read: \(error)")
        }
    }

    private func refusal(_ reason: String) -> CommandFailure {
        CommandFailure(path, "\(reason); nothing was imported")
    }

    private func object(_ line: [UInt8], _ number: Int) throws(CommandFailure) -> JSONObject {
        do throws(ParseError) {
            guard let object = try JSON.parse(line).object else {
                throw ParseError(format: "JSON", reason: "an object is expected", offset: 0)
            }
            guard object.duplicateKeys.isEmpty else {
                throw ParseError(format: "JSON", reason: "a key stands twice", offset: 0)
            }
            return object
        } catch {
            throw refusal("line \(number) is no part of a baseline: \(error)")
        }
    }

    private func readHeader(_ line: [UInt8]) throws(CommandFailure) -> Header {
        let object = try object(line, 1)
        guard let schema = object["schema"]?.string, schema.hasPrefix("bezoar.baseline/") else {
            throw refusal("it is no baseline of Bezoar")
        }
        guard schema == BaselineFormat.schema else {
            throw refusal("its format is \(Quotation.text(Array(schema.utf8))), which is newer than this program knows")
        }
        guard let host = object["host"]?.string, let text = object["createdNanoseconds"]?.string,
            let created = Int64(text)
        else { throw refusal("its first line has no host or time") }
        return Header(host: host, created: created)
    }

    private mutating func checkFooter(_ line: [UInt8], lines: Int) throws {
        let footer = try object(line, lines)
        guard let signature = footer["signature"]?.string.flatMap(Self.bytes), let signer = footer["key"]?.string,
            let files = footer["files"]?.integer
        else { throw refusal("it has no signature: was it cut off?") }
        fingerprint = SHA256Digest(try key.fingerprint()).hex
        guard signer == fingerprint else {
            throw refusal(
                "it is signed with the key \(Quotation.text(Array(signer.utf8))), the key given is \(fingerprint)")
        }
        guard try key.verify(signature, of: BaselineFormat.signedMessage(sum.bytes)) else {
            throw refusal("its content is not what was signed: the file was edited")
        }
        guard files == lines - 2 else { throw refusal("it says \(files) files and holds \(lines - 2)") }
        self.files = lines - 2
    }

    /// Reads hexadecimal digits.
    private static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count == 128 else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    // MARK: Rows

    private func row(_ line: [UInt8], _ number: Int) throws(CommandFailure) -> BaselineEntry {
        let object = try object(line, number)
        guard let cache = Self.value("cache", object), let path = Self.value("path", object),
            let kind = EntryKind.allCases.first(where: { $0.word == object["kind"]?.string }),
            let size = object["size"]?.integer, size >= 0,
            let mode = object["mode"]?.integer.flatMap({ UInt32(exactly: $0) }), let digest = object["sha256"]
        else { throw refusal("line \(number) is no file of a baseline") }
        guard Self.isBelow(path.bytes) else { throw refusal("line \(number): the path leads out of its cache") }
        let text = digest.string
        let known = text.flatMap { SHA256Digest(hex: $0) }
        guard (text == nil) == (known == nil) else { throw refusal("line \(number): sha256 is no digest") }
        return BaselineEntry(cache: cache, path: path, kind: kind, size: size, mode: mode, digest: known)
    }

    /// Whether a path is one that a walk can have found: relative, and without empty or dotted parts.
    private static func isBelow(_ path: [UInt8]) -> Bool {
        let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return !path.contains(0) && parts.allSatisfy { !$0.isEmpty && $0 != [0x2e] && $0 != [0x2e, 0x2e] }
    }

    /// Bytes as `JSONWriter` writes them: text, or percent-encoded with a member that says so.
    private static func value(_ name: String, _ object: JSONObject) -> ByteString? {
        guard let text = object[name]?.string else { return nil }
        guard let encoding = object[name + "Encoding"]?.string else { return ByteString(text) }
        return encoding == "percent" ? PercentText.decode(text.utf8).map { ByteString($0) } : nil
    }
}
