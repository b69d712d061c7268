import Hashing
import Inventory
import Linux
import Manifest
import Report

/// `bezoar baseline accept`, `diff`, `export` and `import`.
struct BaselineRun {
    private static let keyLimit = 16 * 1024

    private let settings: Settings
    private var console: Console

    init(_ settings: Settings) {
        self.settings = settings
        console = Console(settings)
    }

    /// Accepts what the last audit of each cache saw.
    mutating func accept() throws(CommandFailure) -> ExitCode {
        // Opened for reading first: a mistyped name must not make a new manifest.
        _ = try lastScan(of: ManifestFile.open(settings, mode: .read))
        let store = try ManifestFile.open(settings, mode: .write)
        let choice = try wholeChoice(in: store)
        let open = try choice.openFindings(in: store, settings)
        do throws(ManifestError) {
            try store.acceptBaseline(at: Clock.now, caches: choice.caches)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        console.note(choice.words)
        if let open {
            console.warn(
                "\(open) of that audit: what they are about is vouched for with it, and what changed or has another "
                    + "content than before is no finding any more; `bezoar audit` lists the others again")
        }
        return .clean
    }

    /// Says what differs from a baseline, or from the audit before.
    mutating func diff() throws(CommandFailure) -> ExitCode {
        let store = try ManifestFile.open(settings, mode: .read)
        let name = settings.baseline.value
        let scan = try lastScan(of: store)
        var from = "the audit before it"
        if !settings.comparesLast.value { from = Self.words(for: try requireBaseline(name, in: store)) }
        let found: BaselineDifference
        do throws(ManifestError) {
            found = settings.comparesLast.value ? try store.diff() : try store.diff(baseline: name)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        let coverage = found.coverage
        var diff = BaselineDiff(
            from: from, to: "the audit of \(Timestamp.plain(nanoseconds: scan.started))", changes: found.changes,
            counts: found.counts,
            isComplete: scan.isComplete && coverage.notAudited.isEmpty && coverage.incomplete.isEmpty)
        diff.sawEverything = scan.isComplete
        diff.notCompared =
            coverage.notAudited.map { BaselineDiff.NotCompared(cache: $0, reason: .notAudited) }
            + coverage.notInBaseline.map { BaselineDiff.NotCompared(cache: $0, reason: .notInBaseline) }
            + coverage.incomplete.map { BaselineDiff.NotCompared(cache: $0, reason: .incomplete) }
        diff.older = coverage.older.map { BaselineDiff.Older(cache: $0.cache, audited: $0.scanned) }
        let finished = diff
        let writer = BaselineDiffWriter(version: Version.current, style: console.style)
        let format = DocumentFormat(rawValue: settings.format.value.rawValue) ?? .text
        try console.write { output in writer.write(finished, as: format, to: output) }
        if finished.differs { return .findings }
        return finished.isComplete ? .clean : .incomplete
    }

    /// Writes what the last audit of each cache saw into a signed file.
    mutating func export(to file: ByteString) throws(CommandFailure) -> ExitCode {
        let key = try signingKey()
        let replaces = settings.replaces.value
        try BaselineExport.requireFree(file, replaces: replaces)
        let store = try ManifestFile.open(settings, mode: .read)
        let choice = try wholeChoice(in: store)
        let open = try choice.openFindings(in: store, settings)
        let count = try BaselineExport.write(
            store, of: settings.host, caches: choice.caches, to: file, replaces: replaces, key: key)
        console.note("\(Human.counted(count, "entry", "entries")) written and signed")
        if let open {
            console.warn(
                "\(open) in what was written: whoever imports it takes these files for sound; look at them with "
                    + "`bezoar audit` before you hand it on")
        }
        return .clean
    }

    /// Takes a signed file of another host in.
    mutating func importFile(_ file: ByteString) throws(CommandFailure) -> ExitCode {
        let key = try verifyingKey()
        let source = try BaselineImport.open(file, key: key)
        let store = try ManifestFile.open(settings, mode: .write)
        let name = settings.baseline.value
        let old = settings.replaces.value ? nil : try baselines(in: store).first { $0.name == name }
        if let old {
            throw CommandFailure(
                settings.database.value,
                "there is a \(Self.words(for: old)) already; give another --name, or --replace to replace it")
        }
        let count = try source.store(into: store, name: name, replaces: settings.replaces.value)
        let entries = Human.counted(count, "entry", "entries")
        console.note("\(entries) imported as the baseline \(Quotation.text(Array(name.utf8)))")
        return .clean
    }

    // MARK: Parts

    /// The caches to take. Where that is all of them, the newest audit must have been complete as well: what it could
    /// not see may be a cache that nobody knows.
    private func wholeChoice(in store: ManifestStore) throws(CommandFailure) -> BaselineChoice {
        let scan = try lastScan(of: store)
        let choice = try BaselineChoice(settings, in: store)
        try choice.requireWhole(settings)
        if choice.caches == nil && !scan.isComplete && !settings.allowsIncomplete.value {
            throw CommandFailure(
                settings.database.value,
                "the last audit did not see everything (\(Quotation.text(Array(scan.status.utf8)))); run it again, or "
                    + "give --allow-incomplete")
        }
        return choice
    }

    /// The newest audit of the manifest.
    private func lastScan(of store: ManifestStore) throws(CommandFailure) -> LastScan {
        let found: LastScan?
        do throws(ManifestError) {
            found = try store.lastScan()
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        guard let scan = found else {
            throw CommandFailure(settings.database.value, "no audit is recorded yet; run `bezoar audit` first")
        }
        return scan
    }

    private func baselines(in store: ManifestStore) throws(CommandFailure) -> [BaselineSummary] {
        do throws(ManifestError) {
            return try store.baselines()
        } catch {
            throw ManifestFile.failure(error, settings)
        }
    }

    /// A baseline with where and when it was made.
    private static func words(for baseline: BaselineSummary) -> String {
        let name = Quotation.text(Array(baseline.name.utf8))
        let host = baseline.host.isEmpty ? "" : "\(Quotation.text(Array(baseline.host.utf8))), "
        return "baseline \(name) of \(host)\(Timestamp.plain(nanoseconds: baseline.created))"
    }

    private func requireBaseline(
        _ name: String, in store: ManifestStore
    ) throws(CommandFailure) -> BaselineSummary {
        let known = try baselines(in: store)
        if let found = known.first(where: { $0.name == name }) { return found }
        let shown = known.map { Quotation.text(Array($0.name.utf8)) }.joined(separator: ", ")
        let rest = known.isEmpty ? "none was accepted or imported yet" : "there are: \(shown)"
        throw CommandFailure(
            settings.database.value, "there is no baseline \(Quotation.text(Array(name.utf8))); \(rest)")
    }

    private func signingKey() throws(CommandFailure) -> SigningKey {
        let (path, pem) = try keyFile()
        do throws(HashError) {
            return try SigningKey(pem: pem)
        } catch {
            throw CommandFailure(path, KeyDiagnosis.complaint(pem, wants: .privateKey, reason: error.reason))
        }
    }

    private func verifyingKey() throws(CommandFailure) -> VerifyingKey {
        let (path, pem) = try keyFile()
        do throws(HashError) {
            return try VerifyingKey(pem: pem)
        } catch {
            throw CommandFailure(path, KeyDiagnosis.complaint(pem, wants: .publicKey, reason: error.reason))
        }
    }

    private func keyFile() throws(CommandFailure) -> (ByteString, [UInt8]) {
        guard let path = settings.key.value else { throw CommandFailure("--key FILE is needed", exit: .usage) }
        do throws(SystemError) {
            return (path, try OwnFile.read(path.bytes, limit: Self.keyLimit))
        } catch {
            throw CommandFailure(path, "the key cannot be read: \(error)")
        }
    }
}
