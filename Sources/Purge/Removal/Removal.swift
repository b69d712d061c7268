package import Inventory
package import Linux

/// Takes things out of the directory of a mount cache, while others may still write to it.
///
/// ```
///  DIRECTORY ─┬─ a ─┐                                      ┌─► deleted: by two workers, deepest first, folders that
///             ├─ b ─┼─ renamed ─► .bezoar-purge-… ─┬─ a ───┤   lie too deep are brought up to the top first
///             └─ c ─┘  at once                     └─ b …  └─► what cannot go is named, with the reason
/// ```
///
/// A build that starts meanwhile finds an empty directory: first all entries are renamed away, which is quick, and then
/// they are deleted, which is not. Every call names one entry of a folder that is open, every folder is opened beneath
/// another one (`openat2`), no link is followed, no mount entered, no device opened, nothing replaced. The directory
/// itself keeps its owner, mode and flags.
///
/// Who may write to the directory can make a removal incomplete, and is then named in the outcome; he cannot make it
/// reach anything outside.
package enum Removal {
    /// Removes all that is in a directory. Where a folder in it must stay (with BuildKit's native snapshotter the one
    /// that a build mounts), `kept` names it, relative to the directory; it is emptied and stays, as do those above it.
    ///
    /// Throws where the directory or the folder that must stay cannot be opened; nothing was done then.
    package static func empty(
        _ directory: borrowing Descriptor, keeping kept: ByteString? = nil, options: RemovalOptions = RemovalOptions(),
        review: TrashReview = { _, _ in }
    ) throws(SystemError) -> RemovalOutcome {
        var emptying = Emptying(try DirectoryLevel.open(directory, keeping: kept), options)
        return emptying.run(review)
    }

    /// Removes single entries of a directory, each of which must still be what it was when it was chosen.
    ///
    /// Throws where the directory cannot be opened; nothing was done then.
    package static func remove(
        _ entries: [RemovalEntry], from directory: borrowing Descriptor, options: RemovalOptions = RemovalOptions(),
        review: TrashReview = { _, _ in }
    ) throws(SystemError) -> EntriesOutcome {
        var removal = EntryRemover(try HeldFolder(again: directory), options)
        return removal.run(entries, review)
    }

    /// Trash folders in a directory: of a removal that was killed, or that is still going on elsewhere. The caller
    /// knows which, since removals of one directory must exclude each other.
    package static func leftovers(in directory: borrowing Descriptor) throws(SystemError) -> [RemovalLeftover] {
        try RemovalLeftover.find(in: try HeldFolder(again: directory))
    }

    /// Those trash folders that a journal names, and that are there. However many others there are.
    package static func leftovers(
        named names: [ByteString], in directory: borrowing Descriptor
    ) throws(SystemError) -> [RemovalLeftover] {
        try RemovalLeftover.find(names, in: try HeldFolder(again: directory))
    }

    /// Deletes trash folders that a killed removal left. What lies in one of single entries and is not what its name
    /// says is not deleted but named as changed: it was taken away and never looked at again.
    package static func finish(
        _ leftovers: [RemovalLeftover], in directory: borrowing Descriptor, options: RemovalOptions = RemovalOptions(),
        review: (RemovalLeftover, borrowing Descriptor) -> Void = { _, _ in }
    ) throws(SystemError) -> RemovalOutcome {
        RemovalLeftover.delete(leftovers, in: try HeldFolder(again: directory), options, review)
    }
}
