import Linux
import Service
import TestSupport
import Testing

/// The server against clients of all kinds. Time stands still unless a test moves it.
@Suite(.serialized)
struct MetricsListenerTests {
    static let get = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func threePagesAndNoOther() throws {
        let server = try Server()
        let metrics = try server.ask(Self.get)
        #expect(metrics.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(metrics.contains("\r\nContent-Length: 16\r\n") && metrics.contains("\r\nConnection: close\r\n"))
        #expect(metrics.hasSuffix("\r\n\r\nbezoar_caches 1\n"))
        #expect(try server.ask("GET /healthz?x=1 HTTP/1.0\r\n\r\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
        let ready = try server.ask("GET /readyz HTTP/1.0\r\n\r\n")
        #expect(ready.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n") && ready.hasSuffix("\r\n\r\nno audit yet\n"))
        let head = try server.ask("HEAD /metrics HTTP/1.0\r\n\r\n")
        #expect(head.contains("\r\nContent-Length: 16\r\n") && head.hasSuffix("\r\n\r\n"))
        #expect(try server.ask("GET / HTTP/1.0\r\n\r\n").hasPrefix("HTTP/1.1 404 "))
        #expect(try server.ask("GET /metrics/ HTTP/1.0\r\n\r\n").hasPrefix("HTTP/1.1 404 "))
        let post = try server.ask("POST /metrics HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc")
        #expect(post.hasPrefix("HTTP/1.1 405 ") && post.contains("\r\nAllow: GET, HEAD\r\n"))
        #expect(server.asked.map(\.page) == [.metrics, .health, .readiness, .metrics])
        #expect(server.isIdleSoon())
    }

    @Test func garbageIsRefused() throws {
        let server = try Server()
        for text in ["\u{16}\u{3}\u{1}\u{2}\0\r\n\r\n", "GET\r\n\r\n", "GET /metrics\r\n\r\n", ":\n\n"] {
            #expect(try server.ask(text).hasPrefix("HTTP/1.1 400 "), "\(text)")
        }
        #expect(try server.ask("GET /metrics HTTP/2.0\r\n\r\n").hasPrefix("HTTP/1.1 505 "))
        let long = String(repeating: "a", count: 9000)
        #expect(try server.ask("GET /\(long) HTTP/1.0\r\n\r\n").hasPrefix("HTTP/1.1 414 "))
        #expect(try server.ask("GET / HTTP/1.0\r\nA: \(long)\r\n\r\n").hasPrefix("HTTP/1.1 431 "))
        #expect(server.asked.isEmpty)
    }

    @Test func oneAnswerForManyRequests() throws {
        let server = try Server()
        let answer = try server.ask(Self.get + Self.get + "garbage" + Self.get)
        #expect(answer.split(separator: "HTTP/1.1").count == 1)
        #expect(server.asked.count == 1)
    }

    @Test func byteByByte() throws {
        let server = try Server()
        let client = try server.connect()
        for byte in Self.get.utf8 {
            client.send([byte])
            server.turn()
        }
        #expect(try server.answer(to: client).hasSuffix("bezoar_caches 1\n"))
        let silent = try server.connect()
        silent.send(Array("GET /me".utf8))
        server.turn()
        silent.endSending()
        #expect(try server.answer(to: silent).isEmpty)
        client.endSending()
        #expect(server.isIdleSoon())
    }

    @Test func anAnswerThatDoesNotFit() throws {
        // More than the kernel keeps for a socket.
        let server = try Server(body: String(repeating: "0123456789abcde\n", count: 1 << 20))
        let client = try server.connect()
        client.send(Array(Self.get.utf8))
        for _ in 0..<20 { server.turn() }
        #expect(server.listener.connectionCount == 1)
        let answer = try server.answer(to: client)
        #expect(answer.utf8.count > 16 << 20)
        #expect(answer.hasSuffix("0123456789abcde\n"))
        client.endSending()
        #expect(server.isIdleSoon())
    }

    @Test func slowReadersAreCutOff() throws {
        let server = try Server(body: String(repeating: "0123456789abcde\n", count: 1 << 20))
        let client = try server.connect()
        client.send(Array(Self.get.utf8))
        for _ in 0..<20 { server.turn() }
        let deadline = try #require(server.listener.deadline)
        #expect(deadline == server.now + MetricsListener.Limits().patience)
        server.now = deadline - 1
        server.turn()
        #expect(server.listener.connectionCount == 1)
        server.now = deadline
        server.turn()
        #expect(server.listener.connectionCount == 0)
        #expect(server.listener.deadline == nil)
        var count = 0
        while let block = client.receive(), !block.isEmpty { count += block.count }
        #expect(count < 16 << 20)
    }

