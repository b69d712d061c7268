package import Inventory

/// What a removal is about to do. Whoever keeps a journal writes it down before it lets the step be done.
///
/// Paths are relative to the directory that is worked on; names in the trash are relative to the trash folder.
package enum RemovalStep: Hashable, Sendable {
    /// A trash folder of this name is made in the directory.
    case makeTrash(ByteString)
    /// An entry is renamed into the trash. Until it is deleted there, renaming it back undoes this.
    case takeAway(path: ByteString, trash: ByteString, name: ByteString)
    /// What lies in the trash under this name was not what was to be taken, and is renamed back.
    case putBack(path: ByteString, trash: ByteString, name: ByteString)
    /// All that lies in the trash is deleted, then the trash. From here on nothing can be undone.
    case delete(trash: ByteString)
    /// The trash is removed: nothing is in it any more.
    case removeTrash(ByteString)
    /// An entry that could not be renamed is deleted where it is.
    case deleteInPlace(ByteString)
    /// A folder is removed if it is empty.
    case removeFolder(ByteString)
}
