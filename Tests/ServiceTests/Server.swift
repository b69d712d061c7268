import Linux
import Service
import TestSupport

/// A listener of a test, and its loop.
final class Server {
    let listener: MetricsListener
    let port: UInt16
    /// Moves only when a test moves it: no test waits for time.
    var now: Int64 = 1_000_000_000
    var asked: [MetricsRequest] = []
    var body: [UInt8]

    init(limits: MetricsListener.Limits = MetricsListener.Limits(), body: String = "bezoar_caches 1\n") throws {
        let address = try Self.address("127.0.0.1:0")
        listener = try MetricsListener(address, limits: limits)
        self.body = Array(body.utf8)
        var found: UInt16 = 0
        for event in listener.handle(now: now, { _ in MetricsAnswer(.fine, "") }) {
            if case .listening(let port) = event { found = port }
        }
        port = found
        if port == 0 { throw Program.Failure(description: "it does not listen") }
    }

    /// An address, or why a test cannot go on.
    static func address(_ text: String) throws -> ListenAddress {
        guard let address = ListenAddress(text) else { throw Program.Failure(description: "\(text) is no address") }
        return address
    }

    /// One turn of the loop.
    func turn() {
        _ = listener.handle(now: now) { request in
            self.asked.append(request)
            return request.page == .readiness
                ? MetricsAnswer(.unavailable, "no audit yet") : MetricsAnswer(.fine, body: self.body)
        }
    }

    /// Whether all connections are over, after some turns.
    func isIdleSoon() -> Bool {
        for _ in 0..<5000 where listener.connectionCount > 0 {
            turn()
            Program.pause(microseconds: 200)
        }
        return listener.connectionCount == 0
    }

    func connect() throws -> TCPClient {
        guard let client = TCPClient(port: port) else { throw Program.Failure(description: "no connection") }
        return client
    }

    /// Sends a request and reads until the end; gives up after some thousand turns without a byte.
    func ask(_ text: String) throws -> String {
        let client = try connect()
        client.send(Array(text.utf8))
        return try answer(to: client)
    }

    /// All that a client gets.
    func answer(to client: TCPClient, atOnce limit: Int = 65_536) throws -> String {
        var bytes: [UInt8] = []
        var idle = 0
        while idle < 5000 {
            turn()
            guard let block = client.receive(limit: limit) else {
                idle += 1
                Program.pause(microseconds: 200)
                continue
            }
            if block.isEmpty { return String(decoding: bytes, as: UTF8.self) }
            bytes += block
            idle = 0
        }
        throw Program.Failure(description: "the connection never ended after \(bytes.count) bytes")
    }
}
