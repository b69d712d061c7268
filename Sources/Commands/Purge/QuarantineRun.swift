import Inventory
import Linux
import Manifest
import Purge
import Report

/// `bezoar quarantine list`, `show`, `restore` and `drop`.
struct QuarantineRun {
    private let settings: Settings
    private var console: Console

    init(_ settings: Settings) {
        self.settings = settings
        console = Console(settings)
    }

    /// Runs one of them.
    mutating func run(_ job: Job) throws(CommandFailure) -> ExitCode {
        switch job {
        case .quarantineShow(let id): try show(id)
        case .quarantineRestore(let ids): try restore(ids)
        case .quarantineDrop(let ids): try drop(ids)
        default: try list()
        }
    }

    private mutating func list() throws(CommandFailure) -> ExitCode {
        let path = QuarantineFile.path(settings)
        let choice = try QuarantineChoice(settings)
        if settings.quarantineFolder.value == nil, !QuarantineFile.isThere(path) {
            guard QuarantineFile.isThere(settings.database.value) else {
                throw CommandFailure(
                    settings.database.value, "there is no manifest, and so no quarantine beside it; name it with --db")
            }
            // Nothing was kept yet, and that is no failure.
            return try write(
                QuarantineReport(path: path, used: 0, budget: settings.quarantineBudget.value))
        }
        let store = try QuarantineFile.open(settings, .read)
        let listing: QuarantineListing
        do throws(QuarantineError) {
            listing = try store.list()
        } catch {
            throw CommandFailure(error.path, error.description)
        }
        var report = QuarantineReport(
            path: path, used: store.used, budget: settings.quarantineBudget.value)
        let restorations = try restorations()
        report.rows = listing.entries.filter { choice.takes($0) }.map { entry in
            QuarantineReport.Row(entry, restored: Self.restored(entry, restorations))
        }
        report.problems = listing.problems.map { (path: $0.path, detail: $0.description) }
        report.problems += store.recovery.missing.map {
            (path: ByteString($0), detail: "its content is gone")
        }
        report.problems += listing.entries.compactMap { entry in
            store.damage(of: entry).map { (path: ByteString(entry.id), detail: $0) }
        }
        return try write(report)
    }

    private mutating func write(_ report: QuarantineReport) throws(CommandFailure) -> ExitCode {
        let writer = QuarantineWriter(version: Version.current, style: console.style)
        let format = DocumentFormat(rawValue: settings.format.value.rawValue) ?? .text
        try console.write { output in writer.write(report, as: format, to: output) }
        return report.problems.isEmpty ? .clean : .incomplete
    }

