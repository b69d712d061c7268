import Inventory
import Linux
import Synchronization

/// A folder that is being deleted: its name, the folder it lies in, and, from its opening to its end, its descriptor.
///
/// ```
///  top (held open by the caller, never removed)
///    └─ trash ──┬─ a ── b ── c       A folder counts what it waits for: its own listing, and each folder found in it.
///               └─ deep-1 ── d       Whoever brings the count to zero removes the folder, then looks at its parent.
/// ```
final class DoomedFolder: Sendable {
    private struct State {
        var opened: HeldFolder?
        var waiting = 1
        var rounds = 0
        /// Whether something in it stays, so that it must stay too.
        var stays = false
        /// Whether a listing was believed to be at its end and was not.
        var isThorough = false
        var blocks: Int64 = 0
    }

    let parent: DoomedFolder?
    /// With the closing zero.
    let name: [UInt8]
    /// Folders between this and the top.
    let depth: Int
    /// Names, without zeros, that are left alone in this folder.
    let spared: Set<[UInt8]>
    /// Set where this is a trash folder's top: it knows where its entries came from.
    let trash: TrashFolder?
    private let state: Guarded<State>

    /// A folder that stays: only what is in it is deleted.
    init(top: HeldFolder, path: [UInt8] = [], spared: Set<[UInt8]> = []) {
        parent = nil
        name = path + [0]
        depth = 0
        self.spared = spared
        trash = nil
        state = Guarded(State(opened: top))
    }

    /// A folder found in another one, which waits for it from now on. `name` ends in a zero.
    init(name: [UInt8], in parent: DoomedFolder) {
        self.parent = parent
        self.name = name
        depth = parent.depth + 1
        spared = []
        trash = nil
        state = Guarded(State())
        parent.state.withLock { $0.waiting += 1 }
    }

    /// The trash folder, which is open.
    init(_ trash: TrashFolder, in parent: DoomedFolder, spared: Set<[UInt8]> = []) {
        self.parent = parent
        name = trash.name + [0]
        depth = parent.depth + 1
        self.spared = spared
        self.trash = trash
        let blocks = (try? trash.folder.descriptor.status().blocks) ?? 0
        state = Guarded(State(opened: trash.folder, blocks: blocks))
        parent.state.withLock { $0.waiting += 1 }
    }

    var opened: HeldFolder? { state.withLock { $0.opened } }

    /// Keeps the descriptor until `close`.
    func keep(_ opened: HeldFolder, blocks: Int64) {
        state.withLock { state in
            state.opened = opened
            state.blocks = blocks
        }
    }

    /// Lets go of the descriptor.
    func close() {
        // Taken out of the lock, so that closing happens after it.
        let opened = state.withLock { state -> HeldFolder? in
            let opened = state.opened
            state.opened = nil
            return opened
        }
        withExtendedLifetime(opened) {}
    }

    /// Whether it is a trash of single entries: each of them is to be gone, and not only to be there no more.
    var holdsMeant: Bool { trash?.purpose == .entries }

    /// What it takes of the disk itself.
    var blocks: Int64 { state.withLock { $0.blocks } }

    var stays: Bool { state.withLock { $0.stays } }

    /// Something in it cannot be removed.
    func mustStay() {
        state.withLock { $0.stays = true }
    }

    /// One fewer to wait for: the listing is done, or a folder in it is. True when that was the last.
    func isDone(stays: Bool) -> Bool {
        state.withLock { state in
            if stays { state.stays = true }
            state.waiting -= 1
            return state.waiting == 0
        }
    }

    /// Whether a listing that is most likely at its end may be taken to be there.
    var trustsLikelyEnd: Bool { state.withLock { !$0.isThorough } }

    /// Something was found in it after its listing: it is listed again, if that was not too often. The first time
    /// the listing may merely have been cut short.
    func beginsAnotherRound(limit: Int) -> Bool {
        state.withLock { state in
            if state.isThorough { state.rounds += 1 }
            guard state.rounds < limit else { return false }
            state.isThorough = true
            state.waiting = 1
            return true
        }
    }
}

extension DoomedFolder {
    /// Where an entry was when it was found, and where it lies now if that is elsewhere; relative to the directory.
    /// An empty name stands for the folder itself.
    func paths(of entry: [UInt8]) -> (origin: [UInt8], place: [UInt8]?) {
        var parts: [[UInt8]] = entry.isEmpty ? [] : [entry]
        var place: [UInt8] = []
        var origin: [UInt8]?
        var current: DoomedFolder? = self
        while let folder = current {
            if let trash = folder.trash {
                let top = parts.last ?? []
                origin = Self.joined(trash.origin(of: top) ?? top, parts.dropLast())
            }
            let name = Array(folder.name.dropLast())
            if !name.isEmpty { parts.append(name) }
            current = folder.parent
        }
        place = Self.joined(parts.last ?? [], parts.dropLast())
        guard let origin, !origin.isEmpty else { return (place, nil) }
        return (origin, place)
    }

    /// Joins a beginning and further parts, the first of which stands last; cut at the limit.
    private static func joined(_ start: [UInt8], _ parts: ArraySlice<[UInt8]>) -> [UInt8] {
        var path = start
        for part in parts.reversed() {
            if path.count > RemovalRemainder.pathMax { break }
            path.append(UInt8(ascii: "/"))
            path += part
        }
        return Array(path.prefix(RemovalRemainder.pathMax))
    }
}
