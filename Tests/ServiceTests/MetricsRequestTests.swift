import Service
import Testing

/// Requests as texts.
struct MetricsRequestTests {
    private func read(_ text: String) -> MetricsRequest.Reading { MetricsRequest.read(Array(text.utf8)) }

    @Test func wholeRequests() {
        let plain = MetricsRequest.Reading.whole(MetricsRequest(page: .metrics))
        for text in [
            "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", "GET /metrics HTTP/1.0\n\n",
            "\r\n\nGET /metrics HTTP/1.0\r\n\r\n",
            "GET /metrics?a=b HTTP/1.0\r\n\r\n", "GET http://a:1/metrics HTTP/1.1\r\nhost:\r\n\r\nGET / HTTP/9",
            "GET /metrics HTTP/1.0\r\nAccept: text/html\r\nX-Y: \t \u{e9}\r\n\r\n",
        ] { #expect(read(text) == plain, "\(text)") }
        #expect(read("HEAD /healthz HTTP/1.0\n\n") == .whole(MetricsRequest(page: .health, wantsHeadOnly: true)))
    }

    /// Cut anywhere a request is unfinished, and never anything else.
    @Test func beginnings() {
        let text = "GET /metrics HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n"
        for count in 0..<text.utf8.count {
            #expect(MetricsRequest.read(Array(text.utf8.prefix(count))) == .unfinished, "\(count)")
        }
    }

    @Test(arguments: [
        ("GET  /metrics HTTP/1.0\n\n", MetricsAnswer.Status.malformed), ("GET /metrics http/1.0\n\n", .malformed),
        ("GET metrics HTTP/1.0\n\n", .malformed), ("GET * HTTP/1.0\n\n", .malformed),
        ("G\0T /metrics HTTP/1.0\n\n", .malformed), ("GET /metrics HTTP/1.1\n\n", .malformed),
        ("GET /metrics HTTP/1.1\nHost: a\nHost: b\n\n", .malformed),
        ("GET /metrics HTTP/1.0\nA : b\n\n", .malformed), ("GET /metrics HTTP/1.0\n b\n\n", .malformed),
        ("GET /metrics HTTP/1.0\nA: b\rc\n\n", .malformed), ("GET /metrics HTTP/1.0\nA: \u{1b}[31m\n\n", .malformed),
        ("GET /metrics HTTP/1.0\nnothing\n\n", .malformed), ("GET /metrics HTTP/3\n\n", .versionUnknown),
        ("GET /metrics HTTP/11\n\n", .versionUnknown), ("GET /Metrics HTTP/1.0\n\n", .notFound),
        ("GET /%6detrics HTTP/1.0\n\n", .notFound), ("GET /../metrics HTTP/1.0\n\n", .notFound),
        ("DELETE /metrics HTTP/1.0\n\n", .methodNotAllowed), ("get /metrics HTTP/1.0\n\n", .methodNotAllowed),
        ("DELETE /other HTTP/1.0\n\n", .notFound),
    ])
    func refusedRequests(text: String, status: MetricsAnswer.Status) {
        #expect(read(text) == .refused(status), "\(text)")
    }

    @Test func theLimitHolds() {
        let most = MetricsRequest.limit
        let line = "GET /metrics HTTP/1.0\r\n"
        let fits = line + "A: " + String(repeating: "b", count: most - line.utf8.count - 3 - 4) + "\r\n\r\n"
        #expect(fits.utf8.count == most)
        #expect(read(fits) == .whole(MetricsRequest(page: .metrics)))
        #expect(read(line + "A: " + String(repeating: "b", count: most)) == .refused(.headersTooLarge))
        #expect(read("GET /" + String(repeating: "b", count: most)) == .refused(.targetTooLong))
        #expect(read(String(repeating: "\n", count: most)) == .refused(.headersTooLarge))
    }

    @Test(arguments: [
        ("", false), ("*/*", false), ("application/openmetrics-text", true),
        ("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1", true),
        ("application/openmetrics-text; version=\"1.0.0\"; charset=utf-8", true),
        ("text/plain;version=0.0.4;q=0.5,application/openmetrics-text;q=0.2", false),
        ("application/openmetrics-text;version=2.0.0", false), ("application/openmetrics-text;q=0", false),
        ("APPLICATION/OpenMetrics-Text;Q=1.000", true), ("application/openmetrics-text;q=x", false),
        ("application/vnd.google.protobuf,application/openmetrics-text;q=0.9,text/plain;q=0.9", true), (",;,", false),
    ])
    func whichFormat(accept: String, isOpenMetrics: Bool) {
        let text = "GET /metrics HTTP/1.0\r\nAccept: \(accept)\r\n\r\n"
        #expect(read(text) == .whole(MetricsRequest(page: .metrics, wantsOpenMetrics: isOpenMetrics)), "\(accept)")
    }

    @Test func severalAcceptHeadersAreOne() {
        let text = "GET /metrics HTTP/1.0\nAccept: text/plain;q=0.1\nACCEPT: application/openmetrics-text;q=0.2\n\n"
        #expect(read(text) == .whole(MetricsRequest(page: .metrics, wantsOpenMetrics: true)))
    }
}