    /// What the manifest knows of entries that were put back; nothing where there is no manifest.
    private func restorations() throws(CommandFailure) -> [Tombstone] {
        guard (try? Descriptor.status(ofPath: settings.database.value.bytes)) != nil else { return [] }
        let store = try ManifestFile.open(settings, mode: .read)
        do throws(ManifestError) {
            return try store.tombstones().filter(\.isRestoration)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
    }

    /// When an entry was put back last.
    private static func restored(_ entry: QuarantineEntry, _ restorations: [Tombstone]) -> Int64? {
        restorations.last {
            $0.cache == entry.cache && $0.path == entry.path && $0.digest == entry.digest && $0.purged >= entry.taken
        }?.purged
    }

    /// Shows an entry, or writes its content.
    private mutating func show(_ id: String) throws(CommandFailure) -> ExitCode {
        let store = try QuarantineFile.open(settings, .read)
        do throws(QuarantineError) {
            let entry = try store.entry(id)
            guard let file = settings.output.value else {
                if settings.format.value == .json {
                    try write(entry.document)
                } else {
                    try write(Array(QuarantineEntryText(console.style).text(of: entry).utf8))
                }
                return .clean
            }
            guard let digest = entry.digest else {
                throw QuarantineError(.unfit("it is a \(entry.kind.word) and has no content"), ByteString(id))
            }
            try copy(try store.content(of: entry), size: entry.size, digest: digest, to: file)
            console.note("\(Human.size(entry.size)) written; whoever opens them should know what they may do")
            return .clean
        } catch {
            throw CommandFailure(error.path.isEmpty ? ByteString(id) : error.path, error.description)
        }
    }

    private func write(_ document: [UInt8]) throws(QuarantineError) {
        do throws(SystemError) {
            try StandardStream.output.write(document)
        } catch {
            throw QuarantineError(.system(error), "stdout")
        }
    }

    /// Writes content beside its place, and puts it there once its digest was seen to be right.
    private func copy(
        _ content: borrowing Descriptor, size: Int64, digest: SHA256Digest, to file: ByteString
    ) throws(QuarantineError) {
        do throws(SystemError) {
            let draft = try FileDraft(for: file.bytes, mode: 0o600)
            do throws(SystemError) {
                let found = try ContentWriter.copy(content, size: size, to: draft.file)
                guard found == digest else { throw SystemError(SystemError.stale, .read) }
                try draft.publish(replaces: false)
            } catch {
                draft.discard()
                throw error
            }
        } catch {
            if error.number == SystemError.stale {
                throw QuarantineError(.damaged("its content has another digest than its name"), file)
            }
            throw QuarantineError(.system(error), file)
        }
    }

    private mutating func restore(_ ids: [String]) throws(CommandFailure) -> ExitCode {
        if let complaint = ConfinedOpen.complaint() { throw CommandFailure(complaint) }
        let choice = try self.choice(ids, "put back")
        let store = try QuarantineFile.open(settings, .read)
        let manifest = try openManifest()
        var isWhole = true
        let ids = choice.isEmpty ? ids : try chosen(choice, store, &isWhole)
        if ids.isEmpty { console.warn("nothing in the quarantine is of those that were chosen: nothing was put back") }
        for id in ids {
            do throws(QuarantineError) {
                let entry = try store.entry(id)
                let directory = try Self.folder(entry)
                let outcome = try store.restore(id, beneath: directory)
                let place = Quotation.text(entry.folder.appending(entry.path).bytes)
                var words = "\(id): back at \(place)"
                if !outcome.withheld.isEmpty { words += ", without \(outcome.withheld.joined(separator: " and "))" }
                console.note(words)
                if let complaint = Self.remember(entry, manifest) {
                    isWhole = false
                    console.warn("\(id): it is back, and that could not be written down: \(complaint)")
                }
            } catch {
                isWhole = false
                let place = error.path.isEmpty ? "" : "\(Quotation.text(error.path.bytes)): "
                console.warn("\(id): \(place)\(error)")
            }
        }
        return isWhole ? .clean : .incomplete
    }

    /// The manifest, where there is one: what is put back on purpose has not returned by itself. Belongs before
    /// anything is put back, since the manifest may be in use.
    private func openManifest() throws(CommandFailure) -> ManifestStore? {
        guard (try? Descriptor.status(ofPath: settings.database.value.bytes)) != nil else { return nil }
        return try ManifestFile.open(settings, mode: .write)
    }

    /// Writes down that an entry is back; says why that could not be done.
    private static func remember(_ entry: QuarantineEntry, _ manifest: ManifestStore?) -> ManifestError? {
        do throws(ManifestError) {
            try manifest?.noteRestored([
                Tombstone(restored: entry.path, in: entry.cache, digest: entry.digest, at: Clock.now)
            ])
            return nil
        } catch {
            return error
        }
    }

    private static func folder(_ entry: QuarantineEntry) throws(QuarantineError) -> Descriptor {
        do throws(SystemError) {
            // Whoever can put a link into the way would choose where this is written.
            return try Descriptor.openFolder(withoutLinks: entry.folder.bytes)
        } catch {
            throw QuarantineError(.system(error), entry.folder)
        }
    }

    /// What flags choose, where no entry is named.
    private func choice(_ ids: [String], _ verb: String) throws(CommandFailure) -> QuarantineChoice {
        let choice = try QuarantineChoice(settings)
        if ids.isEmpty != choice.isEmpty { return choice }
        throw CommandFailure(
            ids.isEmpty
                ? "nothing says what to \(verb); name entries, or give --purge, --cache or --older-than"
                : "entries are named, or chosen by --purge, --cache and --older-than; do one of both",
            exit: .usage)
    }

    /// Ids of the entries that flags choose.
    private mutating func chosen(
        _ choice: QuarantineChoice, _ store: borrowing QuarantineStore, _ isWhole: inout Bool
    ) throws(CommandFailure) -> [String] {
        do throws(QuarantineError) {
            let listing = try store.list()
            // What cannot be read may be what is meant.
            isWhole = listing.problems.isEmpty
            if choice.mayMiss(in: listing) {
                isWhole = false
                console.warn(
                    "the receipt does not name \(choice.unlisted) of the things that were removed; look for "
                        + "what is left with `bezoar quarantine list`")
            }
            for problem in listing.problems { console.warn("\(Quotation.text(problem.path.bytes)): \(problem)") }
            return listing.entries.filter { choice.takes($0) }.map(\.id)
        } catch {
            throw CommandFailure(error.path, error.description)
        }
    }

    private mutating func drop(_ ids: [String]) throws(CommandFailure) -> ExitCode {
        let choice = try self.choice(ids, "delete")
        var store = try QuarantineFile.open(settings, .write)
        var isWhole = true
        let ids = choice.isEmpty ? ids : try chosen(choice, store, &isWhole)
        var dropped = 0
        var freed: Int64 = 0
        for id in ids {
            do throws(QuarantineError) {
                freed += try store.drop(id)
                dropped += 1
            } catch {
                isWhole = false
                console.warn("\(id): \(error)")
            }
        }
        console.note("\(Human.counted(dropped, "entry", "entries")) deleted, \(Human.size(freed)) freed")
        return isWhole ? .clean : .incomplete
    }
}

extension QuarantineReport.Row {
    /// What a list shows of an entry.
    fileprivate init(_ entry: QuarantineEntry, restored: Int64?) {
        self.init(
            id: entry.id, taken: entry.taken, cache: entry.cache, path: entry.path, kind: entry.kind, size: entry.size,
            digest: entry.digest, rule: entry.why.rule, reason: entry.why.reason, isStable: entry.isStable,
            restored: restored, purge: entry.why.purge)
    }
}
