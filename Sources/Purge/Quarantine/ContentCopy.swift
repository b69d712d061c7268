import Hashing
import Inventory
import Linux

/// Hashes content, and copies it on the way. One for many files: it owns the buffer and the digest's context.
///
/// ```
///  source  ████░░░░░░████   ░ hole: hashed as zeros, not written, not read
///            │ blocks shared (FICLONE), and then hashed where they lie now: nobody changes them any more
///            │ or read, hashed and written, piece by piece
///            ▼
///  target  ████░░░░░░████
/// ```
///
/// Every byte is hashed, so it is read anyway: a copy inside the kernel (`copy_file_range`) would save nothing.
struct ContentCopy: ~Copyable {
    private static let pieceSize = 256 * 1024
    private static let zeros = [UInt8](repeating: 0, count: pieceSize)

    private var buffer: ReadBuffer
    private var hasher: SHA256Hasher
    private let path: ByteString

    /// `path` is named in errors.
    init(_ path: ByteString) throws(QuarantineError) {
        buffer = ReadBuffer(capacity: Self.pieceSize)
        hasher = try QuarantineError.hashing(path) { () throws(HashError) in try SHA256Hasher() }
        self.path = path
    }

    /// Digest of the first `size` bytes, and how many there were.
    mutating func digest(
        of source: borrowing Descriptor, size: Int64
    ) throws(QuarantineError) -> (digest: SHA256Digest, size: Int64) {
        try pass(source, size: size) { _, _ throws(SystemError) in }
    }

    /// Copies the first `size` bytes into an empty file. Gives their digest and number, which is smaller where the
    /// source has become shorter.
    mutating func copy(
        _ source: borrowing Descriptor, to target: borrowing Descriptor, size: Int64
    ) throws(QuarantineError) -> (digest: SHA256Digest, size: Int64) {
        let path = path
        let isShared = try QuarantineError.system(path) { () throws(SystemError) in try target.clone(source) }
        guard isShared else {
            let copied = try pass(source, size: size) { piece, offset throws(SystemError) in
                try target.write(piece, at: offset)
            }
            // A hole at the end was not written.
            try QuarantineError.system(path) { () throws(SystemError) in try target.setSize(copied.size) }
            return copied
        }
        // The clone holds the file as it was at one moment, maybe longer than it was when it was looked at.
        let shared = try QuarantineError.system(path) { () throws(SystemError) in try target.status().size }
        if shared > size {
            try QuarantineError.system(path) { () throws(SystemError) in try target.setSize(size) }
        }
        return try digest(of: target, size: min(size, shared))
    }

    /// Hands the first `size` bytes on, piece by piece, holes left out. Gives their digest and number.
    mutating func pass(
        _ source: borrowing Descriptor, size: Int64, _ write: (Span<UInt8>, Int64) throws(SystemError) -> Void
    ) throws(QuarantineError) -> (digest: SHA256Digest, size: Int64) {
        do {
            try hasher.restart()
            let end = try pieces(source, size: size, write)
            return (SHA256Digest(try hasher.finish()), end)
        } catch let error as SystemError {
            throw QuarantineError(.system(error), path)
        } catch let error as HashError {
            throw QuarantineError(.hashing(error), path)
        } catch {
            throw QuarantineError(.damaged("\(error)"), path)
        }
    }

    // MARK: Parts

    /// Goes over data and holes; says where the content ended.
    private mutating func pieces(
        _ source: borrowing Descriptor, size: Int64, _ write: (Span<UInt8>, Int64) throws(SystemError) -> Void
    ) throws -> Int64 {
        let hasHoles = try source.status().isSparse
        var offset: Int64 = 0
        while offset < size {
            var dataEnd = size
            if hasHoles {
                guard let data = try source.nextData(from: offset) else {
                    // Nothing but a hole up to the end, wherever that is by now.
                    let end = min(size, max(offset, try source.status().size))
                    try addZeros(end - offset)
                    return end
                }
                try addZeros(min(data, size) - offset)
                offset = min(data, size)
                dataEnd = min(size, try source.nextHole(from: offset))
            }
            while offset < dataEnd {
                let length = Int(min(dataEnd - offset, Int64(buffer.capacity)))
                let count = try buffer.fill(from: source, at: offset, length: length)
                if count == 0 { return offset }
                try hasher.update(buffer.bytes)
                try write(buffer.bytes, offset)
                offset += Int64(count)
            }
        }
        return offset
    }

    private func addZeros(_ count: Int64) throws {
        var left = count
        while left > 0 {
            let length = Int(min(left, Int64(Self.zeros.count)))
            try hasher.update(Self.zeros.span.extracting(0..<length))
            left -= Int64(length)
        }
    }
}
