internal import CNghttp2

/// One gRPC call over HTTP/2: one stream on a connection that has no other. Bytes in, bytes out; it knows no socket.
///
/// ```
///              take(bytes)                        output()
///   socket ──────────────────► nghttp2 session ──────────────────► socket
///                                  │ callbacks
///                                  ▼
///                    GRPCStatus (headers, trailers), GRPCMessages (body)
/// ```
///
/// The library checks frames, header compression and flow control, and answers settings and pings; it bounds what it
/// keeps of both. Callbacks run inside `take` and `output` only, on the caller's thread.
///
/// Safe: the session belongs to this object and holds a pointer to it that is used only while one of its methods runs.
@safe
package final class HTTP2Exchange {
    /// Answers to pings and settings that may wait to be sent. A peer that asks without listening is cut off.
    private static let waitingAnswers = 64
    /// Bytes handed out at once.
    private static let outputLimit = 64 * 1024

    private var session: OpaquePointer?
    private var stream: Int32 = 0
    private let request: [UInt8]
    private var requestOffset = 0
    private var status: GRPCStatus
    private var messages: GRPCMessages
    private var fault: Fault?
    private var closeCode: UInt32?

    /// Prepares a call of `path` with one message.
    package init(path: String, message: [UInt8], limits: EngineLimits) throws(Fault) {
        request = GRPCMessages.framed(message)
        status = GRPCStatus(headerLimit: limits.headerSize)
        messages = GRPCMessages(limits: limits)
        try open()
        try sendSettings(limits)
        try sendRequest([
            (":method", "POST"), (":scheme", "http"), (":authority", "localhost"), (":path", path),
            ("content-type", "application/grpc"), ("te", "trailers"), ("user-agent", "bezoar"),
            // So that the engine stops working when we stop listening. At most eight digits.
            ("grpc-timeout", "\(min(max(limits.milliseconds, 1), 99_999_999))m"),
        ])
    }

    deinit {
        unsafe nghttp2_session_del(session)
    }

    /// Whether the answer is complete, or cannot be any more.
    package var isOver: Bool {
        unsafe closeCode != nil
            || (nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0)
    }

    /// Takes bytes of the peer.
    package func take(_ bytes: [UInt8]) throws(Fault) {
        if bytes.isEmpty { return }
        let result = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe nghttp2_session_mem_recv(session, buffer.baseAddress, buffer.count)
        }
        if let fault { throw fault }
        if result < 0 { throw Self.fault(.malformed, Int32(truncatingIfNeeded: result)) }
    }

    /// What is to be sent next; empty where there is nothing.
    package func output() throws(Fault) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < Self.outputLimit {
            var data: UnsafePointer<UInt8>?
            let count = unsafe nghttp2_session_mem_send(session, &data)
            if let fault { throw fault }
            if count < 0 { throw Self.fault(.failed, Int32(truncatingIfNeeded: count)) }
            guard count > 0, let data = unsafe data else { break }
            // Valid until the next call on the session: copied here.
            unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: count))
        }
        return bytes
    }

    /// Hands over the messages that are complete.
    package func takeMessages() -> [[UInt8]] { messages.takeComplete() }

    /// Throws where the call did not come to a good end. The last thing to be asked.
    package func requireSuccess() throws(Fault) {
        if let fault { throw fault }
        if let closeCode, closeCode != 0, status.code == nil {
            throw Fault(.closed, "the engine ended the call with \(Self.name(ofCode: closeCode))")
        }
        guard closeCode != nil else { throw Fault(.closed, "the engine ended the connection before the answer") }
        try status.requireAnswer()
        try status.requireSuccess()
        guard messages.isBetween else { throw Fault(.malformed, "the answer ends in the middle of a message") }
    }

    // MARK: What the library tells us

    private func header(name: [UInt8], value: [UInt8]) -> Int32 {
        attempt { () throws(Fault) in try status.take(name: name, value: value) }
    }

    private func data(_ bytes: Span<UInt8>) -> Int32 {
        do throws(Fault) {
            try status.requireAnswer()
            try messages.take(bytes)
            return 0
        } catch {
            return fail(error)
        }
    }

    private func attempt(_ body: () throws(Fault) -> Void) -> Int32 {
        do throws(Fault) {
            try body()
            return 0
        } catch {
            return fail(error)
        }
    }

    private func fail(_ error: Fault) -> Int32 {
        // The first one is the cause.
        if fault == nil { fault = error }
        return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
    }

    private func read(into buffer: UnsafeMutableBufferPointer<UInt8>) -> (count: Int, isLast: Bool) {
        let count = min(buffer.count, request.count - requestOffset)
        for index in 0..<count { unsafe buffer[index] = request[requestOffset + index] }
        requestOffset += count
        return (count, requestOffset == request.count)
    }

    // MARK: Setting up

    private func open() throws(Fault) {
        var callbacks: OpaquePointer?
        var options: OpaquePointer?
        defer {
            unsafe nghttp2_session_callbacks_del(callbacks)
            unsafe nghttp2_option_del(options)
        }
        try Self.check(unsafe nghttp2_session_callbacks_new(&callbacks))
        try Self.check(unsafe nghttp2_option_new(&options))
        unsafe nghttp2_option_set_max_outbound_ack(options, Self.waitingAnswers)
        unsafe nghttp2_option_set_peer_max_concurrent_streams(options, 1)
        // Closed streams are of no use here: there is only one.
        unsafe nghttp2_option_set_no_closed_streams(options, 1)
        unsafe Self.setCallbacks(callbacks)
        let owner = unsafe Unmanaged.passUnretained(self).toOpaque()
        try Self.check(unsafe nghttp2_session_client_new2(&session, callbacks, owner, options))
    }

    private static func setCallbacks(_ callbacks: OpaquePointer?) {
        unsafe nghttp2_session_callbacks_set_on_header_callback(callbacks) {
            _, frame, name, nameLength, value, valueLength, _, owner in
            guard let self = unsafe HTTP2Exchange.from(owner), let frame = unsafe frame,
                unsafe frame.pointee.hd.stream_id == self.stream
            else { return 0 }
            return unsafe self.header(
                name: Array(UnsafeBufferPointer(start: name, count: nameLength)),
                value: Array(UnsafeBufferPointer(start: value, count: valueLength)))
        }
        unsafe nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) {
            _, _, stream, data, length, owner in
            guard let self = unsafe HTTP2Exchange.from(owner), stream == self.stream, let data = unsafe data else {
                return 0
            }
            return unsafe self.data(Span(_unsafeStart: data, count: length))
        }
        unsafe nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) { _, stream, code, owner in
            guard let self = unsafe HTTP2Exchange.from(owner), stream == self.stream else { return 0 }
            self.closeCode = code
            return 0
        }
        unsafe nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks) { _, _, code, owner in
            unsafe HTTP2Exchange.from(owner)?.fail(HTTP2Exchange.fault(.malformed, code)) ?? 0
        }
    }

    private static func from(_ owner: UnsafeMutableRawPointer?) -> HTTP2Exchange? {
        unsafe owner.map { unsafe Unmanaged<HTTP2Exchange>.fromOpaque($0).takeUnretainedValue() }
    }

    private func sendSettings(_ limits: EngineLimits) throws(Fault) {
        let settings: [(nghttp2_settings_id, Int)] = [
            (NGHTTP2_SETTINGS_ENABLE_PUSH, 0), (NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, 0),
            (NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, limits.headerSize),
        ]
        let entries = settings.map {
            nghttp2_settings_entry(
                settings_id: Int32(bitPattern: $0.0.rawValue), value: UInt32(clamping: $0.1))
        }
        try Self.check(
            unsafe entries.withUnsafeBufferPointer {
                unsafe nghttp2_submit_settings(
                    session, UInt8(truncatingIfNeeded: NGHTTP2_FLAG_NONE.rawValue), $0.baseAddress, $0.count)
            })
    }

    private func sendRequest(_ headers: [(name: String, value: String)]) throws(Fault) {
        // All names and values behind one another; the library copies them.
        var bytes = headers.flatMap { Array($0.name.utf8) + Array($0.value.utf8) }
        var provider = unsafe nghttp2_data_provider()
        unsafe provider.read_callback = { _, _, buffer, size, flags, _, owner in
            guard let self = unsafe HTTP2Exchange.from(owner), let flags = unsafe flags else {
                return Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)
            }
            let (count, isLast) = unsafe self.read(into: UnsafeMutableBufferPointer(start: buffer, count: size))
            if isLast { unsafe flags.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue }
            return count
        }
        let result = unsafe bytes.withUnsafeMutableBufferPointer { buffer -> Int32 in
            guard var place = buffer.baseAddress else { return NGHTTP2_ERR_INVALID_ARGUMENT.rawValue }
            var fields: [nghttp2_nv] = unsafe []
            for header in headers {
                let (nameLength, valueLength) = (header.name.utf8.count, header.value.utf8.count)
                unsafe fields.append(
                    nghttp2_nv(
                        name: place, value: place + nameLength, namelen: nameLength, valuelen: valueLength,
                        flags: UInt8(truncatingIfNeeded: NGHTTP2_NV_FLAG_NONE.rawValue)))
                unsafe place += nameLength + valueLength
            }
            return unsafe nghttp2_submit_request(session, nil, fields, fields.count, &provider, nil)
        }
        try Self.check(result)
        stream = result
    }

    // MARK: Words for errors

    private static func check(_ result: Int32) throws(Fault) {
        if result < 0 { throw fault(.failed, result) }
    }

    private static func fault(_ reason: EngineError.Reason, _ code: Int32) -> Fault {
        Fault(reason, unsafe "HTTP/2: \(String(cString: nghttp2_strerror(code)))")
    }

    private static func name(ofCode code: UInt32) -> String {
        unsafe String(cString: nghttp2_http2_strerror(code))
    }
}
