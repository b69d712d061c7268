import Hashing
package import Inventory
import Linux

/// The folder that incidents are put into: what is in it, and what became of it since the last look.
///
/// ```
///  a person, a tool                       a Kubernetes ConfigMap
///  incidents/axios.toml                   incidents/axios.toml ──► ..data/axios.toml
///                                         incidents/..data     ──► ..2026_11_21_19_02/     swapped as a whole
/// ```
///
/// Each look lists all of it again, so it does not matter what has told of a change. Only what changed is read, and
/// nothing that was changed a moment ago: it may still be being written. What this folder holds decides what is removed
/// from caches, so whoever could write there without being asked is a reason to read nothing at all.
package struct IncidentFolder: Sendable {
    /// Bounds of one folder.
    package enum Limit {
        /// Files that are looked at, in the order of their names.
        package static let files = 100
        /// Bytes of one file.
        package static let size = 4 << 20
        /// Names that a folder may hold, incidents or not.
        static let names = 10_000
        /// What was changed more recently is left for the next look.
        package static let settling = TimeSpan.second
    }

    /// One file.
    package struct Entry: Sendable, Equatable {
        package var path: ByteString
        /// Of what was read.
        package var digest: SHA256Digest
        package var reading: IncidentReading

        package init(path: ByteString, digest: SHA256Digest, reading: IncidentReading) {
            self.path = path
            self.digest = digest
            self.reading = reading
        }
    }

    /// What a look brought.
    package struct News: Sendable, Equatable {
        /// Files that are new or have another content.
        package var entries: [Entry] = []
        /// Whether something is left for the next look.
        package var isSettling = false
        /// Files beyond the limit.
        package var unseen = 0

        package init() {}
    }

    private struct Seen: Sendable {
        var status: FileStatus
        var entry: Entry
    }

    private let read: @Sendable ([UInt8], ByteString) -> IncidentReading
    private var seen: [ByteString: Seen] = [:]
    /// What counts of it, by file.
    private var counting: [ByteString: Entry] = [:]

    /// `read` understands the bytes of a file; the path is for its messages.
    package init(read: @escaping @Sendable ([UInt8], ByteString) -> IncidentReading) {
        self.read = read
    }

    /// The files as they were at the last look, in the order of their names.
    package var entries: [Entry] { counting.sorted { $0.key < $1.key }.map(\.value) }

    /// Forgets what was there, for another folder.
    package mutating func forget() {
        seen = [:]
        counting = [:]
    }

    /// Looks at the folder. `now` is in nanoseconds since 1970, as file systems have it. What cannot be listed is
    /// thrown, and what was seen before stays.
    package mutating func look(at path: ByteString, now: Int64) throws(IncidentFolderError) -> News {
        let listing: Listing
        do throws(SystemError) {
            listing = try Self.list(path)
        } catch {
            throw .system(error)
        }
        if listing.isOpenToOthers, !listing.isReadOnly { throw .openToOthers }
        var news = News()
        news.unseen = max(0, listing.names.count - Limit.files)
        var next: [ByteString: Seen] = [:]
        for name in listing.names.prefix(Limit.files) {
            let file = path.appending(name)
            guard let status = try? Descriptor.status(ofPath: file.bytes) else { continue }
            let old = seen[name]
            if let old, old.status == status {
                next[name] = old
                continue
            }
            // A time to come says nothing, and must not be waited for.
            if status.changed <= now, now - status.changed < Limit.settling {
                news.isSettling = true
                next[name] = old
                continue
            }
            next[name] = Seen(status: status, entry: entry(file, status, isReadOnly: listing.isReadOnly))
        }
        seen = next
        let before = counting
        counting = Self.counting(next.mapValues(\.entry))
        news.entries = entries.filter { entry in !before.values.contains(entry) }
        return news
    }

    /// Each incident once: of several files with one name the first counts, since reports and metrics go by the name.
    private static func counting(_ entries: [ByteString: Entry]) -> [ByteString: Entry] {
        var counting = entries
        var first: [String: ByteString] = [:]
        for (file, entry) in entries.sorted(by: { $0.key < $1.key }) {
            guard case .named(let name) = entry.reading else { continue }
            guard let other = first[name] else {
                first[name] = file
                continue
            }
            // Logs write any text so that nothing in it can be taken for something else.
            let place = other.utf8Text ?? "another file"
            let reason = "\(place) declares the same `name`; give each incident its own"
            counting[file] = Entry(path: entry.path, digest: .zero, reading: .refused([reason]))
        }
        return counting
    }

    private func entry(_ file: ByteString, _ status: FileStatus, isReadOnly: Bool) -> Entry {
        func refused(_ reason: String) -> Entry {
            Entry(path: file, digest: .zero, reading: .refused([reason]))
        }
        guard status.isRegularFile else { return refused("it is no file") }
        if !isReadOnly, Self.isOpenToOthers(status) {
            return refused("others than this user and root may write to it; take that right away")
        }
        do throws(SystemError) {
            let bytes = try OwnFile.read(file.bytes, limit: Limit.size, isOnlyFile: true)
            guard let digest = try? SHA256Hasher.digest(of: bytes) else { return refused("it cannot be hashed") }
            return Entry(path: file, digest: SHA256Digest(digest), reading: read(bytes, file))
        } catch {
            if error.number == SystemError.tooLarge {
                return refused("the file of an incident has at most \(Limit.size) bytes")
            }
            return refused("it cannot be read: \(error)")
        }
    }

    private struct Listing {
        /// Names of incidents in order.
        var names: [ByteString] = []
        /// Whether nobody can write to what is mounted there.
        var isReadOnly = false
        var isOpenToOthers = false
    }

    private static func list(_ path: ByteString) throws(SystemError) -> Listing {
        let folder = try Descriptor.open(path.bytes, [.directory])
        var listing = Listing()
        listing.isReadOnly = try folder.fileSystem().isReadOnly
        listing.isOpenToOthers = isOpenToOthers(try folder.status())
        var lister = DirectoryLister()
        var block = EntryBlock()
        var count = 0
        while try lister.read(folder, into: &block), count < Limit.names {
            count += block.entries.count
            for entry in block.entries {
                let name = block.names[block.name(of: entry)].dropLast()
                let isIncident = name.first != UInt8(ascii: ".") && name.suffix(5).elementsEqual(".toml".utf8)
                if isIncident { listing.names.append(ByteString(Array(name))) }
            }
        }
        listing.names.sort()
        return listing
    }

    /// Whether others than this user and root may write there.
    private static func isOpenToOthers(_ status: FileStatus) -> Bool {
        status.mode & 0o022 != 0 || (status.owner != 0 && status.owner != Host.effectiveUser)
    }
}
