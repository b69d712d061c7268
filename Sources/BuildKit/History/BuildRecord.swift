import Bytes

/// One value of `_records` in history.db: `BuildHistoryRecord` of BuildKit's control API, as far as it is used here.
///
/// ```
///    1 ref            3 frontend attributes, a map        4 exporters {1 type, 2 attributes, a map}
///    5 error {1 code, 2 message, 3 details {1 type, 2 value}}     6 created, 7 completed {1 s, 2 ns}
///    8 log, 18 full error: descriptors {1 media type, 2 digest, 5 annotations, a map}
///    9 exporter's answer, a map     10 result, 11 results by platform, a map {2 attestations: descriptors}
///   14 pinned        15, 16, 17 steps cached, in all, completed
/// ```
struct BuildRecord {
    /// Maps and lists may not have more entries than this.
    static let entryLimit = 10_000

    /// A blob that the record points to.
    struct Blob: Equatable {
        var mediaType = ""
        /// `sha256:` and 64 digits, where the record is honest.
        var digest = ""
        var predicateType = ""
    }

    /// A key of a map and its value, in the order of the record.
    struct Attribute: Equatable {
        var key: [UInt8] = []
        var value: [UInt8] = []
    }

    var ref: [UInt8] = []
    var attributes: [Attribute] = []
    var exporterAttributes: [Attribute] = []
    var answer: [Attribute] = []
    var failure: FailureStatus?
    var created: Int64?
    var completed: Int64?
    var log: Blob?
    var fullFailure: Blob?
    var attestations: [Blob] = []
    var isPinned = false
    var stepsCached: Int?
    var stepsTotal: Int?
    var stepsCompleted: Int?

    /// Reads a record.
    init(_ bytes: [UInt8]) throws(ParseError) {
        var scanner = try ProtobufScanner(bytes.span, limits: ProtobufLimits(size: BlobStore.sizeLimit))
        while let field = try scanner.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let range)): ref = try scanner.array(range)
            case (3, .bytes(let range)): try Self.add(scanner.message(range), to: &attributes)
            case (4, .bytes(let range)): try readExporter(scanner.message(range))
            case (5, .bytes(let range)): failure = try FailureStatus(scanner.message(range))
            case (6, .bytes(let range)): created = try Timestamp.nanoseconds(scanner.message(range))
            case (7, .bytes(let range)): completed = try Timestamp.nanoseconds(scanner.message(range))
            case (8, .bytes(let range)): log = try Self.blob(scanner.message(range))
            case (9, .bytes(let range)): try Self.add(scanner.message(range), to: &answer)
            case (10, .bytes(let range)): try readResult(scanner.message(range))
            case (11, .bytes(let range)): try readResultEntry(scanner.message(range))
            case (14, _): isPinned = field.boolean ?? isPinned
            case (15, _): stepsCached = Self.count(field) ?? stepsCached
            case (16, _): stepsTotal = Self.count(field) ?? stepsTotal
            case (17, _): stepsCompleted = Self.count(field) ?? stepsCompleted
            case (18, .bytes(let range)): fullFailure = try Self.blob(scanner.message(range))
            default: break
            }
        }
    }

    /// The value of a frontend attribute; of a repeated key the last one, as maps have it.
    func attribute(_ key: String) -> [UInt8]? {
        attributes.last { $0.key.elementsEqual(key.utf8) }?.value
    }

    // MARK: Parts

    private mutating func readExporter(_ message: consuming ProtobufScanner) throws(ParseError) {
        while let field = try message.next() {
            if case (2, .bytes(let range)) = (field.number, field.value) {
                try Self.add(message.message(range), to: &exporterAttributes)
            }
        }
    }

    private mutating func readResultEntry(_ message: consuming ProtobufScanner) throws(ParseError) {
        while let field = try message.next() {
            if case (2, .bytes(let range)) = (field.number, field.value) { try readResult(message.message(range)) }
        }
    }

    private mutating func readResult(_ message: consuming ProtobufScanner) throws(ParseError) {
        while let field = try message.next() {
            if case (2, .bytes(let range)) = (field.number, field.value) {
                guard attestations.count < Self.entryLimit else { throw message.error("too many attestations") }
                attestations.append(try Self.blob(message.message(range)))
            }
        }
    }

    private static func blob(_ message: consuming ProtobufScanner) throws(ParseError) -> Blob {
        var result = Blob()
        while let field = try message.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let range)): result.mediaType = try message.text(range)
            case (2, .bytes(let range)): result.digest = try message.text(range)
            case (5, .bytes(let range)):
                var annotations: [Attribute] = []
                try add(message.message(range), to: &annotations)
                for annotation in annotations where annotation.key == Array("in-toto.io/predicate-type".utf8) {
                    result.predicateType = String(decoding: annotation.value, as: UTF8.self)
                }
            default: break
            }
        }
        return result
    }

    private static func add(
        _ entry: consuming ProtobufScanner, to list: inout [Attribute]
    ) throws(ParseError) {
        guard list.count < entryLimit else { throw entry.error("a map has more than \(entryLimit) entries") }
        var result = Attribute()
        while let field = try entry.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let range)): result.key = try entry.array(range)
            case (2, .bytes(let range)): result.value = try entry.array(range)
            default: break
            }
        }
        list.append(result)
    }

    /// A number of steps; `nil` for what cannot be one.
    private static func count(_ field: ProtobufField) -> Int? {
        guard let number = field.signed, (0...Int64(Int32.max)).contains(number) else { return nil }
        return Int(number)
    }
}
