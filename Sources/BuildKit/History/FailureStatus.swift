import Bytes

/// `google.rpc.Status`, with which a failed build says why: {1 code, 2 message, 3 details {1 type, 2 value}}.
///
/// It stands in the record itself, and since BuildKit 0.15 with its details in a blob. One kind of detail holds the
/// Dockerfile: `errdefs.Source`, as JSON `{"info": {"filename": "…", "data": "base64"}}`.
struct FailureStatus: Equatable {
    /// `CANCELLED` of gRPC.
    static let cancelled: Int64 = 1
    /// Details of one failure that are looked at.
    static let detailLimit = 1_000
    private static let sourceType = Array("github.com/moby/buildkit/errdefs.Source+json".utf8)

    var code: Int64 = 0
    var message: [UInt8] = []
    var dockerfileName: [UInt8]?
    var dockerfile: [UInt8]?

    /// Reads a blob.
    init(blob bytes: [UInt8]) throws(ParseError) {
        try self.init(ProtobufScanner(bytes.span, limits: ProtobufLimits(size: BlobStore.sizeLimit)))
    }

    /// Reads the field of a record.
    init(_ status: consuming ProtobufScanner) throws(ParseError) {
        var details = 0
        while let field = try status.next() {
            switch (field.number, field.value) {
            case (1, _): code = field.signed ?? code
            case (2, .bytes(let range)): message = try status.array(range)
            case (3, .bytes(let range)):
                details += 1
                guard details <= Self.detailLimit else { throw status.error("too many details") }
                try readDetail(status.message(range))
            default: break
            }
        }
    }

    private mutating func readDetail(_ detail: consuming ProtobufScanner) throws(ParseError) {
        var type: [UInt8] = []
        var value: Range<Int>?
        while let field = try detail.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let range)): type = try detail.array(range)
            case (2, .bytes(let range)): value = range
            default: break
            }
        }
        // Types may stand as addresses, with a host before the name.
        guard dockerfile == nil, type.count >= Self.sourceType.count,
            type.suffix(Self.sourceType.count).elementsEqual(Self.sourceType), let value
        else { return }
        let source = try SourceInfo(detail.array(value))
        dockerfileName = source.name
        dockerfile = source.text
    }
}
