internal import CZlib

/// One run of zlib's inflate, from compressed bytes in memory to a piece of output.
///
/// zlib checks all it is given and writes only where it was told; what is unsafe here is its way of being told.
@safe struct ZlibState: ~Copyable {
    /// How a step ended.
    enum Outcome {
        /// Some bytes were read or written; more may follow.
        case advanced
        /// Nothing can be done without more input.
        case hungry
        /// The stream is over.
        case finished
    }

    private let format: String
    // On the heap: zlib remembers the address and refuses to work at another.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Begins a stream. `window` says how it is wrapped: see `CZlib_begin`.
    init(window: Int32, format: String) throws(ArchiveError) {
        self.format = format
        let memory = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe memory.initialize(to: z_stream())
        guard unsafe CZlib_begin(memory, window) == Z_OK else {
            unsafe memory.deallocate()
            throw ArchiveError(.outOfMemory, format: format, reason: "zlib got no memory", offset: 0)
        }
        unsafe stream = memory
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Makes the state ready for the next stream of the same kind.
    mutating func restart() throws(ArchiveError) {
        guard unsafe inflateReset(stream) == Z_OK else { throw failure("zlib's state is broken", offset: 0) }
    }

    /// Inflates from `input` and appends at most `room` bytes to `output`. `taken` becomes the bytes of the input that
    /// were used. `offset` is where the input lies, for errors.
    mutating func step(
        _ input: Span<UInt8>, into output: inout [UInt8], room: Int, taken: inout Int, offset: Int
    ) throws(ArchiveError) -> Outcome {
        let stream = unsafe self.stream
        // Both are far below what zlib's counters hold; larger ones would be cut, and the rest read in the next step.
        let given = min(input.count, 1 << 30)
        let space = min(room, 1 << 30)
        var code = Z_OK
        var written = 0
        unsafe input.withUnsafeBufferPointer { source in
            // zlib's input is not marked as constant, but it is not written to.
            unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
            unsafe stream.pointee.avail_in = UInt32(given)
            output.append(addingCapacity: space) { target in
                unsafe target.withUnsafeMutableBufferPointer { buffer, count in
                    let free = min(buffer.count - count, space)
                    unsafe stream.pointee.next_out = buffer.baseAddress?.advanced(by: count)
                    unsafe stream.pointee.avail_out = UInt32(free)
                    code = unsafe inflate(stream, Z_NO_FLUSH)
                    written = unsafe free - Int(stream.pointee.avail_out)
                    count += written
                }
            }
            taken = unsafe given - Int(stream.pointee.avail_in)
            // The pointers are dead behind this.
            unsafe stream.pointee.next_in = nil
            unsafe stream.pointee.next_out = nil
        }
        switch code {
        case Z_STREAM_END: return .finished
        case Z_OK where taken > 0 || written > 0: return .advanced
        case Z_OK, Z_BUF_ERROR: return .hungry
        default: throw refusal(code, offset: offset + taken)
        }
    }

    private func refusal(_ code: Int32, offset: Int) -> ArchiveError {
        switch code {
        case Z_NEED_DICT:
            return ArchiveError(
                .unsupported, format: format, reason: "the stream needs a dictionary that is not in it", offset: offset)
        case Z_MEM_ERROR:
            return ArchiveError(.outOfMemory, format: format, reason: "zlib got no memory", offset: offset)
        default:
            let message = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib error \(code)"
            return failure(message, offset: offset)
        }
    }

    /// zlib's own words; two of them mean that what came out is not what went in.
    private func failure(_ message: String, offset: Int) -> ArchiveError {
        let isMismatch = message == "incorrect data check" || message == "incorrect length check"
        return ArchiveError(isMismatch ? .mismatch : .malformed, format: format, reason: message, offset: offset)
    }
}

/// The checksum of gzip and zip, running.
struct RunningCRC32 {
    /// The checksum of what was added so far.
    private(set) var value: UInt32 = 0

    /// Adds bytes.
    mutating func add(_ bytes: [UInt8]) {
        let sum = value
        value = unsafe bytes.withUnsafeBufferPointer { buffer in
            // Of no bytes there may be no pointer, which zlib takes as the wish for the first value.
            guard let base = buffer.baseAddress, !buffer.isEmpty else { return sum }
            return UInt32(truncatingIfNeeded: unsafe crc32_z(UInt(sum), base, buffer.count))
        }
    }

    /// The checksum of a whole.
    static func of(_ bytes: [UInt8]) -> UInt32 {
        var sum = RunningCRC32()
        sum.add(bytes)
        return sum.value
    }
}
