import Ecosystems
import Inventory
import Linux
import Manifest
import Report

/// `bezoar hunt`: where is it, where was it, since when, and who built with it.
struct HuntRun {
    private let settings: Settings
    /// Where numbers about the run go; `nil` where nobody asked for them.
    private let metrics: JobMetrics?
    private var console: Console

    init(_ settings: Settings, metrics: JobMetrics? = nil) {
        self.settings = settings
        self.metrics = metrics
        console = Console(settings)
    }

    /// Looks for what was named; for all that was imported where nothing was.
    mutating func run(_ words: [HuntQuestion]) throws(CommandFailure) -> ExitCode {
        let questions = words + settings.nameTexts.value.map { HuntQuestion.text($0) }
        let sources = settings.advisoryPaths.value
        let finished = try answer(
            questions, sources, wantsFeeds: questions.isEmpty && sources.isEmpty,
            ManifestFile.open(settings, mode: .read))
        metrics?.take(HuntMetrics.families(finished), isComplete: finished.isComplete)
        try write(finished)
        return finished.hitCount > 0 ? .findings : finished.isComplete ? .clean : .incomplete
    }

    /// Looks for what is named, for what files of advisories name and, where that is wanted, for what was imported.
    func answer(
        _ questions: [HuntQuestion], _ advisories: [ByteString], wantsFeeds: Bool, _ store: ManifestStore
    ) throws(CommandFailure) -> HuntReport {
        var sources: [FeedSource] = []
        for path in advisories { sources.append(try FeedSource(path)) }
        var report = try beginning(store)
        let artifacts = try asking { () throws(ManifestError) in try store.packageHistory().artifacts }
        let builds = try asking { () throws(ManifestError) in try store.builds() }
        let counts = try asking { () throws(ManifestError) in try store.searchedCounts() }
        report.searched = HuntReport.Searched(
            packages: artifacts.count, files: counts.files, audits: counts.audits)
        var search = HuntSearch(report, artifacts: artifacts, builds: builds)
        try asking { () throws(ManifestError) in try search.ask(questions, store) }
        for source in sources { try ask(source, store, &search) }
        if wantsFeeds { try askFeeds(store, &search) }
        return search.finished()
    }

    /// The report before the first question. What was never audited cannot be hunted in.
    private func beginning(_ store: ManifestStore) throws(CommandFailure) -> HuntReport {
        guard let scan = try asking({ () throws(ManifestError) in try store.lastScan() }) else {
            throw CommandFailure(settings.database.value, "no audit is recorded yet; run `bezoar audit` first")
        }
        return HuntReport(
            version: Version.current, host: settings.host, asked: Clock.now, audited: scan.started,
            isAuditComplete: scan.isComplete)
    }

    /// Asks the feeds of the manifest.
    private func askFeeds(_ store: ManifestStore, _ search: inout HuntSearch) throws(CommandFailure) {
        let feeds = try asking { () throws(ManifestError) in try store.feeds() }
        if feeds.isEmpty {
            throw CommandFailure(
                "nothing to look for: no advisories are imported yet; name a package, a digest or a file, or run "
                    + "`bezoar intel import PATH` first")
        }
        let names = search.names
        let entries = try asking { () throws(ManifestError) in try store.advisories(on: names) }
        let named = try asking { () throws(ManifestError) in try store.advisoryDigests() }
        let files = try files(with: named, in: store)
        let contents = search.seen(named).union(
            files.compactMap { $0.digest.flatMap { ContentDigest(.sha256, $0.array) } })
        let naming = try asking { () throws(ManifestError) in try store.advisories(naming: contents) }
        search.ask(entries, naming: naming, files, called: "imported advisories", feeds: feeds)
    }

    /// Asks files of advisories that are not imported.
    private func ask(
        _ source: FeedSource, _ store: ManifestStore, _ search: inout HuntSearch
    ) throws(CommandFailure) {
        var source = source
        var advisories = AdvisoryFiles(names: search.names)
        try source.read { record throws(CommandFailure) in advisories.add(record) }
        let contents = advisories.contents
        let files = try files(with: Set(contents.map(\.digest)), in: store)
        search.ask(advisories.entries, naming: contents, files, called: source.path)
        search.add(source.troubles, unlisted: source.unlistedTroubles)
    }

    /// Files of these contents; nobody is asked where there are none.
    private func files(
        with contents: Set<ContentDigest>, in store: ManifestStore
    ) throws(CommandFailure) -> [KnownFile] {
        let digests = Set(contents.compactMap { $0.algorithm == .sha256 ? SHA256Digest($0.bytes) : nil })
        if digests.isEmpty { return [] }
        return try asking { () throws(ManifestError) in
            try store.files { _, digest in digest.map { digests.contains($0) } ?? false }
        }
    }

    private func asking<Answer>(
        _ question: () throws(ManifestError) -> Answer
    ) throws(CommandFailure) -> Answer {
        do throws(ManifestError) {
            return try question()
        } catch {
            throw ManifestFile.failure(error, settings)
        }
    }

    private mutating func write(_ report: HuntReport) throws(CommandFailure) {
        let writer = HuntWriter(style: console.style)
        let format = HuntFormat(rawValue: settings.format.value.rawValue) ?? .text
        try console.write { output in writer.write(report, as: format, to: output) }
    }
}
