import Bolt
import Inventory
import Linux

/// Mount caches with their directories, and those whose chain breaks.
struct Resolution {
    /// One mount cache with the directory that holds its content.
    private struct Resolved {
        var record: MountRecord
        var id: ByteString
        var base: RecordID?
        var directory: String
    }

    private var resolved: [Resolved] = []
    private let contentFolder: ByteString
    private let contentInside: ByteString
    private(set) var orphans: [StateInventory.Orphan] = []
    private(set) var troubles: [Trouble] = []
    private var unlistedTroubles = 0
    /// Whether a directory is missing though the databases name it.
    private(set) var hasMissingDirectories = false

    /// Troubles that are listed one by one.
    private static let troubleLimit = 100

    /// Follows the chain of every mount cache.
    init(_ databases: StateDatabases) throws(StateDatabases.Failure) {
        contentFolder = databases.contentFolder
        contentInside = databases.contentInside
        let place: ContentPlace
        do throws(SystemError) {
            place = try ContentPlace(databases.contentFolder, inside: databases.contentInside)
        } catch {
            throw StateDatabases.Failure(error, path: databases.contentFolder)
        }
        for record in databases.table.mounts { follow(record, databases, place) }
        for record in databases.table.detached { followDetached(record, databases, place) }
        if unlistedTroubles > 0 {
            troubles.append(
                Trouble(
                    cache: -1, path: contentFolder, reason: .unreadable,
                    detail: "\(unlistedTroubles) more directories could not be reached"))
        }
    }

    /// Whether anything is missing.
    var hasGaps: Bool { orphans.contains { $0.kind == .record } }

    private mutating func follow(_ record: MountRecord, _ databases: StateDatabases, _ place: borrowing ContentPlace) {
        switch link(record, databases) {
        case .broken(let detail):
            miss(record, record.splitKey(base: record.parent).id, nil, detail)
        case .found(let directory, let parent):
            // Before 0.7 the record does not name its parent, only its snapshot does.
            let key = record.splitKey(base: record.parent ?? parent)
            switch place.presence(of: directory) {
            case .there: break
            case .absent:
                hasMissingDirectories = true
                miss(record, key.id, place.path(of: directory), "its directory is not there")
                return
            case .unreadable(let error):
                let reason: Trouble.Reason = error.number == SystemError.tooManyLinks ? .malformed : .unreadable
                note(place.path(of: directory), reason, error.advice)
                // What leads through a link is somebody's trap, not a cache.
                if reason == .malformed { return }
            }
            resolved.append(Resolved(record: record, id: key.id, base: key.base, directory: directory))
        }
    }

    private mutating func followDetached(
        _ record: MountRecord, _ databases: StateDatabases, _ place: borrowing ContentPlace
    ) {
        guard case .found(let directory, _) = link(record, databases), case .there = place.presence(of: directory)
        else {
            return
        }
        orphans.append(
            StateInventory.Orphan(
                kind: .directory, record: record.id.text, path: place.path(of: directory),
                detail: "a build without cache detached it from its mount id; it goes when its last build ends"))
    }

    private mutating func link(_ record: MountRecord, _ databases: StateDatabases) -> SnapshotLink {
        do throws(BoltError) {
            return try databases.follow(record.snapshot)
        } catch {
            return .broken(error.sentence)
        }
    }

    private mutating func miss(_ record: MountRecord, _ id: ByteString, _ path: ByteString?, _ detail: String) {
        orphans.append(
            StateInventory.Orphan(kind: .record, id: id, record: record.id.text, path: path, detail: detail))
    }

    private mutating func note(_ path: ByteString, _ reason: Trouble.Reason, _ detail: String) {
        guard troubles.count < Self.troubleLimit else {
            unlistedTroubles += 1
            return
        }
        troubles.append(Trouble(cache: -1, path: path, reason: reason, detail: detail, isSubtree: true))
    }

    /// Looks for a reason of the gaps: a broken database may hide what is there.
    mutating func explain(_ databases: StateDatabases) {
        for (database, path) in databases.others {
            do throws(BoltError) {
                _ = try database.check()
            } catch {
                troubles.append(
                    Trouble(cache: -1, path: path, reason: error.troubleReason, detail: error.sentence))
            }
        }
    }

    /// As the inventory has them: in the order of id, then record.
    func caches(root: ByteString) -> [MountCache] {
        let prefix = contentFolder.appending("")
        let suffix = contentInside.isEmpty ? [] : [UInt8(ascii: "/")] + contentInside.bytes
        var caches: [MountCache] = []
        caches.reserveCapacity(resolved.count)
        for one in resolved {
            var cache = MountCache(
                id: one.id, root: root, record: one.record.id.text, snapshot: one.record.snapshot.display,
                path: ByteString(prefix.bytes + Array(one.directory.utf8) + suffix), created: one.record.created,
                lastUsed: one.record.lastUsed, uses: one.record.uses)
            cache.base = one.base?.text
            cache.description = one.record.description
            caches.append(cache)
        }
        return caches.sorted { ($0.id, $0.record) < ($1.id, $1.record) }
    }
}
