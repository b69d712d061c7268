import Synchronization

/// What one look at a cache met of changes made while it looked.
///
/// Whoever writes into a cache honestly makes a new file, in place or beside it, and gives it its name: one or two
/// folders change, and a file is there that is younger than the walk. Where folders change and nothing new is to be
/// seen, somebody moves what is old.
final class Restlessness: Sendable {
    /// Folders that one new file may change: that from which and that into which it was moved.
    private static let foldersPerFile = 2

    private let changedCount = Atomic<Int>(0)
    private let newCount = Atomic<Int>(0)
    private let oldCount = Atomic<Int>(0)
    private let unlistedCount = Atomic<Int>(0)

    /// A folder was changed, or an entry went or came, since the look began.
    func noteChange() {
        changedCount.wrappingAdd(1, ordering: .relaxed)
    }

    /// An entry was made since the walk began, and was not seen before.
    func noteNew() {
        newCount.wrappingAdd(1, ordering: .relaxed)
    }

    /// An entry is older than the walk and was not seen before.
    func noteOld() {
        oldCount.wrappingAdd(1, ordering: .relaxed)
    }

    /// A folder was not surely seen whole.
    func noteUnlisted() {
        unlistedCount.wrappingAdd(1, ordering: .relaxed)
    }

    /// Whether something that is older than the walk may have been missed by this look.
    func mayHide(in look: Look) -> Bool {
        let changed = changedCount.load(ordering: .relaxed)
        if look.isFirst { return changed > 0 || unlistedCount.load(ordering: .relaxed) > 0 }
        let new = newCount.load(ordering: .relaxed)
        return oldCount.load(ordering: .relaxed) > 0 || unlistedCount.load(ordering: .relaxed) > 0
            || (changed + Self.foldersPerFile - 1) / Self.foldersPerFile > new
    }

    /// Begins to count anew.
    func reset() {
        changedCount.store(0, ordering: .relaxed)
        newCount.store(0, ordering: .relaxed)
        oldCount.store(0, ordering: .relaxed)
        unlistedCount.store(0, ordering: .relaxed)
    }
}
