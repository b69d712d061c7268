import Bytes
import Inflate

/// The export of an advisory database: a zip file with one record in each entry, hundreds of thousands of them.
///
/// ```
///   all.zip   GHSA-….json   MAL-2025-1.json   …   directory
/// ```
/// The entries lie behind one another, so the file is read in large pieces from its beginning to its end. What an
/// entry says of its size is a limit, and there is one over all: a small file that unpacks to terabytes is refused.
package struct OSVExport {
    /// Reads at most so many bytes at an offset; fewer at the end. Throws a sentence.
    package typealias Read = (_ offset: Int, _ count: Int) throws(OSVSourceError) -> [UInt8]

    /// Bounds of one export.
    package enum Limit {
        /// Bytes of the file; the largest known has a quarter of a gigabyte.
        package static let size = 4 << 30
        /// Entries.
        package static let entries = 1_000_000
        /// Bytes of its directory.
        package static let directory = 256 << 20
        /// Bytes that all entries unpack to.
        package static let content = 16 << 30
        /// Bytes that are read at once.
        static let piece = 1 << 20
    }

    /// The bytes that every zip file begins with, the empty one as well.
    package static let marks: [[UInt8]] = [[0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6]]

    private let source: ByteSource
    private let directory: ZipDirectory
    private var index = 0
    private var content = 0

    /// Opens an export by its directory.
    package init(size: Int, read: @escaping Read) throws(OSVSourceError) {
        guard size <= Limit.size else {
            throw OSVSourceError("it has \(size) bytes, more than the limit of \(Limit.size)")
        }
        let window = Window(size: size, read: read)
        source = ByteSource(size: size) { offset, count throws(ArchiveError) in
            try window.bytes(at: offset, count: count)
        }
        do throws(ArchiveError) {
            directory = try ZipDirectory(
                source,
                limits: ZipLimits(
                    directory: Limit.directory, entries: Limit.entries, oddities: 0, checksEntries: false))
        } catch {
            throw OSVSourceError(error.description)
        }
    }

    /// Entries, records or not.
    package var count: Int { directory.entries.count }

    /// The name of the next entry; `nil` behind the last.
    package var nextName: [UInt8]? { index < count ? directory.entries[index].name : nil }

    /// Goes over the next entry.
    package mutating func skip() {
        index += 1
    }

    /// The content of the next entry.
    package mutating func next() throws(OSVSourceError) -> [UInt8] {
        let bytes: [UInt8]
        do throws(ArchiveError) {
            defer { index += 1 }
            guard index < count else { return [] }
            let entry = try directory.located(index, in: source)
            bytes = try ZipEntryReader.content(of: entry, in: source, limit: OSVReader.Limit.size)
        } catch {
            throw OSVSourceError(error.description)
        }
        content += bytes.count
        if content > Limit.content {
            // Nobody unpacks on and on: this was the last entry.
            index = count
            throw OSVSourceError("all entries have more than \(Limit.content) bytes; the rest was not read")
        }
        return bytes
    }

    /// A large piece of the file, so that small reads behind one another cost no call each.
    private final class Window {
        private let size: Int
        private let read: Read
        private var start = 0
        private var held: [UInt8] = []

        init(size: Int, read: @escaping Read) {
            self.size = size
            self.read = read
        }

        func bytes(at offset: Int, count: Int) throws(ArchiveError) -> [UInt8] {
            let wanted = min(count, size - offset)
            guard offset >= 0, wanted > 0 else { return [] }
            if offset < start || offset + wanted > start + held.count { try fill(at: offset, count: wanted) }
            let first = offset - start
            let end = min(first + wanted, held.count)
            return first < end ? Array(held[first..<end]) : []
        }

        private func fill(at offset: Int, count: Int) throws(ArchiveError) {
            do throws(OSVSourceError) {
                held = try read(offset, min(max(count, Limit.piece), size - offset))
                start = offset
            } catch {
                (held, start) = ([], 0)
                throw .unreadable(error.description, offset: offset)
            }
        }
    }
}

/// Why a file of advisories could not be read: a sentence without its full stop.
package struct OSVSourceError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// Takes the sentence.
    package init(_ description: String) {
        self.description = description
    }
}
