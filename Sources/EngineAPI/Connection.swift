internal import Linux

/// A connection to an engine's socket: each wait ends at the call's deadline, and what comes in is counted.
struct Connection: ~Copyable {
    /// Bytes taken from the socket at once.
    private static let chunk = 32 * 1024
    /// Milliseconds between two attempts while too many others wait for the peer.
    private static let pause: Int32 = 10

    private let socket: LocalSocket
    let deadline: Deadline
    private var left: Int
    private let limit: Int

    /// Connects; a peer that accepts nobody is waited for until the deadline.
    init(_ path: [UInt8], limits: EngineLimits) throws(Fault) {
        deadline = Deadline(milliseconds: limits.milliseconds)
        limit = limits.received
        left = limit
        socket = try Self.connect(path, deadline)
    }

    private static func connect(_ path: [UInt8], _ deadline: Deadline) throws(Fault) -> LocalSocket {
        while true {
            do throws(SystemError) {
                return try LocalSocket(connecting: path)
            } catch {
                guard error.number == SystemError.tryAgain || error.number == SystemError.interrupted else {
                    throw Fault(error)
                }
            }
            LocalSocket.pause(milliseconds: min(try deadline.remaining(), pause))
        }
    }

    /// Waits until the socket is ready for one of them. Throws at the deadline.
    func wait(for wanted: LocalSocket.Readiness) throws(Fault) -> LocalSocket.Readiness {
        while true {
            let remaining = try deadline.remaining()
            do throws(SystemError) {
                let ready = try socket.wait(for: wanted, milliseconds: remaining)
                if !ready.isEmpty { return ready }
            } catch {
                throw Fault(error)
            }
        }
    }

    /// Appends what is there: how many bytes; 0 at the end, `nil` where nothing is there after all.
    mutating func receive(into bytes: inout [UInt8]) throws(Fault) -> Int? {
        let count: Int?
        do throws(SystemError) {
            count = try socket.receive(into: &bytes, limit: Self.chunk)
        } catch {
            throw Fault(error)
        }
        guard let count else { return nil }
        guard count <= left else { throw Fault(.tooLarge, "more than \(limit) bytes came in") }
        left -= count
        return count
    }

    /// Sends what the peer takes now: how many bytes.
    func send(_ bytes: [UInt8], from start: Int) throws(Fault) -> Int {
        do throws(SystemError) {
            return try socket.send(bytes, from: start)
        } catch {
            throw Fault(error)
        }
    }

    /// Sends all of it.
    func sendAll(_ bytes: [UInt8]) throws(Fault) {
        var done = 0
        while done < bytes.count {
            _ = try wait(for: .writing)
            done += try send(bytes, from: done)
        }
    }
}
