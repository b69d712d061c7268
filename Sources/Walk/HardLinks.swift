import Inventory
import Linux
import Synchronization

/// Files with several names, so that each is hashed once however many names the walk meets.
///
/// The first worker to meet one claims it; others who meet it meanwhile leave their record with it and go on, and the
/// first one sends those records together with its own.
final class HardLinks: Sendable {
    /// A record that waits for the digest of its file, with its path.
    struct Waiting: Sendable {
        var record: FileRecord
        var path: [UInt8]
    }

    enum Answer {
        /// Hash it, then call `finish`.
        case claimed
        /// Hash it on its own: the table is full of files that are being hashed, or this one is being hashed as it was.
        case unshared
        /// The digest, and whether the file cannot change without a new time.
        case known(SHA256Digest, isSettled: Bool)
        /// Left with whoever is hashing it.
        case waiting
        /// Somebody is hashing it, and no more can be left: ask again after a while.
        case later
    }

    private enum Entry {
        case busy(FileIdentity, [Waiting])
        case done(FileIdentity, SHA256Digest, isSettled: Bool, seen: UInt32)
    }

    private struct Key: Hashable {
        var device: UInt64
        var inode: UInt64
    }

    /// Bounds the memory: beyond it the files that are done are forgotten.
    static let capacity = 100_000

    /// Bytes of paths that may wait; an attacker can give one large file many long names.
    static let waitingBytesMax = 8 << 20

    private struct State {
        var entries: [Key: Entry] = [:]
        var waitingBytes = 0

        /// Forgets the files that are done, which may then be hashed once more; false where all are being hashed.
        mutating func makeRoom() -> Bool {
            entries = entries.filter { if case .busy = $0.value { true } else { false } }
            return entries.count < HardLinks.capacity
        }
    }

    private let state = Guarded(State())

    /// Asks for the file of a record whose path is given.
    func ask(_ record: FileRecord, path: [UInt8]) -> Answer {
        let key = Key(device: record.identity.device, inode: record.identity.inode)
        return state.withLock { state -> Answer in
            switch state.entries[key] {
            case nil:
                guard state.entries.count < Self.capacity || state.makeRoom() else { return .unshared }
                state.entries[key] = .busy(record.identity, [])
                return .claimed
            case .busy(let identity, var waiting):
                guard identity == record.identity else { return .unshared }
                guard state.waitingBytes + path.count < Self.waitingBytesMax else { return .later }
                state.waitingBytes += path.count
                // Taken out first, so that the list is not copied for each name.
                state.entries[key] = nil
                waiting.append(Waiting(record: record, path: path))
                state.entries[key] = .busy(identity, waiting)
                return .waiting
            case .done(let identity, let digest, let isSettled, let seen):
                // It was changed since: from now on it is this one.
                guard identity == record.identity else {
                    state.entries[key] = .busy(record.identity, [])
                    return .claimed
                }
                // All names of the file have been met: nobody will ask again.
                state.entries[key] =
                    seen + 1 >= record.links
                    ? nil : .done(identity, digest, isSettled: isSettled, seen: seen + 1)
                return .known(digest, isSettled: isSettled)
            }
        }
    }

    /// Ends a claim with the digest, or without one, and hands over the records that waited.
    func finish(
        _ identity: FileIdentity, links: UInt32, digest: SHA256Digest?, isSettled: Bool
    ) -> [Waiting] {
        let key = Key(device: identity.device, inode: identity.inode)
        return state.withLock { state -> [Waiting] in
            guard case .busy(let claimed, let waiting) = state.entries[key] else { return [] }
            state.waitingBytes -= waiting.reduce(0) { $0 + $1.path.count }
            let seen = UInt32(truncatingIfNeeded: waiting.count + 1)
            if let digest, seen < links {
                state.entries[key] = .done(claimed, digest, isSettled: isSettled, seen: seen)
            } else {
                state.entries[key] = nil
            }
            return waiting
        }
    }
}
