import Hashing
package import Inventory
package import Linux

/// Reads a file to its end and hashes it, leaving the page cache as it was. One per worker.
///
/// The page cache: with `RWF_DONTCACHE` (Linux 6.14) the kernel drops exactly what a read brought in. Elsewhere a read
/// that may not wait (`RWF_NOWAIT`) tells whether the bytes were cached; where they were not, they are read and then
/// dropped by advice. Both cost nothing on cached files.
struct ContentReader: ~Copyable {
    /// How one attempt ended.
    enum Outcome {
        case digest(SHA256Digest)
        /// The file was no longer the one that was looked at, or changed while it was read.
        case changed
        /// The walk was told to stop.
        case cancelled
        /// It has holes, and so many were hashed in this cache that these are not.
        case manyHoles
        case failed(SystemError)
    }

    private var buffer: ReadBuffer
    private var hasher: SHA256Hasher
    /// Whether an attempt was given up half-way and its bytes must be dropped before the next.
    private var isHashing = false
    /// A second digest of the file in hand, where one is wished for.
    private var other: RunningDigest?
    private var takesOther = false
    /// The second digest where it is made already, and the bytes of holes that went into it.
    private var finishedOther: ContentDigest?
    private var otherHoles: Int64 = 0
    /// A page of zeros for holes, hashed as often as needed.
    private let zeros: [UInt8]
    private let pace: ReadPace?

    init(readSize: Int, pace: ReadPace?) throws(HashError) {
        self.pace = pace
        buffer = ReadBuffer(capacity: readSize)
        hasher = try SHA256Hasher()
        zeros = [UInt8](repeating: 0, count: 64 * 1024)
    }

    /// Makes this digest, too, of the file that is read next; none for `nil`.
    mutating func wish(for algorithm: ContentDigest.Algorithm?) throws(HashError) {
        takesOther = false
        finishedOther = nil
        guard let algorithm, let wished = DigestAlgorithm(rawValue: algorithm.rawValue) else { return }
        if other?.algorithm == wished {
            try other?.restart()
        } else {
            other = try RunningDigest(wished)
        }
        takesOther = true
    }

    /// The other digest of the file that was read last; `nil` where none was wished for, or its holes are too long.
    mutating func takeOther() throws(HashError) -> ContentDigest? {
        if let finished = finishedOther {
            finishedOther = nil
            return finished
        }
        guard takesOther, let name = other?.algorithm.rawValue, let bytes = try other?.finish() else { return nil }
        takesOther = false
        return ContentDigest.Algorithm(rawValue: name).flatMap { ContentDigest($0, bytes) }
    }

    /// The digest of bytes that are in memory: link targets, the empty file.
    mutating func digest(of bytes: Span<UInt8>) throws(HashError) -> SHA256Digest {
        if isHashing { try hasher.restart() }
        isHashing = false
        try hasher.update(bytes)
        return SHA256Digest(try hasher.finish())
    }

    /// Reads and hashes an open file whose status was `expected`, and looks at the status again afterwards: only a
    /// file that stayed the same has a digest.
    mutating func read(
        _ file: borrowing Descriptor, expected: FileStatus, root: WalkRoot, shared: WalkShared
    ) throws(HashError) -> Outcome {
        if isHashing {
            try hasher.restart()
            if takesOther { try other?.restart() }
        }
        isHashing = true
        otherHoles = 0
        do {
            let firstData = expected.isSparse ? try file.nextData(from: 0) : 0
            let isHole = firstData == nil
            // One hole is like another: nobody is to pay for each of a thousand files that hold nothing.
            let known = isHole ? knownHole(ofSize: expected.size, shared.holes) : nil
            if known == nil, let outcome = try readContent(file, expected, root, shared) { return outcome }
            guard FileIdentity(try file.status()) == FileIdentity(expected) else { return .changed }
            if let known { return .digest(known) }
            isHashing = false
            let digest = SHA256Digest(try finish())
            if isHole {
                shared.holes.remember(digest, ofSize: expected.size)
                finishedOther = try takeOther()
                if let finishedOther { shared.holes.remember(finishedOther, ofSize: expected.size) }
            }
            return .digest(digest)
        } catch let error as SystemError {
            return .failed(error)
        } catch {
            return .failed(SystemError(SystemError.inputOutput, .preadv2))
        }
    }

    /// What is known of a file that is one hole; `nil` where a digest that is wished for is still to be made.
    private mutating func knownHole(ofSize size: Int64, _ holes: HoleDigests) -> SHA256Digest? {
        guard let known = holes.digest(ofSize: size) else { return nil }
        guard takesOther, size <= WalkOptions.otherHoleBytes else {
            takesOther = false
            return known
        }
        guard let name = other?.algorithm.rawValue, let algorithm = ContentDigest.Algorithm(rawValue: name),
            let found = holes.other(algorithm, ofSize: size)
        else { return nil }
        finishedOther = found
        return known
    }

