import Hashing
import Inventory
import Linux

/// Reads blobs out of `content/blobs/sha256`, and only those that are what their name says.
struct BlobStore: ~Copyable {
    /// Bytes of one blob.
    static let sizeLimit = 32 << 20
    private static let prefix = "sha256:"

    /// Bytes of a blob that one read brings. Nearly all are smaller.
    private static let bufferSize = 64 << 10

    private var hasher: SHA256Hasher
    private let opener: RegularFileOpener
    private var buffer = ReadBuffer(capacity: bufferSize)

    /// For the blobs of one folder.
    init(for folder: borrowing Descriptor) throws(BlobError) {
        let opener = try Self.opener(for: folder)
        hasher = try Self.hasher()
        self.opener = opener
    }

    private static func opener(for folder: borrowing Descriptor) throws(BlobError) -> RegularFileOpener {
        do throws(SystemError) { return try RegularFileOpener(for: folder) } catch { throw BlobError(error) }
    }

    private static func hasher() throws(BlobError) -> SHA256Hasher {
        do throws(HashError) { return try SHA256Hasher() } catch { throw BlobError(.unreadable, error.description) }
    }

    /// The bytes of a blob.
    mutating func read(_ digest: String, in folder: borrowing Descriptor) throws(BlobError) -> [UInt8] {
        guard let wanted = Self.digest(digest) else {
            throw BlobError(.malformed, "a record names a blob by something that is no SHA-256 digest")
        }
        let file = try open(wanted, in: folder)
        let arrived = (try? buffer.fill(from: file, at: 0, length: Self.bufferSize)) ?? 0
        if arrived > 0, arrived < Self.bufferSize {
            let bytes = Self.copy(buffer.bytes)
            // What has the right digest is a file, and all of it.
            if try Self.digest(of: bytes.span, &hasher) == wanted { return bytes }
        }
        let bytes = try content(of: file)
        guard try Self.digest(of: bytes.span, &hasher) == wanted else {
            throw BlobError(.malformed, "the content of the blob is not what its name says")
        }
        return bytes
    }

    /// What a descriptor names; only 64 digits become part of a path.
    static func digest(_ text: String) -> SHA256Digest? {
        text.hasPrefix(prefix) ? SHA256Digest(hex: String(text.dropFirst(prefix.count))) : nil
    }

    private func open(_ digest: SHA256Digest, in folder: borrowing Descriptor) throws(BlobError) -> Descriptor {
        do throws(SystemError) {
            if let file = try opener.open((Array(digest.hex.utf8) + [0]).span, in: folder) { return file }
        } catch {
            throw BlobError(error)
        }
        throw Self.notRegular
    }

    private static let notRegular = BlobError(.malformed, "the blob is no regular file")

    private func content(of file: borrowing Descriptor) throws(BlobError) -> [UInt8] {
        let content: [UInt8]?
        do throws(SystemError) {
            let status = try file.status()
            // One byte more than the limit tells that there is more; a file that grows meanwhile fails by its digest.
            let count = min(Int(clamping: max(0, status.size)), Self.sizeLimit + 1)
            content = status.isRegularFile ? try file.bytes(at: 0, count: count) : nil
        } catch {
            throw BlobError(error)
        }
        guard let bytes = content else { throw Self.notRegular }
        guard bytes.count <= Self.sizeLimit else {
            throw BlobError(.tooLarge, "the blob is larger than \(Self.sizeLimit) bytes")
        }
        return bytes
    }

    private static func copy(_ bytes: Span<UInt8>) -> [UInt8] {
        [UInt8](capacity: bytes.count) { output in
            for index in bytes.indices { output.append(bytes[index]) }
        }
    }

    private static func digest(
        of bytes: Span<UInt8>, _ hasher: inout SHA256Hasher
    ) throws(BlobError) -> SHA256Digest {
        do throws(HashError) {
            try hasher.update(bytes)
            return SHA256Digest(try hasher.finish())
        } catch {
            throw BlobError(.unreadable, error.description)
        }
    }
}

/// Why a blob could not be read.
struct BlobError: Error, Equatable {
    var reason: Trouble.Reason
    var detail: String

    init(_ reason: Trouble.Reason, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }

    /// There is none at all to be read.
    static let noFolder = BlobError(.vanished, "there is no folder of blobs")

    init(_ error: SystemError) {
        self.init(error.number == SystemError.notFound ? .vanished : .unreadable, error.description)
    }
}
