internal import Bytes
internal import CNghttp2
internal import Linux

/// Why an engine gave no answer: which socket, which call, and what went wrong.
///
/// Whatever the peer chose (a message, a header, a path) stands in the sentence only in escaped form.
package struct EngineError: Error, Hashable, Sendable {
    /// What went wrong, for whoever decides by it.
    package enum Reason: String, Sendable, CaseIterable {
        /// No connection: nobody listens, or not for us.
        case unreachable
        /// The time for the whole call was over. What was asked for may still happen on the other side.
        case timedOut
        /// The peer ended the connection or the stream before the answer was complete.
        case closed
        /// The answer is larger than a limit.
        case tooLarge
        /// The answer is not what its protocol says.
        case malformed
        /// The engine understood and said no.
        case refused
        /// The engine does not know this call: it is older than the call is.
        case unsupported
        /// We were asked to ask for something that must not be asked for.
        case invalid
        /// A kernel call or the HTTP/2 library failed on our side.
        case failed
    }

    package var reason: Reason
    /// The socket's path.
    package var socket: [UInt8]
    /// What was called: `ListWorkers`, `GET /version`.
    package var call: String
    /// What was found; a part of a sentence, already escaped.
    package var detail: String

    package init(_ reason: Reason, socket: [UInt8], call: String, detail: String) {
        self.reason = reason
        self.socket = socket
        self.call = call
        self.detail = detail
    }

    /// Version of the HTTP/2 library, for `doctor`.
    package static var libraryVersion: String { unsafe String(cString: nghttp2_version(0).pointee.version_str) }
}

extension EngineError: CustomStringConvertible {
    /// `engine at `/run/buildkit/buildkitd.sock`, ListWorkers: no complete answer within 5000 ms`
    package var description: String { "engine at \(quotedSocket), \(call): \(detail)" }

    /// The whole path: where there are several engines, the end of it tells which one is meant.
    private var quotedSocket: String {
        var shown = ""
        // The path of a socket has 107 bytes at most; what is longer is cut off here.
        for start in stride(from: 0, to: min(socket.count, 4 * Quoted.shownLimit), by: Quoted.shownLimit) {
            let part = socket[start..<min(socket.count, start + Quoted.shownLimit)]
            shown += Quoted(Array(part).span).description.dropFirst().dropLast()
        }
        return "`\(shown)`"
    }
}

/// What went wrong, thrown by the parts of this room that know neither socket nor call.
package struct Fault: Error, Hashable, Sendable {
    package var reason: EngineError.Reason
    package var detail: String

    init(_ reason: EngineError.Reason, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }

    /// A kernel call that failed.
    init(_ error: SystemError) {
        let isPeer = error.call == .recv || error.call == .send
        self.init(error.call == .connect ? .unreachable : isPeer ? .closed : .failed, error.description)
    }

    /// An answer that is not what its format says.
    init(_ error: ParseError) {
        self.init(.malformed, error.description)
    }
}
