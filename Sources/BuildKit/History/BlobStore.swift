import Hashing
import Inventory
import Linux

/// Reads blobs out of `content/blobs/sha256`, and only those that are what their name says.
struct BlobStore: ~Copyable {
    /// Bytes of one blob.
    static let sizeLimit = 32 << 20
    private static let prefix = "sha256:"

    private var hasher: SHA256Hasher
    private let opener: RegularFileOpener

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
        let bytes: [UInt8]?
        do throws(SystemError) {
            bytes = try content(of: Array(wanted.hex.utf8) + [0], in: folder)
        } catch {
            throw BlobError(error)
        }
        guard let bytes else { throw BlobError(.malformed, "the blob is no regular file") }
        guard bytes.count <= Self.sizeLimit else {
            throw BlobError(.tooLarge, "the blob is larger than \(Self.sizeLimit) bytes")
        }
        let found: SHA256Digest
        do throws(HashError) {
            try hasher.update(bytes.span)
            found = SHA256Digest(try hasher.finish())
        } catch {
            throw BlobError(.unreadable, error.description)
        }
        guard found == wanted else {
            throw BlobError(.malformed, "the content of the blob is not what its name says")
        }
        return bytes
    }

    /// What a descriptor names; only 64 digits become part of a path.
    static func digest(_ text: String) -> SHA256Digest? {
        text.hasPrefix(prefix) ? SHA256Digest(hex: String(text.dropFirst(prefix.count))) : nil
    }

    /// The content, one byte more than the limit at most; `nil` where the entry is no regular file.
    private func content(
        of name: [UInt8], in folder: borrowing Descriptor
    ) throws(SystemError) -> [UInt8]? {
        guard let file = try opener.open(name.span, in: folder) else { return nil }
        let status = try file.status()
        guard status.isRegularFile else { return nil }
        // One byte more than the limit tells that there is more; a file that grows meanwhile fails by its digest.
        return try file.bytes(at: 0, count: min(Int(clamping: max(0, status.size)), Self.sizeLimit + 1))
    }
}

/// Why a blob could not be read.
struct BlobError: Error {
    var reason: Trouble.Reason
    var detail: String

    init(_ reason: Trouble.Reason, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }

    init(_ error: SystemError) {
        self.init(error.number == SystemError.notFound ? .vanished : .unreadable, error.description)
    }
}
