internal import Bytes

/// How a gRPC call ended: what the trailers of an answer say.
///
/// ```
///   :status: 200                          headers
///   content-type: application/grpc
///   grpc-status: 5                        trailers; without a message they come together with the headers
///   grpc-message: no such build%3A abc    percent-encoded UTF-8
/// ```
struct GRPCStatus: Sendable, Equatable {
    /// Codes we decide by; https://grpc.github.io/grpc/core/md_doc_statuscodes.html has them all.
    private static let names = [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
        "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
        "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ]
    private static let unimplemented = 12

    /// Values of the four headers, as they came; of a repeated one the last.
    private(set) var httpStatus: [UInt8] = []
    private(set) var contentType: [UInt8] = []
    private(set) var code: [UInt8]?
    private(set) var message: [UInt8] = []
    private var left: Int

    init(headerLimit: Int) {
        left = headerLimit
    }

    /// Takes a header or trailer.
    mutating func take(name: [UInt8], value: [UInt8]) throws(Fault) {
        // 32 more per header, as HTTP/2 counts: empty ones cost memory too.
        let (size, overflow) = name.count.addingReportingOverflow(value.count + 32)
        guard !overflow, size <= left else { throw Fault(.tooLarge, "the headers are larger than the limit") }
        left -= size
        switch String(decoding: name, as: UTF8.self) {
        case ":status": httpStatus = value
        case "content-type": contentType = value
        case "grpc-status": code = value
        case "grpc-message": message = value
        default: break
        }
    }

    /// Throws where the headers are not those of a gRPC answer: before anything of the body is believed.
    func requireAnswer() throws(Fault) {
        guard httpStatus == Array("200".utf8) else {
            throw Fault(.refused, "HTTP status \(Quoted(httpStatus.span)) instead of 200")
        }
        let expected = Array("application/grpc".utf8)
        let follows = contentType.dropFirst(expected.count).first
        let ends = [nil, UInt8(ascii: "+"), UInt8(ascii: ";")].contains(follows)
        guard contentType.starts(with: expected), ends else {
            throw Fault(.malformed, "the answer is \(Quoted(contentType.span)), not gRPC")
        }
    }

    /// Throws where the call did not succeed.
    func requireSuccess() throws(Fault) {
        guard let code else { throw Fault(.malformed, "the answer ends without a grpc-status") }
        guard code.count <= 3, let number = Int(String(decoding: code, as: UTF8.self)), number >= 0 else {
            throw Fault(.malformed, "the grpc-status is \(Quoted(code.span))")
        }
        if number == 0 { return }
        let name = number < Self.names.count ? Self.names[number] : "status \(number)"
        let text = Quoted(Self.decoded(message).span)
        throw Fault(number == Self.unimplemented ? .unsupported : .refused, "\(name): \(text)")
    }

    /// Undoes percent-encoding; what is not `%` and two digits stays as it is, as the protocol demands.
    static func decoded(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var offset = 0
        while offset < text.count {
            if text[offset] == UInt8(ascii: "%"), offset + 2 < text.count, let high = digit(text[offset + 1]),
                let low = digit(text[offset + 2])
            {
                result.append(high << 4 | low)
                offset += 3
            } else {
                result.append(text[offset])
                offset += 1
            }
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
