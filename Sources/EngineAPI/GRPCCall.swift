internal import Linux

/// Runs one gRPC call on a connection.
enum GRPCCall {
    /// Sends the request and hands each message of the answer to `visit`, until the answer ends or `visit` gives false.
    ///
    /// `early` is what came in already, behind the answer to an upgrade.
    static func run(
        on connection: inout Connection, path: String, message: [UInt8], limits: EngineLimits, early: [UInt8] = [],
        visit: ([UInt8]) throws(Fault) -> Bool
    ) throws(Fault) {
        let exchange = try HTTP2Exchange(path: path, message: message, limits: limits)
        try exchange.take(early)
        var pending: [UInt8] = []
        var sent = 0
        while true {
            for message in exchange.takeMessages() where try !visit(message) { return }
            if exchange.isOver { return try exchange.requireSuccess() }
            if sent == pending.count {
                pending = try exchange.output()
                sent = 0
            }
            let ready = try connection.wait(for: sent < pending.count ? [.reading, .writing] : .reading)
            // Reading first: where the peer has hung up, what it said before tells why.
            if ready.contains(.reading), try isAtEnd(&connection, exchange) {
                for message in exchange.takeMessages() where try !visit(message) { return }
                return try exchange.requireSuccess()
            }
            if ready.contains(.writing), !exchange.isOver { sent += try connection.send(pending, from: sent) }
        }
    }

    /// Takes what came in; whether the peer ended the connection.
    private static func isAtEnd(
        _ connection: inout Connection, _ exchange: HTTP2Exchange
    ) throws(Fault) -> Bool {
        var bytes: [UInt8] = []
        guard let count = try connection.receive(into: &bytes) else { return false }
        if count == 0 { return true }
        try exchange.take(bytes)
        return false
    }
}
