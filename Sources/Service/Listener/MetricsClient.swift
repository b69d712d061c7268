import Linux

/// One connection of the listener: reads a request, writes an answer, and waits until the peer has it.
final class MetricsClient {
    /// What it is doing.
    private enum State {
        case reading, writing
        /// All was sent. What the peer still says is thrown away: closing at once could take the answer from it.
        case leaving
    }

    /// Bytes that are read and thrown away at most.
    private static let leavingMax = 64 * 1024
    private static let block = 4096

    /// What is said to a request.
    typealias Responder = (MetricsRequest) -> MetricsAnswer

    /// When it is cut off, by the steady clock.
    let deadline: Int64
    /// Whether its request is answered: others go first where there are too many.
    var isAnswered: Bool { state != .reading }
    private let connection: ServerConnection
    private let mark: UInt64
    private var state = State.reading
    private var request: [UInt8] = []
    private var answer: [UInt8] = []
    private var sent = 0
    private var thrownAway = 0

    init(_ connection: consuming ServerConnection, mark: UInt64, deadline: Int64) {
        self.connection = connection
        self.mark = mark
        self.deadline = deadline
    }

    /// Waits for the request.
    func register(in queue: borrowing ReadyQueue) throws(SystemError) {
        try connection.register(in: queue, mark: mark, writing: false, isNew: true)
    }

    /// Cuts it off: closing it is the end of it, whatever the peer has not taken yet.
    func cutOff() {
        connection.dropAtClose()
    }

    /// Goes on; `false` where it is over.
    func proceed(_ queue: borrowing ReadyQueue, _ respond: Responder) -> Bool {
        do throws(SystemError) {
            switch state {
            case .reading: return try read(queue, respond)
            case .writing: return try write(queue)
            case .leaving: return try leave()
            }
        } catch {
            // The peer is gone, or nothing can be done for it.
            return false
        }
    }

    private func read(_ queue: borrowing ReadyQueue, _ respond: Responder) throws(SystemError) -> Bool {
        let room = MetricsRequest.limit - request.count
        guard let count = try connection.receive(into: &request, limit: min(Self.block, room)) else { return true }
        if count == 0 { return false }
        switch MetricsRequest.read(request) {
        case .unfinished: return true
        case .whole(let wanted): answer = respond(wanted).bytes(headOnly: wanted.wantsHeadOnly)
        case .refused(let status): answer = MetricsAnswer(refusing: status).bytes(headOnly: false)
        }
        request = []
        state = .writing
        if try !send() { return try leave() }
        try connection.register(in: queue, mark: mark, writing: true, isNew: false)
        return true
    }

    private func write(_ queue: borrowing ReadyQueue) throws(SystemError) -> Bool {
        if try send() { return true }
        try connection.register(in: queue, mark: mark, writing: false, isNew: false)
        return try leave()
    }

    /// Sends what the peer takes; whether something is left.
    private func send() throws(SystemError) -> Bool {
        while sent < answer.count {
            let count = try connection.send(answer, from: sent)
            if count == 0 { return true }
            sent += count
        }
        answer = []
        state = .leaving
        try connection.endSending()
        return false
    }

    private func leave() throws(SystemError) -> Bool {
        while thrownAway < Self.leavingMax {
            var bytes: [UInt8] = []
            guard let count = try connection.receive(into: &bytes, limit: Self.block) else { return true }
            if count == 0 { return false }
            thrownAway += count
        }
        return false
    }
}
