import Hashing
import Inventory
import Linux

/// One thread's part in a walk: takes folders and shares of folders from the frontier until nothing is left.
struct Worker: ~Copyable {
    let shared: WalkShared
    var reader: ContentReader
    var lister = DirectoryLister()
    var block = EntryBlock()
    var batch = FileBatch()
    /// Bytes of the paths of the batch's troubles.
    private var troubleBytes = 0
    /// The path of the folder in hand, with its closing slash, and the keyed hash of cache and path so far.
    var path: [UInt8] = []
    /// The path of the file in hand, where somebody asks for it.
    var wholePath: [UInt8] = []
    /// A second digest of the file in hand, for the next record.
    var other: ContentDigest?
    var pathHash: SipHash
    let identityHash: SipHash
    let markHash: MarkHash
    /// The look that goes on.
    var look: Look
    /// What was seen with the piece of work in hand; see `SeenMarks`.
    var marks: [UInt64] = []
    /// Whether only the folders in the folder in hand are to be looked at.
    var onlyFolders = false
    /// Whether a record of the path of the file in hand was sent by an earlier look.
    var isAgain = false
    /// When the folder in hand was entered, by the clock of file times: a file with an older change time was not
    /// changed since.
    var quietSince: Int64 = 0
    /// Whether files of the folder in hand were changed so lately that each is asked for writers.
    var asksForWriters = false
    /// Whether the content read last may change without a new time; see `isLate`.
    var mayChangeUnseen = false

    /// Bytes of paths, of records or of troubles, with which a batch is sent.
    private static var batchBytesMax: Int { 256 * 1024 }

    init(_ shared: WalkShared) throws(HashError) {
        self.shared = shared
        look = shared.looks.current
        reader = try ContentReader(readSize: shared.options.readSize, pace: shared.pace)
        pathHash = SipHash(key: shared.known.hashKey)
        identityHash = SipHash(key: shared.known.hashKey)
        markHash = MarkHash(key: shared.known.hashKey)
    }

    /// Works until the frontier is empty or the walk is cancelled.
    mutating func run() {
        var hadWork = false
        while let work = nextWork(after: hadWork) {
            hadWork = true
            takeLook()
            if shared.isCancelled() {
                leave(work)
                continue
            }
            switch work {
            case .open(let folder):
                if let opened = open(folder) { list(folder, opened) }
            case .list(let folder):
                if let opened = reopen(folder) { list(folder, opened) }
            case .entries(let folder, let block):
                if let opened = openForEntries(folder) {
                    enter(folder)
                    look(at: block, in: folder, opened)
                }
                release(folder)
            case .endOfLook:
                endLook()
            }
        }
        flush()
    }

    /// The next piece of work. Before it waits for one it hands over what it has seen: whoever ends the look needs it.
    private mutating func nextWork(after hadWork: Bool) -> Work? {
        if hadWork, marks.count < Looks.chunkSize, let work = shared.frontier.nextAtOnce() { return work }
        keepMarks()
        return shared.frontier.next(after: hadWork)
    }

    /// Says that a piece of work was left undone.
    private mutating func leave(_ work: Work) {
        switch work {
        case .open(let folder), .list(let folder), .entries(let folder, _):
            note(.cancelled, "the audit was stopped before this folder was finished", folder: folder)
        case .endOfLook:
            shared.frontier.stop()
        }
    }

    // MARK: Folders