    @Test func silentClientsAreCutOff() throws {
        let server = try Server()
        var clients: [TCPClient] = []
        for _ in 0..<10 { clients.append(try server.connect()) }
        for _ in 0..<50 where server.listener.connectionCount < 10 {
            server.turn()
            Program.pause(microseconds: 200)
        }
        #expect(server.listener.connectionCount == 10)
        server.now += MetricsListener.Limits().patience
        server.turn()
        #expect(server.listener.connectionCount == 0)
    }

    /// Thousands that say nothing, or a few bytes: those who ask get their answer all the same, at once.
    @Test func thousandsOfSlowClients() throws {
        let wanted = 10_000
        let room = Host.raiseDescriptorLimit(to: 2 * wanted)
        let count = min(wanted, room / 2 - 200)
        try #require(count > 300, "the limit of open files is \(room)")
        let server = try Server()
        var clients: [TCPClient] = []
        var most = 0
        var answered = 0
        for number in 0..<count {
            let client = try server.connect()
            if number % 2 == 0 { client.send(Array("GET /metrics HTTP/1.1\r\nHost: a\r\nX: ".utf8)) }
            clients.append(client)
            if number % 50 == 0 { server.turn() }
            most = max(most, server.listener.connectionCount)
            if number % 500 == 499 {
                answered += try server.ask(Self.get).hasSuffix("bezoar_caches 1\n") ? 1 : 0
            }
        }
        #expect(most <= MetricsListener.Limits().connections)
        #expect(answered == count / 500)
        #expect(server.asked.count == answered)
    }

    @Test func anAddressThatIsTaken() throws {
        let first = try Server()
        let second = try MetricsListener(try Server.address("127.0.0.1:\(first.port)"))
        func turn(_ now: Int64) -> [MetricsListener.Event] { second.handle(now: now) { _ in MetricsAnswer(.fine, "") } }
        let now: Int64 = 5
        let events = turn(now)
        guard case .failed(let error) = events.first else {
            Issue.record("it listens where somebody else does: \(events)")
            return
        }
        #expect(error.name == "EADDRINUSE")
        let retry = try #require(second.deadline)
        #expect(retry == now + MetricsListener.Limits().retry)
        #expect(turn(retry - 1).isEmpty)
        #expect(turn(retry).isEmpty, "the same reason is said once")
        #expect(try first.ask(Self.get).hasSuffix("bezoar_caches 1\n"))
    }

    @Test func whoWaitsForTheQueueIsWoken() throws {
        let server = try Server()
        #expect(server.listener.deadline == nil)
        #expect(!TCPClient.isReadable(server.listener.waitDescriptor))
        let client = try server.connect()
        func wakes() -> Bool {
            for _ in 0..<5000 {
                if TCPClient.isReadable(server.listener.waitDescriptor) { return true }
                Program.pause(microseconds: 200)
            }
            return false
        }
        #expect(wakes())
        server.turn()
        #expect(!TCPClient.isReadable(server.listener.waitDescriptor))
        client.send(Array(Self.get.utf8))
        #expect(wakes())
    }

    #if DEBUG
        /// Too many open files: the oldest connection makes room; where there is none, the server rests.
        @Test func tooManyOpenFiles() throws {
            let server = try Server()
            let early = try server.connect()
            for _ in 0..<50 where server.listener.connectionCount == 0 {
                server.turn()
                Program.pause(microseconds: 200)
            }
            let late = try server.connect()
            late.send(Array(Self.get.utf8))
            FailureHook.arm(failing: 1, of: .accept4, with: SystemError.tooManyFiles)
            defer { FailureHook.disarm() }
            #expect(try server.answer(to: late).hasSuffix("bezoar_caches 1\n"))
            #expect(early.receive() == [])
        }

        @Test func noFileForTheFirstConnection() throws {
            let server = try Server()
            let client = try server.connect()
            FailureHook.arm(failing: 1, of: .accept4, with: SystemError.tooManyFiles)
            defer { FailureHook.disarm() }
            for _ in 0..<500 where server.listener.deadline == nil {
                server.turn()
                Program.pause(microseconds: 200)
            }
            let retry = try #require(server.listener.deadline)
            #expect(retry == server.now + MetricsListener.Limits().retry)
            #expect(client.receive() == [])
            #expect(!TCPClient.isReadable(server.listener.waitDescriptor))
        }
    #endif
}
