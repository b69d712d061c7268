import Inventory
import Linux

/// Empties a directory in passes: all entries are renamed into the trash, then the trash is deleted. A second pass
/// is made where the first could not do all (a full disk, too deep) and doing a part of it may have helped.
struct Emptying: ~Copyable {
    private var options: RemovalOptions
    private var levels: [DirectoryLevel]
    private var trash: TrashFolder?
    /// Flags that were taken off the levels, by their index.
    private var flags: [Int: InodeFlags] = [:]
    private var outcome = RemovalOutcome()
    private var lister = DirectoryLister()
    private var block = EntryBlock()
    /// Whether nothing at all could be done.
    private var isForbidden = false

    private static let passesMax = 4
    /// Entries that one pass deletes in place, because they cannot be renamed.
    private static let stuckMax = 4096
    private static let trashAttempts = 2

    /// What one pass found out.
    private struct Pass {
        /// Entries to be deleted where they are.
        var stuck: [(level: Int, name: [UInt8])] = []
        var done = RemovalOutcome()
        /// Whether there is more than one pass can do.
        var isCut = false
    }

    /// Takes over the open levels.
    init(_ levels: [DirectoryLevel], _ options: RemovalOptions) {
        self.levels = levels
        self.options = options
    }

    /// Empties the directory.
    mutating func run(_ review: TrashReview) -> RemovalOutcome {
        for index in levels.indices { flags[index] = Obstacle.takeFlags(off: levels[index].held.descriptor) }
        var isCut = false
        for number in 1...Self.passesMax {
            var pass = Pass()
            let isGoingOn = makeTrash(&pass) && takeAway(&pass) && delete(&pass, review)
            let isUseful = pass.done.files + pass.done.folders > 0
            isCut = pass.isCut
            let wantsMore = isCut || pass.done.left.contains { $0.isWorthAnotherPass }
            if !isGoingOn || number == Self.passesMax || !isUseful || !wantsMore {
                outcome.add(pass.done)
                break
            }
            // What stays now is found again by the next pass.
            pass.done.forgetLeft()
            outcome.add(pass.done)
        }
        for (index, present) in flags { Obstacle.restore(present, on: levels[index].held.descriptor) }
        lookAgain()
        if isCut, outcome.appearedCount > 0 { outcome.note(RemovalRemainder(path: "", reason: .failed)) }
        if options.synchronizes { outcome.isSynchronized = (try? levels[0].held.descriptor.synchronize()) != nil }
        return outcome
    }

    /// Notes that the removal was told to stop.
    private mutating func stop(_ pass: inout Pass) {
        pass.done.wasStopped = true
        pass.done.note(RemovalRemainder(path: "", reason: .cancelled))
    }

    // MARK: Renaming away

    /// Makes the trash, if there is none yet. Where the disk is too full for it, entries are deleted in place.
    /// False where nothing at all can be done.
    private mutating func makeTrash(_ pass: inout Pass) -> Bool {
        if trash != nil { return true }
        var error: SystemError?
        for _ in 0..<Self.trashAttempts {
            do throws(SystemError) {
                let name = try TrashFolder.newName(for: .all)
                guard options.mayDo(.makeTrash(ByteString(name))) else {
                    stop(&pass)
                    return false
                }
                let made = try TrashFolder(making: name, for: .all, in: levels[0].held)
                trash = made
                options.tell(of: made)
                levels[0].spared.insert(name)
                return true
            } catch let failure {
                error = failure
            }
        }
        // What stands in the way may lie in the directory: a full disk, too many folders. What forbids all does not.
        let forbids: [RemovalRemainder.Reason] = [.readOnly, .notAllowed]
        guard let error, forbids.contains(RemovalRemainder.Reason(error)) else {
            pass.isCut = true
            return true
        }
        pass.done.note(RemovalRemainder(path: "", reason: RemovalRemainder.Reason(error), error: error))
        isForbidden = true
        return false
    }

    /// Renames all entries into the trash, round after round, until nothing new is found. False where the removal is
    /// to end.
    private mutating func takeAway(_ pass: inout Pass) -> Bool {
        var settled = levels.map(\.spared)
        for _ in 0..<options.rounds {
            var hasFound = false
            for index in levels.indices {
                guard let found = takeAway(level: index, &settled[index], &pass) else { return false }
                hasFound = hasFound || found
            }
            if !hasFound || pass.isCut { return true }
        }
        return true
    }

    /// One look through a level; whether anything new was there, or `nil` where the removal is to end.
    private mutating func takeAway(level index: Int, _ settled: inout Set<[UInt8]>, _ pass: inout Pass) -> Bool? {
        let level = levels[index]
        var hasFound = false
        do throws(SystemError) {
            try level.held.descriptor.resumeListing(at: 0)
            while try lister.read(level.held.descriptor, into: &block) {
                for entry in block.entries {
                    let name = Array(block.names[block.name(of: entry)].dropLast())
                    if settled.contains(name) { continue }
                    if options.isCancelled() {
                        stop(&pass)
                        return nil
                    }
                    hasFound = true
                    guard let isTaken = takeAway(name, level: index, &pass) else { return nil }
                    if isTaken { continue }
                    settled.insert(name)
                    if pass.stuck.count >= Self.stuckMax || settled.count >= 2 * Self.stuckMax {
                        pass.isCut = true
                        return true
                    }
                }
            }
        } catch {
            let path = ByteString(level.path)
            pass.done.note(RemovalRemainder(path: path, reason: RemovalRemainder.Reason(error), error: error))
        }
        return hasFound
    }

