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
        /// What may be removed, because this is kept of it.
        let files = KeptFiles()
        /// How many were kept anew, because they changed after they were kept, or came since.
        var renewed = 0
        /// How many of these could not be kept, and why the first of them could not.
        var missed = 0
        var obstacle = ""
    }

    /// Why something could not be kept; the words are for people.
    struct Failure: Error {
        var reason: String
        /// What to do about it, besides doing without evidence; `nil` where there is nothing else.
        var advice: String?
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
            let chosen = Self.chosen(target)
            for path in paths {
                if Signals.requested != nil { throw QuarantineError(.unfit("stopped before all was kept"), path) }
                let request = request(for: path, of: target, chosen[path])
                try put(request, opened.content, path, opener, &kept)
            }
            try store.synchronize()
        } catch {
            let place = error.path.isEmpty ? "" : "\(Quotation.text(error.path.bytes)): "
            throw Failure(reason: "it could not be kept in the quarantine: \(place)\(error)", advice: error.advice)
        }
    }

    /// Keeps anew what is about to be deleted and is not what was kept: it changed since, or came since. What cannot be
    /// kept is counted, and stays where it is: see `RemovalOptions.kept`.
    mutating func review(
        _ target: PurgeTarget, _ trash: borrowing Descriptor, _ origin: (ByteString) -> ByteString, _ kept: inout Kept
    ) {
        let paths: [ByteString]
        do {
            paths = try PurgeLook.paths(in: trash, limit: Self.entriesMax)
        } catch {
            return kept.miss("it could not be listed again before it went: \(error)")
        }
        let opener = try? RegularFileOpener(for: trash)
        let chosen = Self.chosen(target)
        let before = kept.renewed
        for path in paths where Signals.requested == nil {
            let parts = path.bytes.split(separator: UInt8(ascii: "/"), maxSplits: 1).map { ByteString(Array($0)) }
            var place = origin(parts.first ?? path)
            if parts.count == 2 { place = place.appending(parts[1]) }
            do throws(QuarantineError) {
                try put(request(for: place, of: target, chosen[place]), trash, path, opener, &kept, isAgain: true)
            } catch {
                kept.miss("\(Quotation.text(place.bytes)): \(error)")
            }
        }
        if kept.renewed == before { return }
        do throws(QuarantineError) {
            try store.synchronize()
        } catch {
            kept.miss("what was kept anew may not survive a power loss: \(error)")
        }
    }

    private static func chosen(_ target: PurgeTarget) -> [ByteString: PurgePlan.Entry] {
        Dictionary((target.entries ?? []).map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func request(
        for path: ByteString, of target: PurgeTarget, _ chosen: PurgePlan.Entry?
    ) -> QuarantineRequest {
        var request = QuarantineRequest(
            why: QuarantineEntry.Why(
                rule: chosen?.rule ?? target.reasons.first { $0.purl == chosen?.purl }?.rule
                    ?? target.reasons.first?.rule,
                reason: purge.command, purge: purge.number),
            cache: target.cache, folder: target.content, path: path, isDurable: false)
        request.expected = chosen?.digest
        return request
    }

    /// What this purge had kept before it was interrupted.
    borrowing func recall() throws(QuarantineError) -> EvidenceRecall {
        EvidenceRecall(try store.list(), of: purge) { store.isIntact($0) }
    }

    /// Keeps the entry at a path of an open folder, unless it is kept or gone.
    private mutating func put(
        _ request: QuarantineRequest, _ folder: borrowing Descriptor, _ path: ByteString,
        _ opener: borrowing RegularFileOpener?, _ kept: inout Kept, isAgain: Bool = false
    ) throws(QuarantineError) {
        let file: Descriptor
        do throws(SystemError) {
            file = try Self.open(path.bytes + [0], folder, opener)
        } catch {
            if error.number == SystemError.notFound { return }
            throw QuarantineError(.system(error), request.path)
        }
        let status: FileStatus
        do throws(SystemError) {
            status = try file.status()
        } catch {
            throw QuarantineError(.system(error), request.path)
        }
        if isAgain, kept.files.holds(status) { return }
        let known = kept.entries[request.path]
        if let known, try store.isKept(known, as: file) {
            kept.files.note(status)
            return
        }
        kept.entries[request.path] = try store.put(request, from: file)
        kept.files.note(status)
        if isAgain { kept.renewed += 1 }
    }

    /// A file for reading, anything else as a path.
    private static func open(
        _ path: [UInt8], _ folder: borrowing Descriptor, _ opener: borrowing RegularFileOpener?
    ) throws(SystemError) -> Descriptor {
        switch opener {
        case .some(let opener): if let file = try opener.open(path.span, in: folder) { return file }
        case .none: break
        }
        return try folder.openPath(beneath: path.span)
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

extension EvidenceTaker.Kept {
    /// Notes that something could not be kept.
    fileprivate mutating func miss(_ reason: String) {
        if missed == 0 { obstacle = reason }
        missed += 1
    }

    /// Says in a row what of it was kept after all else was.
    func tell(_ row: inout PurgeReport.Row) {
        row.kept = max(row.kept, entries.count)
        if renewed > 0 {
            row.notes.append(
                "\(renewed) changed after evidence of it was kept, or came since: kept anew before it went")
        }
        if missed > 0 {
            row.notes.append("\(missed) changed or came since, and could not be kept in the quarantine: \(obstacle)")
            if row.outcome.isDone { row.outcome = .partly }
        }
    }
}

extension QuarantineError {
    /// What would make room, where that is what is missing.
    fileprivate var advice: String? {
        switch kind {
        case .overBudget: "make room (`bezoar quarantine drop`), raise `quarantine.budget`"
        case .diskFull: "make room (`bezoar quarantine drop`), name another disk (`quarantine.directory`)"
        case .notPrivate, .missing: "name another one (`quarantine.directory`)"
        default: nil
        }
    }
}
