package import Linux

/// A small HTTP server for metrics, without a thread of its own: whoever has a loop of events owns it.
///
/// ```
///  loop:  wait until `waitDescriptor` is readable, or `deadline` has come ──► handle(now) ──► events to log
///
///  /metrics /healthz /readyz    GET and HEAD         everything else 404, 405, 4xx
///  64 connections, each for 5 seconds and one answer; where one more comes, the oldest without a request goes
/// ```
///
/// So whoever opens thousands of connections and says nothing takes neither memory nor time, and a client that says at
/// once what it wants gets it. Where the address cannot be had, that is an event, and it is tried again.
package final class MetricsListener {
    /// Bounds of one server.
    package struct Limits: Sendable {
        package var connections = 64
        /// Nanoseconds that a connection may take in all.
        package var patience: Int64 = 5_000_000_000
        /// Nanoseconds until the address is tried again.
        package var retry: Int64 = 10_000_000_000
        /// Connections that one call of `handle` takes at most: the loop has other work.
        package var acceptedAtOnce = 256
        /// Connections that the kernel keeps until they are taken.
        package var backlog: Int32 = 128

        package init() {}
    }

    /// What whoever owns it should log.
    package enum Event: Sendable, Equatable {
        /// It listens; the port is the one in use.
        case listening(port: UInt16)
        /// It cannot, and why. It tries again by itself. Said once for as long as the reason is the same.
        case failed(SystemError)
    }

    /// What is said to a request.
    package typealias Responder = (MetricsRequest) -> MetricsAnswer

    private enum Mark {
        static let server: UInt64 = 0
        static let firstClient: UInt64 = 1
    }

    private let address: ListenAddress
    private let limits: Limits
    private let queue: ReadyQueue
    private var server: Server?
    private var failure: SystemError?
    /// When the address, or taking connections, is tried again.
    private var retry: Int64 = 0
    /// The oldest first.
    private var clients: [(mark: UInt64, client: MetricsClient)] = []
    private var nextMark = Mark.firstClient

    /// Prepares it; it listens from the first `handle` on.
    package init(_ address: ListenAddress, limits: Limits = Limits()) throws(SystemError) {
        self.address = address
        self.limits = limits
        queue = try ReadyQueue()
    }

    /// Readable when there is something to handle.
    package var waitDescriptor: Int32 { queue.descriptor.number }

    /// When `handle` is wanted at the latest, by the steady clock, although nothing is ready; `nil` for never.
    package var deadline: Int64? {
        let first = clients.first?.client.deadline
        return server == nil ? min(first ?? .max, retry) : first
    }

    /// Connections that are open.
    package var connectionCount: Int { clients.count }

    /// Does what there is to do, without waiting. Call it once at the beginning, when `waitDescriptor` is readable and
    /// when `deadline` has come. `now` is a reading of the steady clock.
    package func handle(now: Int64, _ respond: Responder) -> [Event] {
        var events: [Event] = []
        // Whoever asks a hundred times at once gets one answer a hundred times.
        var answers: [MetricsRequest: MetricsAnswer] = [:]
        func answer(_ request: MetricsRequest) -> MetricsAnswer {
            if let known = answers[request] { return known }
            let made = respond(request)
            answers[request] = made
            return made
        }
        while let first = clients.first, first.client.deadline <= now { cutOff(at: 0) }
        if server == nil, now >= retry { open(now, &events) }
        // What is not handed out by one call is by the next.
        let ready = (try? queue.ready()) ?? []
        for mark in ready where mark != Mark.server { proceed(mark, answer) }
        if ready.contains(Mark.server) { accept(now, &events, answer) }
        return events
    }

    private func proceed(_ mark: UInt64, _ respond: Responder) {
        guard let place = clients.firstIndex(where: { $0.mark == mark }) else { return }
        if !clients[place].client.proceed(queue, respond) { clients.remove(at: place) }
    }

    // MARK: The server

    private func open(_ now: Int64, _ events: inout [Event]) {
        do throws(SystemError) {
            let socket = try ServerSocket(address: address.bytes, port: address.port, backlog: limits.backlog)
            try socket.register(in: queue, mark: Mark.server)
            let port = socket.port ?? address.port
            server = Server(socket)
            failure = nil
            events.append(.listening(port: port))
        } catch {
            giveUp(error, now, &events)
        }
    }

    /// Closes the server, so that nobody is told of it again and again, until it is tried anew.
    private func giveUp(_ error: SystemError, _ now: Int64, _ events: inout [Event]) {
        server = nil
        let (later, overflow) = now.addingReportingOverflow(limits.retry)
        retry = overflow ? .max : later
        if failure != error { events.append(.failed(error)) }
        failure = error
    }

    private func accept(_ now: Int64, _ events: inout [Event], _ respond: Responder) {
        for _ in 0..<limits.acceptedAtOnce {
            guard let server else { return }
            do throws(SystemError) {
                guard let connection = try server.socket.accept() else { return }
                try take(connection, now, respond)
            } catch {
                // Too many files are open: one connection less is one file more.
                if Self.isShortage(error), evict() { continue }
                return giveUp(error, now, &events)
            }
        }
    }

    private static func isShortage(_ error: SystemError) -> Bool {
        // ENOBUFS is the last.
        [SystemError.tooManyFiles, SystemError.tooManySystemFiles, SystemError.noMemory, 105].contains(error.number)
    }

    private func take(
        _ connection: consuming ServerConnection, _ now: Int64, _ respond: Responder
    ) throws(SystemError) {
        if clients.count >= limits.connections { _ = evict() }
        let (deadline, overflow) = now.addingReportingOverflow(limits.patience)
        let mark = nextMark
        nextMark += 1
        let client = MetricsClient(connection, mark: mark, deadline: overflow ? .max : deadline)
        try client.register(in: queue)
        clients.append((mark, client))
        // Its request is mostly there already.
        proceed(mark, respond)
    }

    /// Lets go of the oldest connection that is not answered, or else of the oldest; `false` where there is none.
    private func evict() -> Bool {
        guard !clients.isEmpty else { return false }
        cutOff(at: clients.firstIndex { !$0.client.isAnswered } ?? 0)
        return true
    }

    private func cutOff(at place: Int) {
        clients[place].client.cutOff()
        clients.remove(at: place)
    }
}

/// A server socket where it can be let go of.
private final class Server {
    let socket: ServerSocket

    init(_ socket: consuming ServerSocket) {
        self.socket = socket
    }
}