    /// Lists an opened folder part by part, and looks at what it holds.
    private mutating func list(_ folder: Folder, _ opened: Folder.Opened) {
        enter(folder)
        var isFirst = folder.beginListing(quietSince)
        if isFirst, !look.isFirst {
            switch standing(opened) {
            case .sameLeaf: return release(folder)
            case .same:
                folder.noteSame()
                onlyFolders = true
            case .changed: break
            }
        }
        // Taken out of `self` while it is looked at, so that neither is copied.
        var part = EntryBlock()
        swap(&part, &block)
        defer { swap(&part, &block) }
        var isAtOnce = isFirst
        var holdsFolders = false
        while true {
            if shared.isCancelled() { return leave(.list(folder)) }
            do throws(SystemError) {
                guard try lister.read(opened.descriptor, into: &part) else {
                    if !isAtOnce { break }
                    settle(folder, opened, since: quietSince, holdsFolders: holdsFolders)
                    return end(folder)
                }
            } catch {
                noteUnlisted(folder, error)
                return end(folder)
            }
            isAtOnce = isFirst && lister.isLikelyEnd
            isFirst = false
            folder.noteListed(isAtOnce ? nil : fingerprint(of: part))
            let folders = subfolders(in: part, of: folder)
            holdsFolders = holdsFolders || !folders.isEmpty || part.hasUntyped
            guard lister.isLikelyEnd else {
                // More follows. The rest of the listing goes on the stack, below the folders of this part: an idle
                // worker may take it at once, and this one comes back to it last, so that few folders wait.
                parkIfOverBudget(folder, cookie: part.nextOffset)
                // This worker still uses the folder when another one has finished the listing.
                folder.retain()
                if holdsFolders { folder.noteFolders() }
                shared.frontier.push([.list(folder)] + folders)
                look(at: part, in: folder, opened)
                return release(folder)
            }
            if !folders.isEmpty { shared.frontier.push(folders) }
            look(at: part, in: folder, opened)
        }
        noteIfChanged(folder, opened)
        settle(folder, opened, since: folder.listedSince, holdsFolders: holdsFolders || folder.holdsFolders)
        end(folder)
    }

    /// Counts a folder that has been listed.
    private mutating func end(_ folder: Folder) {
        if isFirstHere { batch.directories += 1 }
        release(folder)
    }

    /// What one call lists is the folder at one moment: nobody can change it meanwhile. Several calls list each entry
    /// that was there all the time exactly once, but one that is renamed between them may come twice or not at all. A
    /// folder that was changed while it was so listed was therefore not surely seen whole.
    ///
    /// Changes are stamped by clocks of which one runs some milliseconds ahead of the other, so a folder that was
    /// changed right before looks the same. There the names tell: they are listed again when its time has passed.
    private mutating func noteIfChanged(_ folder: Folder, _ opened: Folder.Opened) {
        guard let status = try? opened.descriptor.status(),
            status.changed < folder.listedSince || isSameAgain(folder, opened, changed: status.changed)
        else {
            // Another look lists it again.
            if shared.looks.isRecording, !look.isLast { return folder.root.restlessness.noteUnlisted() }
            return note(.unstable, "the folder was changed while it was listed; run the audit again", folder: folder)
        }
    }

    /// Nanoseconds that the clocks of changes may be apart.
    private static var clockPatience: Int64 { 50_000_000 }

    /// Whether a second listing, begun after the time of the last change, has the same names as the first.
    private mutating func isSameAgain(_ folder: Folder, _ opened: Folder.Opened, changed: Int64) -> Bool {
        guard changed - Clock.files < Self.clockPatience else { return false }
        let start = Clock.steady
        while Clock.files <= changed {
            guard Clock.steady - start < Self.clockPatience else { return false }
            Clock.pause(milliseconds: 1)
        }
        do throws(SystemError) {
            try opened.descriptor.resumeListing(at: 0)
            var part = EntryBlock()
            var names = FolderFingerprint()
            while try lister.read(opened.descriptor, into: &part) { names = names + fingerprint(of: part) }
            return try opened.descriptor.status().changed == changed && names == folder.listed
        } catch {
            return false
        }
    }

    /// The names of a part as numbers that nobody can plan without the key.
    private func fingerprint(of part: EntryBlock) -> FolderFingerprint {
        var result = FolderFingerprint()
        let names = part.names.span
        for entry in part.entries {
            var hash = SipHash(key: shared.known.hashKey)
            hash.update(names.extracting(Int(entry.start)..<Int(entry.start + entry.length)))
            result.add(hash.finish())
        }
        return result
    }

    /// Folders that the part names as such. Where the file system names no types they are found by their status later.
    private func subfolders(in part: EntryBlock, of folder: Folder) -> [Work] {
        var folders: [Work] = []
        for index in stride(from: part.entries.count - 1, through: 0, by: -1) {
            let entry = part.entries[index]
            guard entry.type == 4 else { continue }
            let range = part.name(of: entry)
            folders.append(.open(Folder(name: part.names.span.extracting(range), in: folder)))
        }
        return folders
    }

