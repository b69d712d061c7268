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

    /// Accepts what the last audit saw.
    mutating func accept() throws(CommandFailure) -> ExitCode {
        // Opened for reading first: a mistyped name must not make a new manifest.
        _ = try lastScan(of: ManifestFile.open(settings, mode: .read), mustBeComplete: true)
        let store = try ManifestFile.open(settings, mode: .write)
        let caches = try chosenCaches()
        do throws(ManifestError) {
            try store.acceptBaseline(at: Clock.now, caches: caches)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        console.note("the state of the last audit is the baseline now")
        return .clean
    }

    /// Says what differs from a baseline, or from the audit before.
    mutating func diff() throws(CommandFailure) -> ExitCode {
        let store = try ManifestFile.open(settings, mode: .read)
        let name = settings.baseline.value
        let scan = try lastScan(of: store, mustBeComplete: false)
        if !settings.comparesLast.value { try requireBaseline(name, in: store) }
        let found: BaselineDifference
        do throws(ManifestError) {
            found = settings.comparesLast.value ? try store.diff() : try store.diff(baseline: name)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        let from = settings.comparesLast.value ? "the audit before" : "baseline \(name)"
        let diff = BaselineDiff(
            from: from, to: "the audit of \(Timestamp.plain(nanoseconds: scan.started))", changes: found.changes,
            counts: found.counts, isComplete: scan.isComplete)
        let writer = BaselineDiffWriter(version: Version.current, style: console.style)
        let format = DocumentFormat(rawValue: settings.format.value.rawValue) ?? .text
        try console.write { output in writer.write(diff, as: format, to: output) }
        if found.counts != ChangeCounts() { return .findings }
        return scan.isComplete ? .clean : .incomplete
    }

    /// Writes what the last audit saw into a signed file.
    mutating func export(to file: ByteString) throws(CommandFailure) -> ExitCode {
        let key = try signingKey()
        let store = try ManifestFile.open(settings, mode: .read)
        _ = try lastScan(of: store, mustBeComplete: true)
        let count = try BaselineExport.write(store, caches: try chosenCaches(), to: file, key: key)
        console.note("\(count) files written and signed")
        return .clean
    }

    /// Takes a signed file of another host in.
    mutating func importFile(_ file: ByteString) throws(CommandFailure) -> ExitCode {
        let key = try verifyingKey()
        let source = try BaselineImport.open(file, key: key)
        let store = try ManifestFile.open(settings, mode: .write)
        let count = try source.store(into: store, name: settings.baseline.value)
        console.note("\(count) files imported as the baseline \(Quotation.text(Array(settings.baseline.value.utf8)))")
        return .clean
    }

    // MARK: Parts

    /// The newest audit of the manifest. What it did not see must not become what a host is measured by.
    private func lastScan(
        of store: ManifestStore, mustBeComplete: Bool
    ) throws(CommandFailure) -> LastScan {
        let found: LastScan?
        do throws(ManifestError) {
            found = try store.lastScan()
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        guard let scan = found else {
            throw CommandFailure(settings.database.value, "no audit is recorded yet; run `bezoar audit` first")
        }
        if mustBeComplete && !scan.isComplete && !settings.allowsIncomplete.value {
            throw CommandFailure(
                settings.database.value,
                "the last audit did not see everything (\(Quotation.text(Array(scan.status.utf8)))); run it again, or "
                    + "give --allow-incomplete")
        }
        return scan
    }

    private func requireBaseline(_ name: String, in store: ManifestStore) throws(CommandFailure) {
        let names: [String]
        do throws(ManifestError) {
            names = try store.baselines().map(\.name)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        if names.contains(name) { return }
        let shown = names.map { Quotation.text(Array($0.utf8)) }.joined(separator: ", ")
        let rest = names.isEmpty ? "none was accepted or imported yet" : "there are: \(shown)"
        throw CommandFailure(
            settings.database.value, "there is no baseline \(Quotation.text(Array(name.utf8))); \(rest)")
    }

    /// The caches that `--tree` names, by their real paths; `nil` for all.
    private func chosenCaches() throws(CommandFailure) -> Set<ByteString>? {
        if settings.trees.value.isEmpty || settings.trees.origin.isFromFile { return nil }
        var caches: Set<ByteString> = []
        for path in settings.trees.value {
            do throws(SystemError) {
                caches.insert(ByteString(try Descriptor.open(path.bytes, [.directory, .path]).realPath()))
            } catch {
                throw CommandFailure(path, "the directory cannot be opened: \(error)")
            }
        }
        return caches
    }

    private func signingKey() throws(CommandFailure) -> SigningKey {
        let (path, pem) = try keyFile()
        do throws(HashError) {
            return try SigningKey(pem: pem)
        } catch {
            throw CommandFailure(path, "\(error); a private Ed25519 key in PEM is needed, without a passphrase")
        }
    }

    private func verifyingKey() throws(CommandFailure) -> VerifyingKey {
        let (path, pem) = try keyFile()
        do throws(HashError) {
            return try VerifyingKey(pem: pem)
        } catch {
            throw CommandFailure(path, "\(error); a public Ed25519 key in PEM is needed")
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

extension Origin {
    /// Whether the value stands in the configuration file: a default for audits, not a choice for this command.
    fileprivate var isFromFile: Bool {
        if case .file = self { return true }
        return false
    }
}
