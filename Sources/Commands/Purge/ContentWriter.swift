import Hashing
import Inventory
import Linux

/// Copies content and says what was copied.
enum ContentWriter {
    private static let chunk = 1 << 20

    /// Copies so many bytes, and gives their digest.
    static func copy(
        _ source: borrowing Descriptor, size: Int64, to target: borrowing Descriptor
    ) throws(SystemError) -> SHA256Digest {
        guard var hasher = try? SHA256Hasher() else { throw SystemError(SystemError.noMemory, .read) }
        var offset: Int64 = 0
        while offset < size {
            let bytes = try source.bytes(at: offset, count: Int(min(Int64(chunk), size - offset)))
            if bytes.isEmpty { break }
            guard (try? hasher.update(bytes.span)) != nil else { throw SystemError(SystemError.noMemory, .read) }
            try target.write(bytes)
            offset += Int64(bytes.count)
        }
        return (try? hasher.finish()).map { SHA256Digest($0) } ?? .zero
    }
}
