import Inventory
import Linux
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
        let store = try QuarantineFile.open(settings, .read)
        let listing: QuarantineListing
        do throws(QuarantineError) {
            listing = try store.list()
        } catch {
            throw CommandFailure(error.path, error.description)
        }
        var report = QuarantineReport(
            path: QuarantineFile.path(settings), used: store.used, budget: settings.quarantineBudget.value)
        report.rows = listing.entries.map { QuarantineReport.Row($0) }
        report.problems = listing.problems.map { (path: $0.path, detail: $0.description) }
        report.problems += store.recovery.missing.map {
            (path: ByteString($0), detail: "its content is gone")
        }
        let writer = QuarantineWriter(version: Version.current, style: console.style)
        let format = DocumentFormat(rawValue: settings.format.value.rawValue) ?? .text
        try console.write { output in writer.write(report, as: format, to: output) }
        return report.problems.isEmpty ? .clean : .incomplete
    }

    /// Shows an entry, or writes its content.
    private mutating func show(_ id: String) throws(CommandFailure) -> ExitCode {
        let store = try QuarantineFile.open(settings, .read)
        do throws(QuarantineError) {
            let entry = try store.entry(id)
            guard let file = settings.output.value else {
                try write(entry.document)
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
        let store = try QuarantineFile.open(settings, .read)
        var isWhole = true
        for id in ids {
            do throws(QuarantineError) {
                let entry = try store.entry(id)
                let directory = try Self.folder(entry)
                let outcome = try store.restore(id, beneath: directory)
                let place = Quotation.text(entry.folder.appending(entry.path).bytes)
                var words = "\(id): back at \(place)"
                if !outcome.withheld.isEmpty { words += ", without \(outcome.withheld.joined(separator: " and "))" }
                console.note(words)
            } catch {
                isWhole = false
                let place = error.path.isEmpty ? "" : "\(Quotation.text(error.path.bytes)): "
                console.warn("\(id): \(place)\(error)")
            }
        }
        return isWhole ? .clean : .incomplete
    }

    private static func folder(_ entry: QuarantineEntry) throws(QuarantineError) -> Descriptor {
        do throws(SystemError) {
            return try Descriptor.openFolder(entry.folder.bytes)
        } catch {
            throw QuarantineError(.system(error), entry.folder)
        }
    }

    private mutating func drop(_ ids: [String]) throws(CommandFailure) -> ExitCode {
        var store = try QuarantineFile.open(settings, .write)
        var isWhole = true
        var freed: Int64 = 0
        for id in ids {
            do throws(QuarantineError) {
                freed += try store.drop(id)
            } catch {
                isWhole = false
                console.warn("\(id): \(error)")
            }
        }
        console.note("\(Human.size(freed)) freed")
        return isWhole ? .clean : .incomplete
    }
}

extension QuarantineReport.Row {
    /// What a list shows of an entry.
    fileprivate init(_ entry: QuarantineEntry) {
        self.init(
            id: entry.id, taken: entry.taken, cache: entry.cache, path: entry.path, kind: entry.kind, size: entry.size,
            digest: entry.digest, rule: entry.why.rule, reason: entry.why.reason, isStable: entry.isStable)
    }
}
