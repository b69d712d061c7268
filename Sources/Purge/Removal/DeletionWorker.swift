import Inventory
import Linux

/// One thread of a deletion: takes folders from the stack, removes what is in them, and then them.
struct DeletionWorker: ~Copyable {
    let shared: Deletion
    private var lister = DirectoryLister()
    private var block = EntryBlock()
    /// What this worker did.
    var done = RemovalOutcome()

    init(_ shared: Deletion) {
        self.shared = shared
    }

    /// Works until nothing is left, and hands over what was done.
    mutating func run() {
        var hadWork = false
        while let folder = shared.stack.next(after: hadWork) {
            hadWork = true
            work(on: folder)
        }
        shared.add(done)
        done = RemovalOutcome()
    }

    /// Removes entries of folders that stay, and hands over what was done; folders are left on the stack.
    mutating func remove(_ entries: [(folder: DoomedFolder, name: [UInt8])]) {
        for (folder, name) in entries {
            guard !isToStop(), let held = folder.opened else { break }
            if let child = remove((name + [0])[...], type: 0, from: folder, held) { shared.stack.push([child]) }
        }
        shared.add(done)
        done = RemovalOutcome()
    }

    /// True where all is to end now.
    private func isToStop() -> Bool {
        if shared.stack.isToStop { return true }
        guard shared.options.isCancelled() else { return false }
        shared.stack.stop()
        return true
    }

    /// Removes the entries of a folder. Folders found in it are left on the stack; whoever removes the last of them
    /// removes this one.
    private mutating func work(on folder: DoomedFolder) {
        guard let held = folder.opened ?? open(folder) else { return }
        while true {
            let hasMore: Bool
            do throws(SystemError) {
                hasMore = try lister.read(held.descriptor, into: &block)
            } catch {
                // Somebody else has removed it meanwhile: that is seen when it is to be removed.
                if error.number == SystemError.notFound { return end(folder, stays: false) }
                shared.note([], of: folder, RemovalRemainder.Reason(error), error)
                return end(folder, stays: true)
            }
            if !hasMore { return end(folder, stays: false) }
            var found: [DoomedFolder] = []
            for entry in block.entries {
                if isToStop() { return }
                let range = block.name(of: entry)
                if let child = remove(block.names[range], type: entry.type, from: folder, held) { found.append(child) }
            }
            let isLast = lister.isLikelyEnd && folder.trustsLikelyEnd
            if isLast {
                shared.stack.push(found)
                return end(folder, stays: false)
            }
            if !found.isEmpty {
                // The rest of the listing waits below what was found: so a folder of a million folders never has all
                // of them on the stack.
                return shared.stack.push([folder] + found)
            }
        }
    }

    /// Opens a folder in its parent; `nil` where that is not possible, and the folder is settled.
    private mutating func open(_ folder: DoomedFolder) -> HeldFolder? {
        guard let parent = folder.parent, let held = parent.opened else {
            end(folder, stays: true)
            return nil
        }
        let name = folder.name
        do throws(SystemError) {
            let opened = HeldFolder(try held.descriptor.openDirectory(beneath: name.span))
            folder.keep(opened, blocks: try opened.descriptor.status().blocks)
            return opened
        } catch {
            switch error.number {
            case SystemError.notFound:
                settle(folder, stays: false)
            case SystemError.notDirectory, SystemError.tooManyLinks:
                // Something else has taken its place; it goes like any other entry, but is not looked into again.
                settle(folder, stays: !removeSwapped(folder, held))
            default:
                shared.note(folder.bareName, of: parent, RemovalRemainder.Reason(error), error)
                settle(folder, stays: true)
            }
            return nil
        }
    }

    /// Removes what stands where a folder was; false where that was noted as staying.
    private mutating func removeSwapped(_ folder: DoomedFolder, _ held: HeldFolder) -> Bool {
        guard let parent = folder.parent else { return false }
        let name = folder.name
        guard mayUnlink(name[...], nil, held) else {
            shared.note(folder.bareName, of: parent, .notKept, nil)
            return false
        }
        do throws(SystemError) {
            try held.descriptor.unlink(name.span)
            done.files += 1
            return true
        } catch {
            if error.number == SystemError.notFound { return true }
            shared.note(folder.bareName, of: parent, .changed, error)
            return false
        }
    }

    /// The listing of a folder is over; it may still wait for folders that were found in it.
    private mutating func end(_ folder: DoomedFolder, stays: Bool) {
        if folder.isDone(stays: stays) { finish(folder) }
    }

    /// A folder that was never opened is settled: its parent no longer waits for it.
    private mutating func settle(_ folder: DoomedFolder, stays: Bool) {
        guard let parent = folder.parent, parent.isDone(stays: stays) else { return }
        finish(parent)
    }

    /// Removes a folder that waits for nothing more, then, upwards, each parent that waited for nothing else.
    private mutating func finish(_ folder: DoomedFolder) {
        var current = folder
        while let parent = current.parent {
            if isToStop() { return }
            switch takeOut(current, of: parent) {
            case .again:
                return shared.stack.push([current])
            case .gone:
                current.close()
                parent.trash?.forget(current.bareName)
                guard parent.isDone(stays: false) else { return }
            case .stays:
                current.close()
                guard parent.isDone(stays: true) else { return }
            }
            current = parent
        }
    }

    /// How removing an emptied folder ended.
    private enum Removed {
        case gone
        case stays
        /// It was not empty and is to be listed again.
        case again
    }

    private mutating func takeOut(_ folder: DoomedFolder, of parent: DoomedFolder) -> Removed {
        if folder.stays { return .stays }
        guard let above = parent.opened, let held = folder.opened else { return .stays }
        let name = folder.name
        var isRetry = false
        while true {
            do throws(SystemError) {
                try above.descriptor.removeDirectory(name.span)
                done.folders += 1
                done.free(blocks: folder.blocks)
                if parent.holdsMeant, (try? held.descriptor.status())?.links ?? 0 == 0 {
                    shared.noteGone(folder.bareName)
                }
                return .gone
            } catch {
                switch error.number {
                case SystemError.notFound:
                    // Removed by somebody else, or moved: then what is open here still has a name somewhere.
                    if let status = try? held.descriptor.status(), status.links == 0 { return .gone }
                    shared.note(folder.bareName, of: parent, .moved, nil)
                    return .gone
                case SystemError.notEmpty, SystemError.exists:
                    let isRewound = (try? held.descriptor.resumeListing(at: 0)) != nil
                    if isRewound, folder.beginsAnotherRound(limit: shared.options.rounds) { return .again }
                    shared.note(folder.bareName, of: parent, .refilled, nil)
                    return .stays
                case SystemError.notDirectory, SystemError.tooManyLinks:
                    return removeSwapped(folder, above) ? .gone : .stays
                case SystemError.notPermitted where !isRetry, SystemError.accessDenied where !isRetry:
                    let isFree = Obstacle.takeFlags(off: held.descriptor) != nil
                    if parent.lifts(above, after: error) || isFree {
                        isRetry = true
                        continue
                    }
                    fallthrough
                default:
                    shared.note(folder.bareName, of: parent, RemovalRemainder.Reason(error), error)
                    return .stays
                }
            }
        }
    }
}

extension DoomedFolder {
    /// The name without its closing zero.
    var bareName: [UInt8] { Array(name.dropLast()) }

    /// Makes it let go of its entries, unless it is a folder that stays as it is.
    func lifts(_ held: HeldFolder, after error: SystemError) -> Bool {
        parent != nil && Obstacle.open(held.descriptor, after: error)
    }
}