    private mutating func finish() throws(SystemError) -> InlineArray<32, UInt8> {
        do throws(HashError) {
            return try hasher.finish()
        } catch {
            throw SystemError(SystemError.inputOutput, .preadv2)
        }
    }

    /// Reads a file whole if one read brings it, without asking for its status first: its size, or `nil` where more
    /// may follow. What was read is hashed by `digestOfRead`.
    mutating func readWhole(_ file: borrowing Descriptor, root: WalkRoot) throws(SystemError) -> Int? {
        let count = try readPart(file, at: 0, length: buffer.capacity, root)
        return count < buffer.capacity ? count : nil
    }

    /// The digest of what the last read brought.
    mutating func digestOfRead() throws(HashError) -> SHA256Digest {
        if isHashing { try hasher.restart() }
        isHashing = false
        try hasher.update(buffer.bytes)
        if takesOther { try other?.update(buffer.bytes) }
        return SHA256Digest(try hasher.finish())
    }

    /// Hashes the whole content; an outcome where that is not a digest.
    private mutating func readContent(
        _ file: borrowing Descriptor, _ expected: FileStatus, _ root: WalkRoot, _ shared: WalkShared
    ) throws(SystemError) -> Outcome? {
        let size = expected.size
        var offset: Int64 = 0
        // Where the next hole begins; a file without holes has none before its end.
        var dataEnd = expected.isSparse ? 0 : size
        while offset < size {
            if shared.isCancelled() { return .cancelled }
            if offset >= dataEnd {
                let data = min(try file.nextData(from: offset) ?? size, size)
                guard root.mayHash(hole: data - offset, limit: shared.options.maximumHoleBytes) else {
                    return .manyHoles
                }
                otherHoles += data - offset
                if otherHoles > WalkOptions.otherHoleBytes { takesOther = false }
                guard try hashZeros(data - offset, shared, counts: size > Int64(buffer.capacity)) else {
                    return .cancelled
                }
                offset = data
                dataEnd = offset < size ? min(try file.nextHole(from: offset), size) : size
                continue
            }
            let length = Int(min(Int64(buffer.capacity), dataEnd - offset))
            let count = try readPart(file, at: offset, length: length, root)
            if count == 0 { return .changed }
            try hash()
            offset += Int64(count)
            if size > Int64(buffer.capacity) { shared.progress.add(bytes: count) }
        }
        return nil
    }

    /// libcrypto fails an update only when it is broken; the walk then reads this file as failed.
    private mutating func hash() throws(SystemError) {
        do throws(HashError) {
            try hasher.update(buffer.bytes)
            if takesOther { try other?.update(buffer.bytes) }
        } catch {
            throw SystemError(SystemError.inputOutput, .preadv2)
        }
    }

    /// Hashes a hole; with `counts` it shows as progress like bytes that were read.
    private mutating func hashZeros(
        _ length: Int64, _ shared: WalkShared, counts: Bool
    ) throws(SystemError) -> Bool {
        var rest = length
        var untilCheck = 64
        while rest > 0 {
            let part = Int(min(rest, Int64(zeros.count)))
            do throws(HashError) {
                try hasher.update(zeros.span.extracting(0..<part))
                if takesOther { try other?.update(zeros.span.extracting(0..<part)) }
            } catch {
                throw SystemError(SystemError.inputOutput, .preadv2)
            }
            rest -= Int64(part)
            if counts { shared.progress.add(bytes: part) }
            untilCheck -= 1
            if untilCheck == 0 {
                if shared.isCancelled() { return false }
                untilCheck = 64
            }
        }
        return true
    }

    private mutating func readPart(
        _ file: borrowing Descriptor, at offset: Int64, length: Int, _ root: WalkRoot
    ) throws(SystemError) -> Int {
        let count = try readAtOnce(file, at: offset, length: length, root)
        if let pace { pace.take(count) }
        return count
    }

    private mutating func readAtOnce(
        _ file: borrowing Descriptor, at offset: Int64, length: Int, _ root: WalkRoot
    ) throws(SystemError) -> Int {
        if root.takesDropBehind {
            do throws(SystemError) {
                return try buffer.fill(from: file, at: offset, length: length, flags: .leaveNoTrace)
            } catch {
                guard error.number == SystemError.notSupported || error.number == SystemError.invalid else {
                    throw error
                }
                root.noteNoDropBehind()
            }
        }
        do throws(SystemError) {
            return try buffer.fill(from: file, at: offset, length: length, flags: .cachedOnly)
        } catch {
            let isRefused = error.number == SystemError.notSupported || error.number == SystemError.invalid
            guard isRefused || error.number == SystemError.tryAgain else { throw error }
            let count = try buffer.fill(from: file, at: offset, length: length)
            file.dropCached(from: offset, length: Int64(count))
            return count
        }
    }
}

extension FileIdentity {
    /// What tells one state of a file from another.
    package init(_ status: FileStatus) {
        self.init(
            device: status.device, inode: status.inode, size: status.size, modified: status.modified,
            changed: status.changed, mode: status.mode)
    }
}
