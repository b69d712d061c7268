/// One request to the listener, read from bytes that anybody may have sent.
///
/// ```
///  GET /metrics HTTP/1.1\r\n                       what is wanted
///  Host: 127.0.0.1:9465\r\n                        once, where the version is 1.1
///  Accept: application/openmetrics-text\r\n        which of the two formats
///  \r\n
/// ```
///
/// What follows, a body or another request, is not read: each connection gets one answer.
package struct MetricsRequest: Sendable, Hashable {
    /// The three things that can be asked for.
    package enum Page: String, Sendable, CaseIterable {
        case metrics = "/metrics"
        /// Whether the process is alive.
        case health = "/healthz"
        /// Whether it does its work.
        case readiness = "/readyz"
    }

    /// What came of reading.
    package enum Reading: Sendable, Equatable {
        /// It goes on.
        case unfinished
        case whole(MetricsRequest)
        /// It is answered with a status and nothing else.
        case refused(MetricsAnswer.Status)
    }

    /// Bytes of the line and all headers together.
    package static let limit = 8192

    package var page: Page
    /// Whether only the head of the answer is wanted (`HEAD`).
    package var wantsHeadOnly: Bool
    /// Whether OpenMetrics is wanted rather than the older format.
    package var wantsOpenMetrics: Bool

    package init(page: Page, wantsHeadOnly: Bool = false, wantsOpenMetrics: Bool = false) {
        self.page = page
        self.wantsHeadOnly = wantsHeadOnly
        self.wantsOpenMetrics = wantsOpenMetrics
    }

    /// Reads what has come so far.
    package static func read(_ bytes: [UInt8]) -> Reading {
        guard let end = end(of: bytes.prefix(limit)) else {
            if bytes.count < limit { return .unfinished }
            return .refused(bytes.prefix(limit).contains(UInt8(ascii: "\n")) ? .headersTooLarge : .targetTooLong)
        }
        let lines = bytes[..<end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        }
        // Empty lines before a request are passed over, as servers should.
        let drop = lines.prefix { $0.isEmpty }.count
        guard drop < lines.count else { return .refused(.malformed) }
        return request(lines[drop], headers: lines[(drop + 1)...])
    }

    /// The end of the empty line behind the last header.
    private static func end(of bytes: ArraySlice<UInt8>) -> Int? {
        var start = bytes.startIndex
        var hasLine = false
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
            let line = bytes[start..<index]
            let isEmpty = line.isEmpty || line.elementsEqual([UInt8(ascii: "\r")])
            if isEmpty && hasLine { return index }
            if !isEmpty { hasLine = true }
            start = index + 1
        }
        return nil
    }

    // MARK: The line

    private static func request(_ line: ArraySlice<UInt8>, headers: ArraySlice<ArraySlice<UInt8>>) -> Reading {
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 3, !words[0].isEmpty, words[0].allSatisfy(isTokenByte),
            words[1].allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { return .refused(.malformed) }
        guard words[2].starts(with: Array("HTTP/".utf8)) else { return .refused(.malformed) }
        let version = String(decoding: words[2].dropFirst(5), as: UTF8.self)
        guard version == "1.1" || version == "1.0" else { return .refused(.versionUnknown) }
        var fields = Fields()
        for header in headers where !header.isEmpty {
            guard fields.read(header) else { return .refused(.malformed) }
        }
        if fields.hosts > 1 || (version == "1.1" && fields.hosts == 0) { return .refused(.malformed) }
        let method = String(decoding: words[0], as: UTF8.self)
        guard let path = path(words[1]) else { return .refused(.malformed) }
        guard let page = Page(rawValue: path) else { return .refused(.notFound) }
        guard method == "GET" || method == "HEAD" else { return .refused(.methodNotAllowed) }
        return .whole(
            MetricsRequest(
                page: page, wantsHeadOnly: method == "HEAD", wantsOpenMetrics: fields.accepts.prefersOpenMetrics))
    }

    /// The path of `/path?query` or of `http://host/path?query`; `nil` of anything else.
    private static func path(_ target: ArraySlice<UInt8>) -> String? {
        var rest = target
        let scheme = Array("http://".utf8)
        if rest.starts(with: scheme) {
            rest = rest.dropFirst(scheme.count).drop { $0 != UInt8(ascii: "/") }
        }
        guard rest.first == UInt8(ascii: "/") else { return nil }
        return String(decoding: rest.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self)
    }

    /// Letters, digits and the marks that may stand in the name of a method or of a header.
    static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

/// The headers that matter here.
private struct Fields {
    var hosts = 0
    var accepts = AcceptedFormats()

    /// Takes one header; `false` where it is none.
    mutating func read(_ line: ArraySlice<UInt8>) -> Bool {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
            line[..<colon].allSatisfy(MetricsRequest.isTokenByte),
            line[colon...].allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7f) })
        else { return false }
        let value = String(decoding: line[line.index(after: colon)...], as: UTF8.self)
        switch String(decoding: line[..<colon], as: UTF8.self).lowercased() {
        case "host": hosts += 1
        case "accept": accepts.read(value)
        default: break
        }
        return true
    }
}