    /// Makes a folder the one in hand: its path and the hash of it.
    mutating func enter(_ folder: Folder) {
        if folder.root.cache != batch.cache {
            flush()
            batch.cache = folder.root.cache
        }
        quietSince = Clock.files
        onlyFolders = !look.isFirst && folder.isSame
        asksForWriters = false
        path.removeAll(keepingCapacity: true)
        folder.appendPath(to: &path)
        if !path.isEmpty { path.append(UInt8(ascii: "/")) }
        var hash = SipHash(key: shared.known.hashKey)
        hash.update(shared.known.cacheNumber(at: folder.root.cache))
        hash.update(path.span)
        pathHash = hash
    }

    // MARK: Entries

    /// Looks at all entries of a part that are not folders. Gives half of the rest away while somebody is idle, and
    /// all of it before a large file: who comes free meanwhile need not wait for its end.
    private mutating func look(at part: EntryBlock, in folder: Folder, _ opened: Folder.Opened) {
        var index = 0
        var end = part.entries.count
        while index < end {
            if shared.isCancelled() { return note(.cancelled, "the audit was stopped in this folder", folder: folder) }
            if shared.frontier.hasIdleWorkers {
                give(&end, of: part, after: index + (end - index - 1) / 2, in: folder)
            }
            let entry = part.entries[index]
            if entry.type != 4, !onlyFolders || entry.type == 0,
                let large = examine(entry, of: part, in: folder, opened)
            {
                give(&end, of: part, after: index, in: folder)
                read(large, entry, of: part, in: folder, opened)
            }
            index += 1
        }
    }

    /// Puts the entries after one on the stack, where there are any.
    private mutating func give(_ end: inout Int, of part: EntryBlock, after last: Int, in folder: Folder) {
        guard last + 1 < end else { return }
        folder.retain()
        shared.frontier.push([.entries(folder, EntryBlock(part, from: last + 1, to: end))])
        end = last + 1
    }

    // MARK: Records

    /// Adds a record for a name in the folder in hand.
    mutating func append(_ record: FileRecord, name: Span<UInt8>, target: [UInt8] = []) {
        let start = batch.bytes.count
        batch.bytes.append(contentsOf: path)
        batch.bytes.append(copying: name)
        append(record, pathFrom: start, target: target)
    }

    /// Adds a record for a whole path.
    mutating func append(_ record: FileRecord, wholePath: [UInt8]) {
        let start = batch.bytes.count
        batch.bytes.append(contentsOf: wholePath)
        append(record, pathFrom: start, target: [])
    }

    private mutating func append(_ record: FileRecord, pathFrom: Int, target: [UInt8]) {
        var record = record
        let start = Int32(truncatingIfNeeded: pathFrom)
        let middle = Int32(truncatingIfNeeded: batch.bytes.count)
        record.path = start..<middle
        if let digest = other {
            let place = Int32(truncatingIfNeeded: batch.records.count)
            batch.others.append(OtherDigest(record: place, digest: digest))
            other = nil
        }
        noteSeen(record)
        batch.bytes.append(contentsOf: target)
        record.target = middle..<Int32(truncatingIfNeeded: batch.bytes.count)
        batch.records.append(record)
        if batch.records.count >= shared.options.batchSize || batch.bytes.count >= Self.batchBytesMax { flush() }
    }

    /// Sends what has been gathered.
    mutating func flush() {
        if batch.records.isEmpty && batch.troubles.isEmpty && batch.directories == 0 { return }
        shared.progress.add(files: batch.records.count, folders: batch.directories)
        shared.channel.send(batch)
        let cache = batch.cache
        troubleBytes = 0
        batch = FileBatch()
        batch.cache = cache
        batch.records.reserveCapacity(shared.options.batchSize)
        batch.bytes.reserveCapacity(64 * shared.options.batchSize)
    }

    /// Notes that a folder, and so all below it, was left out.
    mutating func note(_ reason: Trouble.Reason, _ detail: String, folder: Folder) {
        var path: [UInt8] = []
        folder.appendPath(to: &path)
        note(
            Trouble(
                cache: folder.root.cache, path: ByteString(path), reason: reason, detail: detail, isSubtree: true))
    }

    /// Adds a trouble to the batch. A place full of them must not gather in memory, so it is sent like one of records.
    mutating func note(_ trouble: Trouble) {
        guard isWorthTelling(trouble) else { return }
        troubleBytes += trouble.path.bytes.count
        batch.troubles.append(trouble)
        if batch.troubles.count >= shared.options.batchSize || troubleBytes >= Self.batchBytesMax { flush() }
    }
}
