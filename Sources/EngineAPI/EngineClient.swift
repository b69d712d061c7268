internal import Bytes
internal import Linux

/// Talks to one engine over its Unix socket: one connection and one deadline per call.
///
/// ```
///   buildkitd:  HTTP/2 at once             POST /moby.buildkit.v1.Control/ListWorkers
///   dockerd:    POST /grpc HTTP/1.1        (Upgrade: h2c)
///               101 Switching Protocols    from here on as above
///               GET /version, GET /info    plain HTTP/1.1
/// ```
///
/// There is no way to ask for disk usage, and there must be none: measuring changes the times and use counts that an
/// audit is about, and leaves records behind. Nothing here writes but `prune`.
package struct EngineClient: Sendable {
    /// Which engine listens.
    package enum Kind: String, Sendable, CaseIterable {
        case buildkitd, dockerd
    }

    /// Path of the socket.
    package var socket: [UInt8]
    package var kind: Kind
    /// For every call but `prune`.
    package var limits: EngineLimits

    /// Opens nothing yet.
    package init(socket: [UInt8], kind: Kind, limits: EngineLimits = .standard) {
        self.socket = socket
        self.kind = kind
        self.limits = limits
    }

    // MARK: How a call is made

    /// The service that both engines speak.
    private static let service = "/moby.buildkit.v1.Control/"

    /// A call whose answer is a stream of messages.
    func stream(
        _ method: String, _ request: ProtobufWriter, limits: EngineLimits,
        visit: ([UInt8]) throws(ParseError) -> Bool
    ) throws(EngineError) {
        do throws(Fault) {
            var connection = try Connection(socket, limits: limits)
            let early = kind == .dockerd ? try Self.upgrade(&connection, limits) : []
            try GRPCCall.run(
                on: &connection, path: Self.service + method, message: request.bytes, limits: limits, early: early
            ) { (message) throws(Fault) -> Bool in
                do throws(ParseError) {
                    return try visit(message)
                } catch {
                    throw Fault(error)
                }
            }
        } catch {
            throw named(error, method)
        }
    }

    /// A call whose answer is one message.
    func ask(_ method: String, _ request: ProtobufWriter) throws(EngineError) -> [UInt8] {
        var answer: [UInt8]?
        try stream(method, request, limits: limits) { (message) throws(ParseError) -> Bool in
            guard answer == nil else {
                throw ParseError(format: "gRPC", reason: "a second message where one is the answer", offset: 0)
            }
            answer = message
            return true
        }
        guard let answer else { throw named(Fault(.malformed, "the answer has no message"), method) }
        return answer
    }

    /// Asks dockerd for a document by plain HTTP.
    func get(_ path: String) throws(EngineError) -> JSONObject {
        do throws(Fault) {
            guard kind == .dockerd else { throw Fault(.invalid, "only dockerd answers plain HTTP") }
            var connection = try Connection(socket, limits: limits)
            let lines = [
                "GET \(path) HTTP/1.1", "Host: localhost", "Accept: application/json", "Connection: close", "", "",
            ]
            try connection.sendAll(Array(lines.joined(separator: "\r\n").utf8))
            let (answer, _) = try Self.receive(&connection, limits)
            guard answer.status == 200 else { throw Fault(.refused, Self.refusal(answer)) }
            let value: JSONValue
            do throws(ParseError) {
                value = try JSON.parse(answer.body, limits: Self.jsonLimits(limits))
            } catch {
                throw Fault(error)
            }
            guard let object = value.object else { throw Fault(.malformed, "the answer is no JSON object") }
            return object
        } catch {
            throw named(error, "GET " + path)
        }
    }

    /// Adds what a fault does not know.
    func named(_ fault: Fault, _ call: String) -> EngineError {
        EngineError(fault.reason, socket: socket, call: call, detail: fault.detail)
    }

    private static func jsonLimits(_ limits: EngineLimits) -> JSONLimits {
        JSONLimits(size: limits.messageSize, nesting: 32, values: 20_000, loneSurrogates: .replaced)
    }

    /// Makes dockerd speak HTTP/2 on this connection; gives what it said already.
    private static func upgrade(_ connection: inout Connection, _ limits: EngineLimits) throws(Fault) -> [UInt8] {
        let lines = [
            "POST /grpc HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: h2c", "Content-Length: 0", "",
            "",
        ]
        try connection.sendAll(Array(lines.joined(separator: "\r\n").utf8))
        let (answer, rest) = try receive(&connection, limits)
        guard answer.isSwitched, answer.upgrade == "h2c" else {
            // dockerd before 18.09 knows no such path.
            let isOld = answer.status == 404 || answer.status == 400
            throw Fault(isOld ? .unsupported : .refused, "no upgrade to gRPC: " + refusal(answer))
        }
        return rest
    }

    private static func refusal(_ answer: HTTPAnswer) -> String {
        "HTTP status \(answer.status), \(Quoted(answer.body.span))"
    }

    /// Reads an answer; gives also what came behind it.
    private static func receive(
        _ connection: inout Connection, _ limits: EngineLimits
    ) throws(Fault) -> (HTTPAnswer, rest: [UInt8]) {
        var answer = HTTPAnswer(headLimit: limits.headerSize, bodyLimit: limits.messageSize)
        while !answer.isComplete {
            _ = try connection.wait(for: .reading)
            var bytes: [UInt8] = []
            guard let count = try connection.receive(into: &bytes) else { continue }
            if count == 0 {
                try answer.end()
            } else {
                let taken = try answer.take(bytes)
                if answer.isComplete { return (answer, Array(bytes[taken...])) }
            }
        }
        return (answer, [])
    }
}
