import Inventory
import Linux
import Purge

/// The trash folders of one target that an interrupted purge has left, by what its journal says of them. Folders that
/// are only called like these are not touched: whoever writes to a cache can make some.
///
/// ```
///  make-trash T, take-away x … ─► T is there, and x in it       deleted, put back or named
///                                 T is another folder, or none   somebody renamed it: it may live on elsewhere, and is
///                                 x is not there                 told as left. With `remove-trash T` nothing was in it
/// ```
struct StagedTrash {
    /// Something that should be there and is not.
    struct Loss {
        /// Relative to the target's directory.
        var path: ByteString
        var reason: String
    }

    /// Entries of one trash folder that are looked at one by one.
    static let entriesMax = 100_000

    let leftovers: [RemovalLeftover]
    private(set) var losses: [Loss] = []
    /// Where single entries were of which nobody knows what became.
    private(set) var lost: Set<ByteString> = []
    private let steps: [PurgeStep]

    init(_ steps: [PurgeStep], in directory: borrowing Descriptor) throws(SystemError) {
        self.steps = steps
        let names = steps.filter { $0.kind == .makeTrash }.map(\.trash)
        let found = try Removal.leftovers(named: names, in: directory)
        leftovers = found.filter { leftover in
            let own = JournalTrash(device: leftover.device, inode: leftover.inode)
            return (Self.identity(of: leftover.name, steps) ?? own) == own
        }
        for name in names where !steps.contains(where: { $0.kind == .removeTrash && $0.trash == name }) {
            noteLoss(of: name, isTaken: found.contains { $0.name == name }, in: directory)
        }
    }

    /// Which folder a name stood for; `nil` in journals of older programs.
    private static func identity(of trash: ByteString, _ steps: [PurgeStep]) -> JournalTrash? {
        steps.lazy.filter { $0.trash == trash && ($0.kind == .delete || $0.kind == .takeAway) }
            .compactMap { JournalRecord.trash($0.name) }.first
    }

    /// What a trash folder holds, by name, and where that was.
    func origins(in trash: ByteString) -> [ByteString: ByteString] {
        Dictionary(
            steps.filter { $0.kind == .takeAway && $0.trash == trash && !$0.path.isEmpty }.map { ($0.name, $0.path) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Says in a row what is not there any more: it counts as left.
    func tellLosses(_ row: inout PurgeReport.Row) {
        for loss in losses { row.note(loss.path, loss.reason) }
        row.taken.subtract(lost)
    }

    /// `isTaken` says that another folder has its name.
    private mutating func noteLoss(of trash: ByteString, isTaken: Bool, in directory: borrowing Descriptor) {
        let back = Set(steps.filter { $0.kind == .putBack && $0.trash == trash }.map(\.name))
        let isDeleting = steps.contains { $0.kind == .delete && $0.trash == trash }
        let origins = origins(in: trash)
        guard let leftover = leftovers.first(where: { $0.name == trash }) else {
            let identity = Self.identity(of: trash, steps)
            // Older programs did not note that they had come to the end.
            if isDeleting, identity == nil { return }
            let hasContent = steps.contains { $0.kind == .takeAway && $0.trash == trash && !back.contains($0.name) }
            guard hasContent, back.isEmpty || !origins.isEmpty else { return }
            let other = isTaken ? "another folder has its name now" : "it is not there any more"
            let search = identity.map { "; it is inode \($0.inode), which `find -inum` looks for" } ?? ""
            losses.append(
                Loss(
                    path: trash,
                    reason: "the folder into which it was renamed, and \(other): somebody moved it, and what is in it "
                        + "lives on there\(search)"))
            lost.formUnion(origins.values)
            return
        }
        guard !isDeleting, leftover.isOfEntries,
            let content = try? leftover.content(in: directory, limit: Self.entriesMax),
            content.count == content.entries.count
        else { return }
        let present = Set(content.entries.map(\.name))
        let gone = origins.filter { name, path in
            !present.contains(name) && !back.contains(name) && !Self.isThere(path, in: directory)
        }
        for path in gone.values.sorted() {
            losses.append(
                Loss(
                    path: path,
                    reason: "renamed into \(Quotation.text(trash.bytes)) and not there any more: it may lie elsewhere"))
            lost.insert(path)
        }
    }

    /// The last step is noted before it is done.
    private static func isThere(_ path: ByteString, in directory: borrowing Descriptor) -> Bool {
        (try? directory.openPath(beneath: (path.bytes + [0]).span)) != nil
    }
}
