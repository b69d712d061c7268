import Inventory
import Linux
import Purge
import Walk

/// Puts what a purge is about to remove into the quarantine.
struct EvidenceTaker: ~Copyable {
    /// What was kept of one target.
    struct Kept {
        /// By path, relative to the folder that builds see.
        var entries: [ByteString: QuarantineEntry] = [:]
    }

    /// Why something could not be kept; the words are for people.
    struct Failure: Error {
        var reason: String
    }

    /// Entries of one cache that are kept, at most.
    private static let entriesMax = 1_000_000

    private var store: QuarantineStore
    /// The purge that it is done for.
    private let purge: PurgeRecord

    init(_ store: consuming QuarantineStore, for purge: PurgeRecord) {
        self.store = store
        self.purge = purge
    }

    /// The same, where there is a quarantine.
    init?(_ store: consuming QuarantineStore?, for purge: PurgeRecord) {
        guard let store else { return nil }
        self.init(store, for: purge)
    }

    /// Keeps all that the target will lose. All or nothing: what cannot be kept must not be removed. `kept` has what
    /// was kept before an interruption, which is not copied again where it is still the same, and afterwards, also of
    /// a failure, all that is kept.
    mutating func keep(
        _ target: PurgeTarget, _ opened: borrowing OpenedTarget, _ kept: inout Kept
    ) throws(Failure) {
        var paths: [ByteString] = []
        if let entries = target.entries {
            for entry in entries where entry.kind != .directory { paths.append(entry.path) }
        } else {
            paths = try all(opened)
        }
        do throws(QuarantineError) {
            let opener = try? RegularFileOpener(for: opened.content)
            let rules = Dictionary(
                (target.entries ?? []).map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
            for path in paths {
                if Signals.requested != nil { throw QuarantineError(.unfit("stopped before all was kept"), path) }
                var request = QuarantineRequest(
                    why: QuarantineEntry.Why(
                        rule: rules[path]?.rule
                            ?? target.reasons.first { $0.purl == rules[path]?.purl }?.rule
                            ?? target.reasons.first?.rule,
                        reason: purge.command, purge: purge.number),
                    cache: target.cache, folder: target.content, path: path, isDurable: false)
                request.expected = rules[path]?.digest
                if let entry = try put(request, opened, opener, kept.entries[path]) { kept.entries[path] = entry }
            }
            try store.synchronize()
        } catch {
            let place = error.path.isEmpty ? "" : "\(Quotation.text(error.path.bytes)): "
            throw Failure(reason: "it could not be kept in the quarantine: \(place)\(error)")
        }
    }

    /// What this purge had kept before it was interrupted.
    borrowing func recall() throws(QuarantineError) -> EvidenceRecall {
        EvidenceRecall(try store.list(), of: purge)
    }

    /// Keeps one entry; `nil` where it is gone. `known` is what was kept of it before.
    private mutating func put(
        _ request: QuarantineRequest, _ opened: borrowing OpenedTarget, _ opener: borrowing RegularFileOpener?,
        _ known: QuarantineEntry?
    ) throws(QuarantineError) -> QuarantineEntry? {
        let path = (request.path.bytes + [0])
        let file: Descriptor
        do throws(SystemError) {
            file = try Self.open(path, opened, opener)
        } catch {
            if error.number == SystemError.notFound { return nil }
            throw QuarantineError(.system(error), request.path)
        }
        if let known, try store.isKept(known, as: file) { return known }
        return try store.put(request, from: file)
    }

    /// A file for reading, anything else as a path.
    private static func open(
        _ path: [UInt8], _ opened: borrowing OpenedTarget, _ opener: borrowing RegularFileOpener?
    ) throws(SystemError) -> Descriptor {
        switch opener {
        case .some(let opener): if let file = try opener.open(path.span, in: opened.content) { return file }
        case .none: break
        }
        return try opened.content.openPath(beneath: path.span)
    }

    /// Paths of all entries that are no folders.
    private func all(_ opened: borrowing OpenedTarget) throws(Failure) -> [ByteString] {
        do {
            return try PurgeLook.paths(in: opened.content, limit: Self.entriesMax)
        } catch {
            throw Failure(reason: "what is in it cannot be listed, so it cannot be kept: \(error)")
        }
    }
}
