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

    /// One mount cache that leads to no directory.
    private struct Gap {
        var record: RecordID
        /// The mount id, where it is known.
        var id: ByteString?
        var path: ByteString?
        var cause: Cause
        /// Where the chain breaks; a sentence.
        var detail: String
    }

    /// Why there is no directory; gaps of one cause are one trouble.
    private enum Cause: Hashable, CaseIterable {
        case broken, missing, noFolder, shared, mounted, keyless
    }

    private var resolved: [Resolved] = []
    /// Directories that belong to a mount cache.
    private var taken: Set<String> = []
    private var gaps: [Gap] = []
    private var detached: [StateInventory.Orphan] = []
    private var troubles = TroubleList()
    private let contentFolder: ByteString
    private let contentInside: ByteString

    /// Ids that a trouble names, and bytes of one of them.
    private static let namedIDs = 3
    private static let idLength = 100

    /// Follows the chain of every mount cache.
    init(_ databases: StateDatabases) throws(StateDatabases.Failure) {
        contentFolder = databases.contentFolder
        contentInside = databases.contentInside
        // Without a mount cache it does not matter what is there.
        if databases.table.mounts.isEmpty && databases.table.detached.isEmpty { return }
        let place: ContentPlace
        do throws(SystemError) {
            place = try ContentPlace(databases.contentFolder, inside: databases.contentInside)
        } catch {
            throw StateDatabases.Failure(error, path: databases.contentFolder)
        }
        // A snapshot belongs to the record of its own name, whoever else names it.
        let mounts = databases.table.mounts
        for record in mounts where record.hasOwnSnapshot { follow(record, databases, place) }
        for record in mounts where !record.hasOwnSnapshot { follow(record, databases, place) }
        for record in databases.table.detached { followDetached(record, databases, place) }
    }

    /// The records that lead to no directory.
    var unresolved: Set<RecordID> { Set(gaps.map(\.record)) }

    /// Forgets the gaps of all other records.
    mutating func keepGaps(of records: Set<RecordID>) {
        gaps.removeAll { !records.contains($0.record) }
    }

    /// What is there without its counterpart.
    var orphans: [StateInventory.Orphan] {
        gaps.map { gap in
            StateInventory.Orphan(
                kind: gap.cause == .keyless ? .directory : .record, id: gap.id, record: gap.record.text, path: gap.path,
                detail: gap.detail)
        } + detached
    }

    private mutating func follow(_ record: MountRecord, _ databases: StateDatabases, _ place: borrowing ContentPlace) {
        let link: SnapshotLink
        do throws(BoltError) {
            link = try databases.follow(record)
        } catch {
            link = .broken(error.sentence)
        }
        guard case .found(let directory, let parent) = link else {
            guard case .broken(let detail) = link else { return }
            let id = record.splitKey(base: record.parent).id
            gaps.append(Gap(record: record.id, id: id, path: nil, cause: .broken, detail: detail))
            return
        }
        // Before 0.7 the record does not name its parent, only its snapshot does.
        let key = record.splitKey(base: record.parent ?? parent)
        let path = place.path(of: directory)
        func gap(_ cause: Cause, _ detail: String) -> Gap {
            Gap(record: record.id, id: key.id, path: path, cause: cause, detail: detail)
        }
        // BuildKit gives each mount cache a snapshot of its own. Whoever makes records name one snapshot would have it
        // audited as often, and purged with each of them.
        guard !taken.contains(directory) else {
            return gaps.append(gap(.shared, "its directory is that of another mount cache"))
        }
        switch place.presence(of: directory) {
        case .there:
            break
        case .absent:
            return gaps.append(gap(.missing, "its directory is not there"))
        case .noFolder:
            // A link there is somebody's trap, not a cache.
            return gaps.append(gap(.noFolder, "what lies in the place of its directory is no folder"))
        case .unreadable(let error) where error.number == SystemError.crossesDevice:
            return gaps.append(gap(.mounted, "something else is mounted upon its directory"))
        case .unreadable(let error):
            troubles.add(path, .unreadable, error.advice, isSubtree: true)
        }
        taken.insert(directory)
        resolved.append(Resolved(record: record, id: key.id, base: key.base, directory: directory))
    }

    private mutating func followDetached(
        _ record: MountRecord, _ databases: StateDatabases, _ place: borrowing ContentPlace
    ) {
        guard case .found(let directory, _)? = try? databases.follow(record),
            case .there = place.presence(of: directory)
        else { return }
        if record.hasLostKey {
            let detail = "its record has lost its mount id: the database was damaged, or the daemon ended too early"
            let path = place.path(of: directory)
            return gaps.append(Gap(record: record.id, id: nil, path: path, cause: .keyless, detail: detail))
        }
        detached.append(
            StateInventory.Orphan(
                kind: .directory, record: record.id.text, path: place.path(of: directory),
                detail: "a build without cache detached it from its mount id; it goes when its last build ends"))
    }

    // MARK: What is told

    /// What was not seen, the gaps of one cause in one line. `records` is the path of the records' database.
    func allTroubles(records: ByteString) -> [Trouble] {
        troubles.all(of: contentFolder)
            + Cause.allCases.compactMap { cause in
                let some = gaps.filter { $0.cause == cause }
                guard let first = some.first else { return nil }
                let ids = some.prefix(Self.namedIDs).map { gap in
                    (gap.id?.display ?? gap.record.text).prefix(Self.idLength)
                }.joined(separator: ", ")
                let more = some.count > Self.namedIDs ? " and more" : ""
                let names = some.count == 1 ? "1 mount cache was" : "\(some.count) mount caches were"
                let why: String
                switch cause {
                case .keyless: why = first.detail
                case .broken: why = some.count == 1 ? first.detail : "the first: \(first.detail)"
                case .missing: why = some.count == 1 ? first.detail : "their directories are not there"
                case .mounted: why = first.detail
                case .shared: why = some.count == 1 ? first.detail : "their directories are those of other mount caches"
                case .noFolder:
                    why = "no folder lies in the place of the directory: somebody has put something else there"
                }
                return Trouble(
                    cache: -1, path: cause == .broken ? records : first.path ?? contentFolder,
                    reason: [.noFolder, .shared, .keyless].contains(cause) ? .malformed : .unusable,
                    detail: "\(names) not seen (\(ids)\(more)): \(why)", isSubtree: some.count == 1)
            }
    }

    /// Troubles of the databases that gaps come from: a broken one may hide what is there.
    func faults(of databases: StateDatabases) -> [Trouble] {
        databases.others.compactMap { database, path in
            do throws(BoltError) {
                _ = try database.check()
                return nil
            } catch {
                return Trouble(cache: -1, path: path, reason: error.troubleReason, detail: error.sentence)
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
