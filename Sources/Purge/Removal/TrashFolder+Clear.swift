import Inventory
import Linux

extension TrashFolder {
    /// Whether something stands under a name. What cannot be looked at counts as there.
    func holds(_ name: [UInt8]) -> Bool {
        do throws(SystemError) {
            _ = try folder.descriptor.status(of: (name + [0]).span)
            return true
        } catch {
            return error.number != SystemError.notFound
        }
    }

    private var isRemoved: Bool { (try? folder.descriptor.status())?.links == 0 }

    /// Lets somebody look at what is about to be deleted.
    func isReviewed(by review: TrashReview) {
        review(folder.descriptor) { name in ByteString(origin(of: name.bytes) ?? name.bytes) }
    }

    /// Deletes what is in the trash, but for the given names, and the trash. The names that are spared are noted as
    /// changed. Of single entries it says which are gone: what somebody else took out of the trash may live on.
    func delete(
        in root: HeldFolder, sparing spared: Set<[UInt8]>, _ options: RemovalOptions
    ) -> (outcome: RemovalOutcome, gone: Set<[UInt8]>) {
        var (outcome, gone) = clear(in: root, sparing: spared, options)
        if outcome.wasStopped { outcome.note(RemovalRemainder(path: "", reason: .cancelled)) }
        if !isRemoved { outcome.trash = ByteString(name) }
        return (outcome, gone)
    }

    /// The same, without saying what is left of it when it was stopped.
    ///
    /// The trash itself goes only when it is seen to be empty and that was noted. So where it is not there any more and
    /// nothing was noted, somebody else has moved it.
    func clear(
        in root: HeldFolder, sparing spared: Set<[UInt8]>, _ options: RemovalOptions
    ) -> (outcome: RemovalOutcome, gone: Set<[UInt8]>) {
        var outcome = RemovalOutcome()
        var gone: Set<[UInt8]> = []
        for round in 1...options.rounds {
            let bin = DoomedFolder(self, in: DoomedFolder(top: root), spared: spared)
            bin.mustStay()
            let deletion = Deletion(options, near: root, bin: bin)
            for name in spared where round == 1 { deletion.note(name, of: bin, .changed, nil) }
            // A pass before this one may have listed it to its end.
            try? folder.descriptor.resumeListing(at: 0)
            deletion.stack.push([bin])
            let result = deletion.run()
            outcome.add(result)
            gone.formUnion(deletion.goneNames)
            let isEmpty = isEmpty
            if isEmpty { remove(in: root, options, &outcome) }
            // Told to stop after the last entry: what is empty goes all the same.
            if isEmpty || result.wasStopped || result.leftCount > 0 { return (outcome, gone) }
        }
        outcome.note(RemovalRemainder(path: ByteString(name), reason: .refilled))
        return (outcome, gone)
    }

    private var isEmpty: Bool {
        var lister = DirectoryLister()
        var block = EntryBlock()
        do throws(SystemError) {
            try folder.descriptor.resumeListing(at: 0)
            while try lister.read(folder.descriptor, into: &block) {
                if !block.entries.isEmpty { return false }
            }
            return true
        } catch {
            // Somebody else has removed it.
            return error.number == SystemError.notFound
        }
    }

    private func remove(in root: HeldFolder, _ options: RemovalOptions, _ outcome: inout RemovalOutcome) {
        if isRemoved { return }
        guard options.mayDo(.removeTrash(ByteString(name))) else {
            outcome.wasStopped = true
            return
        }
        let gone = RemovalRemainder(path: ByteString(name), reason: .moved)
        guard isInPlace(root) else { return outcome.note(gone) }
        var failure: SystemError?
        for _ in 1...2 {
            do throws(SystemError) {
                try root.descriptor.removeDirectory((name + [0]).span)
                failure = nil
                break
            } catch {
                failure = error
                _ = Obstacle.takeFlags(off: folder.descriptor)
            }
        }
        if isRemoved { return }
        guard let failure, isInPlace(root) else { return outcome.note(gone) }
        outcome.note(
            RemovalRemainder(path: ByteString(name), reason: RemovalRemainder.Reason(failure), error: failure))
    }

    /// Whether its name still stands for it.
    private func isInPlace(_ root: HeldFolder) -> Bool {
        guard let own = try? folder.descriptor.status(),
            let there = try? root.descriptor.status(of: (name + [0]).span)
        else { return false }
        return own.device == there.device && own.inode == there.inode
    }
}

extension RemovalOptions {
    /// Tells which folder what is renamed away lies in from now on.
    func tell(of trash: TrashFolder) {
        guard let status = try? trash.folder.descriptor.status() else { return }
        madeTrash(ByteString(trash.name), status.device, status.inode)
    }
}
