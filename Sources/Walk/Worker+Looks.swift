import Hashing
import Inventory
import Linux

// What was moved while the walk went on: noting what was seen, and searching for what was not.
//
// A file that is moved from a folder which is still to be listed into one that was listed already is seen in neither.
// But its old folder has a new change time when it is listed; or it was listed before, and then the entry is gone when
// it is looked at, or has another file in its place with a new change time of its own. So a walk that meets nothing
// that was changed since it began has seen all there was. Else all folders are looked at again: see `Looks`.

extension Worker {
    /// How a folder stands in a later look.
    enum Standing {
        /// As it was when it was listed, and no folder lies in it.
        case sameLeaf
        /// As it was when it was listed: only the folders in it are to be looked at.
        case same
        /// Changed since, or never seen here.
        case changed
    }

    /// Takes notice of a look that has begun.
    mutating func takeLook() {
        if look.number != shared.looks.number { look = shared.looks.current }
    }

    /// Hands over what was seen with the piece of work in hand.
    mutating func keepMarks() {
        guard !marks.isEmpty else { return }
        shared.looks.add(marks)
        marks.removeAll(keepingCapacity: true)
    }

    /// Nothing is left of a look: begins another one, where something old may be hidden, or ends the walk.
    mutating func endLook() {
        let restless = shared.roots.filter { $0.restlessness.mayHide(in: look) }
        if restless.isEmpty || shared.isCancelled() || !shared.looks.isRecording { return shared.frontier.stop() }
        if look.isLast {
            for root in restless { note(movedIn: root) }
            return shared.frontier.stop()
        }
        shared.looks.begin()
        for root in shared.roots { root.restlessness.reset() }
        // Last on the stack is first walked: turn the order round.
        shared.frontier.push(shared.roots.reversed().map { Work.open(Folder(root: $0)) })
    }

    private mutating func note(movedIn root: WalkRoot) {
        let times = look.number + 1
        note(
            Trouble(
                cache: root.cache, path: "", reason: .moved,
                detail: "entries are being moved while this cache is walked: it was looked at \(times) times, and "
                    + "something was moved each time, so some may not have been seen; stop the builds that use it, "
                    + "and audit again",
                isSubtree: true))
    }

    // MARK: Folders

    /// How the folder in hand stands, in a look after the first.
    func standing(_ opened: Folder.Opened) -> Standing {
        if look.seen.contains(vanishedMark) { return .changed }
        guard let status = try? opened.descriptor.status() else { return .changed }
        if look.seen.contains(mark(of: status, holdsFolders: false)) { return .sameLeaf }
        return look.seen.contains(mark(of: status, holdsFolders: true)) ? .same : .changed
    }

    /// Notes how the folder in hand stands after it was listed to its end, in a listing that began at a moment of the
    /// clock of file times.
    mutating func settle(_ folder: Folder, _ opened: Folder.Opened, since: Int64, holdsFolders: Bool) {
        guard shared.looks.isRecording else { return }
        guard let status = try? opened.descriptor.status() else {
            folder.root.restlessness.noteChange()
            if !onlyFolders { marks.append(pathHash.finish()) }
            return
        }
        if Look.mayBe(status.changed, since: look.since) {
            folder.root.restlessness.noteChange()
            if !look.isFirst, let born = status.born, Look.mayBe(born, since: look.since) {
                folder.root.restlessness.noteNew()
            }
        }
        if onlyFolders { return }
        // One that was changed in this very step of the clock may be changed again in it, and keep its time: so only
        // its path counts as seen, and another look takes it for changed.
        let isOpen = Look.mayBe(status.changed, since: since)
        marks.append(isOpen ? pathHash.finish() : mark(of: status, holdsFolders: holdsFolders))
    }

    /// Whether no look before this one has seen a folder where the one in hand stands.
    var isFirstHere: Bool { look.isFirst || !look.seen.contains(path: pathHash.finish()) }

    /// Notes that an entry of the folder in hand was gone when it was looked at: another look lists the folder again,
    /// since it may have been there all the time. A mark of its own, as another worker may have listed the folder and
    /// be done with it.
    mutating func noteVanished() {
        guard shared.looks.isRecording else { return }
        marks.append(vanishedMark)
    }

    private var vanishedMark: UInt64 {
        var hash = pathHash
        // No path holds a zero, so this is no entry's number.
        hash.append(0)
        return SeenMarks.mark(path: hash.finish(), content: hash.finish())
    }

    /// The number of the folder in hand.
    private func mark(of status: FileStatus, holdsFolders: Bool) -> UInt64 {
        markHash.mark(
            path: pathHash.finish(), device: status.device, inode: status.inode, changed: status.changed,
            holdsFolders: holdsFolders)
    }

    // MARK: Entries

    /// Whether an entry is to be looked at, which in a later look only those are that were not seen before.
    mutating func isDue(_ status: FileStatus, _ pathKey: UInt64, _ name: Span<UInt8>, in folder: Folder) -> Bool {
        isAgain = false
        if look.isFirst {
            noteIfChanged(status, folder)
            return true
        }
        let mark = markHash.mark(path: pathKey, device: status.device, inode: status.inode)
        if look.seen.contains(mark) { return false }
        isAgain = look.seen.contains(path: pathKey)
        if let born = status.born, Look.mayBe(born, since: look.walkSince) {
            folder.root.restlessness.noteNew()
            // Of a path that was seen the audit shows what stood there then. What is written there later is the next
            // audit's.
            if isAgain { marks.append(mark) }
            return !isAgain
        }
        folder.root.restlessness.noteOld()
        if look.isLast {
            note(.moved, "it was moved while the cache was walked, and found by the last look only", name, folder)
        }
        return true
    }

    /// Notes that an entry was changed since the walk began: it may stand where another one was listed.
    func noteIfChanged(_ status: FileStatus, _ folder: Folder) {
        if Look.mayBe(status.changed, since: look.since) { folder.root.restlessness.noteChange() }
    }

    /// Notes an entry as seen.
    mutating func noteSeen(_ record: FileRecord) {
        guard shared.looks.isRecording else { return }
        marks.append(
            markHash.mark(path: record.pathKey, device: record.identity.device, inode: record.identity.inode))
    }

    // MARK: Troubles

    /// Whether a trouble is to be told. Once is enough, however many looks meet it; and of what is gone another look
    /// shows where it went, unless it is gone there again.
    mutating func isWorthTelling(_ trouble: Trouble) -> Bool {
        guard shared.looks.isRecording else { return true }
        if trouble.reason == .vanished {
            shared.restlessness(of: trouble.cache)?.noteChange()
            let gone = mark(of: trouble, step: 1)
            marks.append(gone)
            guard look.seen.contains(gone) else { return false }
        }
        let mark = mark(of: trouble, step: 0)
        marks.append(mark)
        return !look.seen.contains(mark)
    }

    private func mark(of trouble: Trouble, step: UInt8) -> UInt64 {
        var hash = SipHash(key: shared.known.hashKey)
        hash.update(shared.known.cacheNumber(at: trouble.cache))
        hash.update(trouble.path.bytes.span)
        // No path holds a zero, so this is no entry's number.
        hash.append(0)
        hash.append(step)
        for byte in trouble.reason.rawValue.utf8 { hash.append(byte) }
        return SeenMarks.mark(path: hash.finish(), content: hash.finish())
    }
}
