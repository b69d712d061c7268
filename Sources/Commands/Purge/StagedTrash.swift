import Inventory
import Linux
import Purge

/// The trash folders of one target that an interrupted purge has left, by what its journal says of them. Folders that
/// are only called like these are not touched: whoever writes to a cache can make some.
///
/// ```
///  make-trash T, take-away x … ─► T is there, and x in it       deleted, put back or named
///                                 T or x is not there, and       somebody renamed it: it may live on under another
///                                 no `delete T` was noted        name, and is told as left
/// ```
struct StagedTrash {
    /// Entries of one trash folder that are looked at one by one.
    static let entriesMax = 100_000

    let leftovers: [RemovalLeftover]
    /// What should be there and is not, in sentences.
    private(set) var losses: [String] = []
    private let steps: [PurgeStep]

    init(_ steps: [PurgeStep], in directory: borrowing Descriptor) throws(SystemError) {
        self.steps = steps
        let names = steps.filter { $0.kind == .makeTrash }.map(\.trash)
        leftovers = try Removal.leftovers(named: names, in: directory)
        for name in names where !steps.contains(where: { $0.kind == .delete && $0.trash == name }) {
            noteLoss(of: name, in: directory)
        }
    }

    /// What a trash folder holds, by name, and where that was.
    func origins(in trash: ByteString) -> [ByteString: ByteString] {
        Dictionary(
            steps.filter { $0.kind == .takeAway && $0.trash == trash && !$0.path.isEmpty }.map { ($0.name, $0.path) },
            uniquingKeysWith: { first, _ in first })
    }

    private mutating func noteLoss(of trash: ByteString, in directory: borrowing Descriptor) {
        let back = Set(steps.filter { $0.kind == .putBack && $0.trash == trash }.map(\.name))
        let place = Quotation.text(trash.bytes)
        guard let leftover = leftovers.first(where: { $0.name == trash }) else {
            let isTaken = steps.contains { $0.kind == .takeAway && $0.trash == trash && !back.contains($0.name) }
            if isTaken, back.isEmpty || !origins(in: trash).isEmpty {
                losses.append(
                    "the folder \(place), into which it was renamed, is not there any more: what was in it may lie "
                        + "elsewhere")
            }
            return
        }
        guard leftover.isOfEntries, let content = try? leftover.content(in: directory, limit: Self.entriesMax),
            content.count == content.entries.count
        else { return }
        let present = Set(content.entries.map(\.name))
        let gone = origins(in: trash).filter { name, path in
            !present.contains(name) && !back.contains(name) && !Self.isThere(path, in: directory)
        }
        if !gone.isEmpty {
            losses.append(
                "\(gone.count) of what was renamed into \(place) is not there any more, and may lie elsewhere")
        }
    }

    /// The last step is noted before it is done.
    private static func isThere(_ path: ByteString, in directory: borrowing Descriptor) -> Bool {
        (try? directory.openPath(beneath: (path.bytes + [0]).span)) != nil
    }
}