    /// Renames one entry away. False where it stays and is noted, or is to be deleted in place; `nil` where the
    /// removal is to end.
    private mutating func takeAway(_ name: [UInt8], level index: Int, _ pass: inout Pass) -> Bool? {
        guard let trash else {
            pass.stuck.append((index, name))
            return false
        }
        let level = levels[index]
        let path = level.path(of: name)
        var newName = level.path.isEmpty ? name : Array(trash.nextName().dropLast())
        var isFreed = false
        for _ in 0..<options.rounds {
            let step = RemovalStep.takeAway(
                path: ByteString(path), trash: ByteString(trash.name), name: ByteString(newName))
            guard options.mayDo(step) else {
                stop(&pass)
                return nil
            }
            do throws(SystemError) {
                let target = trash.folder
                try level.held.descriptor.move(
                    (name + [0]).span, into: target.descriptor, as: (newName + [0]).span)
                if newName != path { trash.note(origin: path, of: newName) }
                return true
            } catch {
                switch error.number {
                case SystemError.notFound:
                    if (try? level.held.descriptor.status(of: (name + [0]).span)) == nil { return true }
                    // It is there: so it is the trash that somebody removed. The next pass makes another.
                    pass.isCut = true
                    pass.stuck.append((index, name))
                    return false
                case SystemError.exists: newName = Array(trash.nextName().dropLast())
                case SystemError.busy:
                    pass.done.note(RemovalRemainder(path: ByteString(path), reason: .mountPoint, error: error))
                    return false
                default:
                    guard !isFreed, Obstacle.isLikely(error), free(name, level: index) else {
                        pass.stuck.append((index, name))
                        return false
                    }
                    isFreed = true
                }
            }
        }
        pass.stuck.append((index, name))
        return false
    }

    /// Takes flags off a folder. They are not put back: it is about to be deleted. A file is deleted in place instead.
    private func free(_ name: [UInt8], level index: Int) -> Bool {
        guard let folder = try? levels[index].held.descriptor.openDirectory(beneath: (name + [0]).span) else {
            return false
        }
        return Obstacle.takeFlags(off: folder) != nil
    }

    // MARK: Deleting

    /// Deletes what could not be renamed, and then the trash. False where the removal is to end.
    private mutating func delete(_ pass: inout Pass, _ review: TrashReview) -> Bool {
        let top = DoomedFolder(top: levels[0].held)
        let bin = trash.map { DoomedFolder($0, in: top) }
        if !pass.stuck.isEmpty {
            let tops = levels.map { DoomedFolder(top: $0.held, path: $0.path) }
            for stuck in pass.stuck {
                let path = levels[stuck.level].path(of: stuck.name)
                guard options.mayDo(.deleteInPlace(ByteString(path))) else {
                    stop(&pass)
                    return false
                }
            }
            let deletion = Deletion(options, near: levels[0].held, bin: bin)
            deletion.begin(with: pass.stuck.map { (tops[$0.level], $0.name) })
            guard finish(deletion.run(), &pass) else { return false }
        }
        guard let trash else { return true }
        trash.isReviewed(by: review)
        guard options.mayDo(.delete(trash: ByteString(trash.name))) else {
            stop(&pass)
            return false
        }
        guard finish(trash.clear(in: levels[0].held, sparing: [], options).outcome, &pass) else { return false }
        if let status = try? trash.folder.descriptor.status(), status.links > 0 { return true }
        levels[0].spared.remove(trash.name)
        self.trash = nil
        return true
    }

    private mutating func finish(_ result: RemovalOutcome, _ pass: inout Pass) -> Bool {
        if result.wasStopped { stop(&pass) }
        pass.done.add(result)
        return !result.wasStopped
    }

    /// Looks at what stands in the directory now: the trash, and what somebody put there since.
    private mutating func lookAgain() {
        if let trash { outcome.trash = ByteString(trash.name) }
        // Then all that is there was there before.
        if isForbidden, trash == nil { return }
        let known = Set(outcome.left.map { $0.place ?? $0.path })
        for level in levels {
            do throws(SystemError) {
                try level.held.descriptor.resumeListing(at: 0)
                while try lister.read(level.held.descriptor, into: &block) {
                    for entry in block.entries {
                        let name = Array(block.names[block.name(of: entry)].dropLast())
                        let path = ByteString(level.path(of: name))
                        if level.spared.contains(name) || known.contains(path) { continue }
                        outcome.appearedCount += 1
                        if outcome.appeared.count < RemovalOutcome.listedMax { outcome.appeared.append(path) }
                    }
                }
            } catch {
                let path = ByteString(level.path)
                outcome.note(RemovalRemainder(path: path, reason: RemovalRemainder.Reason(error), error: error))
            }
        }
    }
}
