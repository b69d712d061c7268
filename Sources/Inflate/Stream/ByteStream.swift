/// The bytes of a source from its beginning to its end, decompressed on the way, a piece at a time.
///
/// ```
///   source  | 1f 8b … | 1f 8b … | 00 00 00 | what else is there |
///             member    member    padding    trailing bytes
///             └───────┬───────┘  └─────────────┬──────────────┘
///               the stream's bytes          oddities
/// ```
///
/// Memory does not grow with the input: pieces are at most `pieceSize` long. Checksums and lengths of gzip and zlib
/// are checked; what comes out before the check fails was already handed out, so that callers act on nothing before
/// the stream came to its end without an error.
package struct ByteStream: ~Copyable {
    /// How the source is written.
    package enum Coding: Sendable, Equatable, CaseIterable {
        /// As it is.
        case identity
        /// RFC 1952; any number of members behind one another.
        case gzip
        /// RFC 1950.
        case zlib
        /// RFC 1951, without a head or a checksum.
        case deflate

        /// Its name in errors.
        var format: String {
            switch self {
            case .identity: "stream"
            case .gzip: "gzip"
            case .zlib: "zlib"
            case .deflate: "deflate"
            }
        }

        fileprivate var window: Int32 {
            switch self {
            case .gzip: 31
            case .zlib: 15
            case .identity, .deflate: -15
            }
        }
    }

    /// What is no error, but nothing that a plain compressor writes.
    package enum Oddity: Sendable, Equatable {
        /// Zeros behind the last member, to the end: tape blocks.
        case zeroPadding(offset: Int, count: Int)
        /// A member behind zeros: some readers go on there, others stop before.
        case memberAfterPadding(offset: Int)
        /// Something else behind the end, which was not read.
        case trailingBytes(offset: Int, count: Int)
    }

    /// Most bytes of one piece.
    package static let pieceSize = 1 << 16

    /// How the source is written.
    package let coding: Coding
    private let source: ByteSource
    private let limits: InflateLimits
    private var zlib: ZlibState?
    /// What was read of the source and not used yet begins at `inputAt`.
    private var input: [UInt8] = []
    private var inputAt = 0
    /// The offset in the source behind `input`.
    private var inputEnd = 0
    private var isSourceDone = false
    /// Why it cannot go on: said again to whoever asks again.
    private var failure: ArchiveError?

    /// Bytes that came out so far.
    package private(set) var produced = 0
    /// Gzip members that came to their end; 1 at the end of any other stream.
    package private(set) var members = 0
    /// What was odd about the end.
    package private(set) var oddities: [Oddity] = []
    /// Whether the stream came to its end, with all its checks.
    package private(set) var isFinished = false

    /// Begins at the first byte of a source.
    package init(_ source: ByteSource, coding: Coding, limits: InflateLimits = .standard) throws(ArchiveError) {
        self.source = source
        self.coding = coding
        self.limits = limits
        zlib = coding == .identity ? nil : try ZlibState(window: coding.window, format: coding.format)
    }

    /// Bytes of the source that were used.
    package var consumed: Int { inputEnd - (input.count - inputAt) }

    /// Replaces the buffer's bytes by the next ones: at least one, or `false` at the end.
    package mutating func next(into buffer: inout [UInt8]) throws(ArchiveError) -> Bool {
        buffer.removeAll(keepingCapacity: true)
        if let failure { throw failure }
        do throws(ArchiveError) {
            while buffer.isEmpty, !isFinished {
                if coding == .identity {
                    try copy(into: &buffer)
                } else {
                    try inflate(into: &buffer)
                }
            }
        } catch {
            failure = error
            throw error
        }
        return !buffer.isEmpty
    }

    /// The rest of the stream in one array. Its size is bounded by the limits.
    package mutating func readAll() throws(ArchiveError) -> [UInt8] {
        var all: [UInt8] = []
        var piece: [UInt8] = []
        while try next(into: &piece) { all += piece }
        return all
    }

    /// Goes over bytes; a plain source does not read them. Gives how many there were to go over.
    mutating func skip(_ count: Int) throws(ArchiveError) -> Int {
        guard coding == .identity else { return 0 }
        let step = min(max(0, count), source.size - inputEnd)
        inputEnd += step
        return step
    }

    private mutating func copy(into buffer: inout [UInt8]) throws(ArchiveError) {
        buffer = try source.read(at: inputEnd, count: Self.pieceSize)
        inputEnd += buffer.count
        if buffer.isEmpty {
            isFinished = true
            members = 1
        }
        try count(buffer.count)
    }

    private mutating func inflate(into buffer: inout [UInt8]) throws(ArchiveError) {
        if inputAt == input.count { try refill() }
        var taken = 0
        // One byte more than allowed is enough to see that there is one.
        let room = min(Self.pieceSize - 1, limits.output - produced) + 1
        let start = consumed
        let given = input
        let outcome = try zlib?.step(
            given.span.extracting(droppingFirst: inputAt), into: &buffer, room: room, taken: &taken, offset: start)
        inputAt += taken
        try count(buffer.count)
        switch outcome {
        case .advanced:
            break
        case .hungry:
            guard inputAt == input.count, isSourceDone else { break }
            throw fail(.truncated, "the stream ends in the middle")
        case .finished, nil:
            members += 1
            try finishMember()
        }
    }

    /// Looks at what stands behind a member.
    private mutating func finishMember() throws(ArchiveError) {
        let start = consumed
        if coding == .gzip {
            let zeros = try skipZeros()
            if try look(2) == [0x1F, 0x8B] {
                guard members < limits.members else {
                    throw fail(.tooLarge, "more members than the limit of \(limits.members)")
                }
                if zeros > 0 { oddities.append(.memberAfterPadding(offset: consumed)) }
                try zlib?.restart()
                return
            }
            if zeros > 0, consumed == source.size { oddities.append(.zeroPadding(offset: start, count: zeros)) }
        }
        isFinished = true
        if consumed < source.size {
            oddities.append(.trailingBytes(offset: start, count: source.size - start))
        }
    }

    private mutating func skipZeros() throws(ArchiveError) -> Int {
        var zeros = 0
        while try look(1) == [0] {
            while inputAt < input.count, input[inputAt] == 0 {
                inputAt += 1
                zeros += 1
            }
        }
        return zeros
    }

    /// The next bytes without taking them; fewer at the end of the source.
    private mutating func look(_ count: Int) throws(ArchiveError) -> [UInt8] {
        while input.count - inputAt < count, !isSourceDone { try refill() }
        return Array(input[inputAt..<min(input.count, inputAt + count)])
    }

    private mutating func refill() throws(ArchiveError) {
        let bytes = try source.read(at: inputEnd, count: Self.pieceSize)
        if bytes.isEmpty { isSourceDone = true }
        inputEnd += bytes.count
        input = inputAt == input.count ? bytes : Array(input[inputAt...]) + bytes
        inputAt = 0
    }

    /// Counts what came out, against the limits.
    private mutating func count(_ bytes: Int) throws(ArchiveError) {
        produced += bytes
        guard produced <= limits.output else {
            throw fail(.tooLarge, "more bytes come out than the limit of \(limits.output)")
        }
        // Divided, not multiplied: the product could be too large.
        guard coding == .identity || produced <= limits.ratioFree || produced / max(1, limits.ratio) <= max(1, consumed)
        else {
            throw fail(.tooLarge, "each byte becomes more than \(limits.ratio)")
        }
    }

    private func fail(_ kind: ArchiveError.Kind, _ reason: String) -> ArchiveError {
        ArchiveError(kind, format: coding.format, reason: reason, offset: consumed)
    }
}
