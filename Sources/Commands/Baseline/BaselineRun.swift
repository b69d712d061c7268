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
        let found: BaselineDifference
        do throws(ManifestError) {
            found = settings.comparesLast.value ? try store.diff() : try store.diff(baseline: name)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        let from = settings.comparesLast.value ? "the audit before" : "baseline \(name)"
        let diff = BaselineDiff(
            from: from, to: "the last audit", changes: found.changes, counts: found.counts)
        let writer = BaselineDiffWriter(version: Version.current, style: console.style)
        let format = DocumentFormat(rawValue: settings.format.value.rawValue) ?? .text
        try console.write { output in writer.write(diff, as: format, to: output) }
        return found.counts == ChangeCounts() ? .clean : .findings
    }

    /// Writes what the last audit saw into a signed file.
    mutating func export(to file: ByteString) throws(CommandFailure) -> ExitCode {
        let key = try signingKey()
        let store = try ManifestFile.open(settings, mode: .read)
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
            throw CommandFailure(path, "\(error); a private Ed25519 key in PEM is needed")
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
