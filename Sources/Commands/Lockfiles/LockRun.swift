import Audit
import BuildKit
import Ecosystems
import Inventory
import Linux
import Manifest
import Report

/// `bezoar lock add`, `list` and `remove`.
struct LockRun {
    /// Pins without proof that are kept for the report, of each lockfile.
    private static let unusableMax = 1000

    private let settings: Settings
    private var console: Console

    init(_ settings: Settings) {
        self.settings = settings
        console = Console(settings)
    }

    /// Registers what the paths name.
    mutating func add(_ paths: [ByteString]) throws(CommandFailure) -> ExitCode {
        if let complaint = ConfinedOpen.complaint() { throw CommandFailure(complaint) }
        var readings: [ByteString: LockfileReader.Reading] = [:]
        var troubles: [Trouble] = []
        for path in paths {
            let (found, trouble) = try read(path)
            for reading in found { readings[reading.pins.lockfile.path] = reading }
            troubles += trouble
        }
        let sorted = readings.values.sorted { $0.pins.lockfile.path < $1.pins.lockfile.path }
        if sorted.isEmpty {
            for trouble in troubles { console.warn("\(Quotation.text(trouble.path.bytes)): \(trouble.detail)") }
            throw CommandFailure("no lockfile was found; nothing was registered")
        }
        ManifestFile.makeDefaultFolder(settings)
        let store = try ManifestFile.open(settings, mode: .write)
        var report = LockReport(troubles: troubles)
        do throws(ManifestError) {
            let outcomes = try store.register(sorted.map(\.pins), now: Clock.now)
            var kept: [ByteString: KeptLockfile] = [:]
            for lockfile in try store.lockfiles() { kept[lockfile.lockfile.path] = lockfile }
            for (reading, outcome) in zip(sorted, outcomes) {
                guard let lockfile = kept[reading.pins.lockfile.path] else { continue }
                report.rows.append(
                    LockReport.Row(
                        kept: lockfile, outcome: LockReport.Outcome(outcome),
                        unusable: Array(reading.pins.pins.lazy.filter { !$0.isUsable }.prefix(Self.unusableMax)),
                        notes: reading.notes))
            }
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        return try finish(report)
    }

    /// Says what is registered.
    mutating func list() throws(CommandFailure) -> ExitCode {
        let store = try ManifestFile.open(settings, mode: .read)
        var report = LockReport()
        let kept: [KeptLockfile]
        do throws(ManifestError) {
            kept = try store.lockfiles()
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        for lockfile in kept {
            var outcome = LockReport.Outcome.same
            if lockfile.lockfile.trust == .registered {
                do {
                    let content = try LockfileWatch.content(of: lockfile.lockfile.path)
                    outcome = content?.digest == lockfile.lockfile.digest ? .same : .differs
                } catch let error as SystemError where error.isNowhere {
                    outcome = .missing
                } catch {
                    report.troubles.append(
                        Trouble(
                            cache: -1, path: lockfile.lockfile.path, reason: .unreadable,
                            detail: "the lockfile cannot be read: \(error)"))
                }
            }
            report.rows.append(LockReport.Row(kept: lockfile, outcome: outcome))
        }
        return try finish(report)
    }

    /// Forgets what the paths name.
    mutating func remove(_ paths: [ByteString]) throws(CommandFailure) -> ExitCode {
        // Opened for reading first: a mistyped name must not make a new manifest.
        _ = try ManifestFile.open(settings, mode: .read)
        let store = try ManifestFile.open(settings, mode: .write)
        var wanted: [ByteString] = []
        for path in paths { wanted.append(try Self.absolute(path)) }
        var report = LockReport()
        do throws(ManifestError) {
            let chosen = try store.lockfiles().filter { kept in
                wanted.contains { Self.covers($0, kept.lockfile.path) }
            }
            let removed = try store.unregister(Set(chosen.map(\.lockfile.path)))
            report.rows = chosen.filter { removed.contains($0.lockfile.path) }.map {
                LockReport.Row(kept: $0, outcome: .removed)
            }
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        if report.rows.isEmpty {
            throw CommandFailure("no registered lockfile has such a path; `bezoar lock list` shows them")
        }
        return try finish(report)
    }

    // MARK: Parts

    private mutating func finish(_ report: LockReport) throws(CommandFailure) -> ExitCode {
        let writer = LockWriter(version: Version.current, style: console.style)
        let format = DocumentFormat(rawValue: settings.format.value.rawValue) ?? .text
        try console.write { output in writer.write(report, as: format, to: output) }
        return report.troubles.isEmpty ? .clean : .incomplete
    }

    private func read(
        _ path: ByteString
    ) throws(CommandFailure) -> (readings: [LockfileReader.Reading], troubles: [Trouble]) {
        let place: ByteString
        let isFolder: Bool
        do throws(SystemError) {
            let entry = try Descriptor.open(path.bytes, [.path])
            place = ByteString(try entry.realPath())
            isFolder = try entry.status().isDirectory
        } catch {
            throw CommandFailure(path, "it cannot be opened: \(error)")
        }
        let folder = isFolder ? place : RelativePath.folder(of: place)
        var file: (path: ByteString, format: LockfileFormat)?
        if !isFolder {
            let name = RelativePath.name(of: place)
            guard let format = Self.format(of: name) else {
                throw CommandFailure(path, "its name is that of no known lockfile; see `bezoar lock add --help`")
            }
            file = (name, format)
        }
        let project = settings.project.value ?? ProjectGuess.project(of: folder)
        var reader = LockfileReader(project: project, tier: settings.tier.value.rawValue)
        do throws(SystemError) {
            let root = try Folder(folder.isEmpty ? "/" : folder)
            if isFolder {
                let finder = LockfileFinder(in: root)
                reader.read(finder.found, in: root)
                return (reader.readings, finder.troubles + reader.troubles)
            }
            reader.read([file].compactMap { $0 }, in: root)
            return (reader.readings, reader.troubles)
        } catch {
            throw CommandFailure(path, "it cannot be opened: \(error.advice)")
        }
    }

    /// A text file that is named by itself is a requirements file, whatever it is called.
    private static func format(of name: ByteString) -> LockfileFormat? {
        guard let text = name.utf8Text else { return nil }
        return LockfileFormat(fileName: text) ?? (text.hasSuffix(".txt") ? .requirements : nil)
    }

    /// The path without links, as far as it is there; else from the working directory.
    private static func absolute(_ path: ByteString) throws(CommandFailure) -> ByteString {
        if let real = try? Descriptor.open(path.bytes, [.path]).realPath() { return ByteString(real) }
        if path.bytes.first == UInt8(ascii: "/") { return path }
        do throws(SystemError) {
            return ByteString(try Descriptor.open([UInt8(ascii: ".")], [.path, .directory]).realPath()).appending(path)
        } catch {
            throw CommandFailure(path, "the working directory is not known: \(error)")
        }
    }

    /// Whether a path is another one, or lies below it.
    private static func covers(_ wanted: ByteString, _ path: ByteString) -> Bool {
        if wanted == path { return true }
        let folder = wanted.bytes.last == UInt8(ascii: "/") ? wanted.bytes : wanted.bytes + [UInt8(ascii: "/")]
        return path.bytes.starts(with: folder)
    }
}

extension LockReport.Outcome {
    fileprivate init(_ outcome: ManifestStore.LockfileOutcome) {
        switch outcome {
        case .added: self = .added
        case .changed: self = .changed
        case .unchanged: self = .unchanged
        }
    }
}
