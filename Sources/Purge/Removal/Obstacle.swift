import Linux

/// What keeps a file or folder from being removed although the process may: flags of the file, flags or permissions of
/// the folder it lies in. Taken off for the removal, and put back on what is still there afterwards.
enum Obstacle {
    /// Flags that forbid a removal.
    static let flags: InodeFlags = [.immutable, .appendOnly]

    /// Takes forbidding flags off what is open; what they were, or `nil` where there were none or they could not be
    /// taken off.
    static func takeFlags(off file: borrowing Descriptor) -> InodeFlags? {
        guard let present = try? file.inodeFlags(), !present.isDisjoint(with: flags) else { return nil }
        do throws(SystemError) {
            try file.setInodeFlags(present.subtracting(flags))
            return present
        } catch {
            return nil
        }
    }

    /// Puts flags back on what is still there: it has another name, or could not be removed.
    static func restore(_ present: InodeFlags, on file: borrowing Descriptor) {
        guard let links = try? file.status().links, links > 0 else { return }
        // Where this fails, the file has lost a protection and kept its content: nothing that could be undone here.
        try? file.setInodeFlags(present)
    }

    /// Makes an open folder let go of its entries: no forbidding flags, and, for its owner who is not root, the right
    /// to write. True if anything was changed.
    static func open(_ folder: borrowing Descriptor, after error: SystemError) -> Bool {
        if error.number == SystemError.notPermitted { return takeFlags(off: folder) != nil }
        let ownersRights: UInt32 = 0o700
        guard error.number == SystemError.accessDenied, let mode = try? folder.status().mode & 0o7777,
            mode & ownersRights != ownersRights
        else { return false }
        do throws(SystemError) {
            try folder.setPermissions(mode | ownersRights)
            return true
        } catch {
            return false
        }
    }

    /// Whether an error is one that an obstacle causes.
    static func isLikely(_ error: SystemError) -> Bool {
        error.number == SystemError.notPermitted || error.number == SystemError.accessDenied
    }
}
