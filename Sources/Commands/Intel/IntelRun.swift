import Ecosystems
import Inventory
import Linux
import Manifest
import Report

/// `bezoar intel import`, `list` and `remove`.
struct IntelRun {
    private let settings: Settings
    private var console: Console

    init(_ settings: Settings) {
        self.settings = settings
        console = Console(settings)
    }

    /// Takes feeds into the manifest, each whole or not at all.
    mutating func importFeeds(_ paths: [ByteString]) throws(CommandFailure) -> ExitCode {
        if let complaint = ConfinedOpen.complaint() { throw CommandFailure(complaint) }
        var sources: [FeedSource] = []
        for path in paths { sources.append(try FeedSource(path)) }
        let names = sources.map { settings.feed.value ?? $0.name }
        if Set(names).count < names.count {
            throw CommandFailure(
                "two of the paths make a feed of the same name; import them one by one with --feed NAME")
        }
        ManifestFile.makeDefaultFolder(settings)
        let store = try ManifestFile.open(settings, mode: .write)
        var report = IntelReport()
        for (index, name) in names.enumerated() {
            let row = try take(&sources[index], as: name, into: store)
            report.rows.append(row)
            report.troubles += sources[index].troubles
            report.unlistedTroubles += sources[index].unlistedTroubles
        }
        try write(report)
        if report.rows.contains(where: { $0.outcome == .refused }) { return .failed }
        return report.isComplete ? .clean : .incomplete
    }

    private func take(
        _ source: inout FeedSource, as name: String, into store: ManifestStore
    ) throws(CommandFailure) -> IntelReport.Row {
        let writer: FeedWriter
        do throws(ManifestError) {
            writer = try store.beginFeed(name: name, path: source.path, now: Clock.now)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        try source.read { record throws(CommandFailure) in
            do throws(ManifestError) {
                try writer.add(record.advisory)
            } catch {
                throw ManifestFile.failure(error, settings)
            }
        }
        let outcome: FeedWriter.Outcome
        do throws(ManifestError) {
            outcome = try writer.finish(others: source.others, replaces: settings.replaces.value)
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        if case .kept(let feed) = outcome { return IntelReport.Row(feed, .imported) }
        let feed = KeptFeed(name: name, path: source.path, imported: Clock.now, newest: 0, counts: source.others)
        return IntelReport.Row(feed, .refused, reason: Self.reason(outcome, source.others))
    }

    private static func reason(_ outcome: FeedWriter.Outcome, _ others: KeptFeed.Counts) -> String {
        switch outcome {
        case .kept: return ""
        case .empty:
            let counts = [
                (others.others, "on packages of other kinds"), (others.unreadable, "that could not be understood"),
            ].filter { $0.0 > 0 }.map { Human.counted($0.0, "record") + " " + $0.1 }
            let rest = counts.isEmpty ? "" : "; there were " + counts.joined(separator: " and ")
            return "it holds no advisory on packages of PyPI, npm or Maven" + rest
        case .older(let newest, let known):
            return "its newest record is of \(Timestamp.plain(nanoseconds: newest)), that of the feed in use of "
                + "\(Timestamp.plain(nanoseconds: known)); an old copy would forget what is known. "
                + "--replace takes it all the same"
        case .smaller(let records, let known):
            return "it holds \(Human.counted(records, "record")), the feed in use \(Human.count(known)); it looks cut "
                + "off. --replace takes it all the same"
        }
    }

    /// Says what is known.
    mutating func list() throws(CommandFailure) -> ExitCode {
        let store = try ManifestFile.open(settings, mode: .read)
        var report = IntelReport()
        do throws(ManifestError) {
            report.rows = try store.feeds().map { IntelReport.Row($0, .known) }
            report.counts = try store.advisoryCounts().map {
                IntelReport.Count(ecosystem: $0.ecosystem, kind: $0.kind, count: $0.count)
            }
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        try write(report)
        return .clean
    }

    /// Forgets feeds.
    mutating func remove(_ names: [ByteString]) throws(CommandFailure) -> ExitCode {
        // Opened for reading first: a mistyped name must not make a new manifest.
        _ = try ManifestFile.open(settings, mode: .read)
        let store = try ManifestFile.open(settings, mode: .write)
        var report = IntelReport()
        do throws(ManifestError) {
            let removed = try store.removeFeeds(Set(names.compactMap(\.utf8Text)))
            report.rows = removed.map { IntelReport.Row($0, .removed) }
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        if report.rows.isEmpty {
            throw CommandFailure("no feed has such a name; `bezoar intel list` shows them")
        }
        try write(report)
        return .clean
    }

    private mutating func write(_ report: IntelReport) throws(CommandFailure) {
        let writer = IntelWriter(version: Version.current, style: console.style)
        let format = DocumentFormat(rawValue: settings.format.value.rawValue) ?? .text
        try console.write { output in writer.write(report, as: format, to: output) }
    }
}
