/// Cuts the body of a gRPC answer into messages as it comes in.
///
/// ```
///   00 | 00 00 00 05 | 0a 03 61 62 63 | 00 | 00 00 00 00 | ...
///   ^    ^             ^
///   |    length, big   message
///   1 = compressed, which we never said we understand
/// ```
struct GRPCMessages: Sendable {
    /// Flag and length.
    private static let prefixLength = 5

    private let limits: EngineLimits
    private var prefix: [UInt8] = []
    private var message: [UInt8] = []
    private var left = 0
    private var count = 0
    /// Messages that are complete, until somebody takes them.
    private(set) var complete: [[UInt8]] = []

    init(limits: EngineLimits) {
        self.limits = limits
    }

    /// Whether no message is begun: the only place where a body may end.
    var isBetween: Bool { prefix.isEmpty }

    /// Takes the next bytes of the body.
    mutating func take(_ bytes: Span<UInt8>) throws(Fault) {
        var offset = 0
        while offset < bytes.count {
            if prefix.count < Self.prefixLength {
                prefix.append(bytes[offset])
                offset += 1
                if prefix.count == Self.prefixLength { try begin() }
            } else {
                let end = offset + min(left, bytes.count - offset)
                left -= end - offset
                while offset < end {
                    message.append(bytes[offset])
                    offset += 1
                }
            }
            if prefix.count == Self.prefixLength && left == 0 { finish() }
        }
    }

    /// Hands over the messages that are complete.
    mutating func takeComplete() -> [[UInt8]] {
        defer { complete = [] }
        return complete
    }

    private mutating func begin() throws(Fault) {
        guard prefix[0] == 0 else { throw Fault(.malformed, "a message is compressed, which nobody asked for") }
        let length = prefix[1...].reduce(0) { $0 << 8 | Int($1) }
        guard length <= limits.messageSize else {
            throw Fault(.tooLarge, "a message has \(length) bytes, more than the limit of \(limits.messageSize)")
        }
        guard count < limits.messages else {
            throw Fault(.tooLarge, "there are more than \(limits.messages) messages")
        }
        count += 1
        left = length
    }

    private mutating func finish() {
        complete.append(message)
        message = []
        prefix = []
    }

    /// One message as it is sent.
    static func framed(_ message: [UInt8]) -> [UInt8] {
        let length = UInt32(clamping: message.count)
        return [0] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * UInt32($0))) } + message
    }
}
