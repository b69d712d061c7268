/// What is said to one request.
package struct MetricsAnswer: Sendable, Equatable {
    /// The statuses that this server knows.
    package enum Status: Int, Sendable, CaseIterable {
        case fine = 200
        case malformed = 400
        case notFound = 404
        case methodNotAllowed = 405
        case targetTooLong = 414
        case headersTooLarge = 431
        case unavailable = 503
        case versionUnknown = 505

        /// The words that stand beside the number.
        var reason: String {
            switch self {
            case .fine: "OK"
            case .malformed: "Bad Request"
            case .notFound: "Not Found"
            case .methodNotAllowed: "Method Not Allowed"
            case .targetTooLong: "URI Too Long"
            case .headersTooLarge: "Request Header Fields Too Large"
            case .unavailable: "Service Unavailable"
            case .versionUnknown: "HTTP Version Not Supported"
            }
        }
    }

    package var status: Status
    package var contentType: String
    package var body: [UInt8]

    /// By default it is plain text.
    package init(_ status: Status, body: [UInt8], contentType: String = "text/plain; charset=utf-8") {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// A line of text.
    package init(_ status: Status, _ line: String) {
        self.init(status, body: Array((line + "\n").utf8))
    }

    /// A refusal.
    init(refusing status: Status) {
        self.init(status, status.reason.lowercased())
    }

    /// All bytes of it. Nothing follows on the same connection.
    func bytes(headOnly: Bool) -> [UInt8] {
        var head = "HTTP/1.1 \(status.rawValue) \(status.reason)\r\n"
        head += "Content-Type: \(contentType)\r\nContent-Length: \(body.count)\r\n"
        if status == .methodNotAllowed { head += "Allow: GET, HEAD\r\n" }
        head += "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
        return Array(head.utf8) + (headOnly ? [] : body)
    }
}
