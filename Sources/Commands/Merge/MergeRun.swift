import Bytes
import Inventory
import Linux
import Report

/// `bezoar merge`: which of many hosts hold it, since when; and which hosts cannot say.
struct MergeRun {
    private enum Limit {
        /// Bytes of a list of hosts, and names in it.
        static let list = 16 << 20
        static let hosts = 100_000
    }

    private let settings: Settings
    private var console: Console

    init(_ settings: Settings) {
        self.settings = settings
        console = Console(settings)
    }

    /// Reads the reports at these paths and answers what the flags ask.
    mutating func run(_ paths: [ByteString]) throws(CommandFailure) -> ExitCode {
        let questions = try questions()
        let expected = try expectedHosts()
        if let complaint = ConfinedOpen.complaint() { throw CommandFailure(complaint) }
        // Each report was written by another host, and one of these may be in other hands.
        if let complaint = Confinement.forReports(settings) { console.warn(complaint) }
        var collector = MergeCollector(
            questions, version: Version.current, asked: Clock.now, maxAge: settings.maxAge.value)
        let matcher = MergeMatcher(questions)
        var files = MergeFiles()
        for path in paths {
            files.read(path) { file, content in
                switch content {
                case .failure(let complaint): collector.note(file, complaint.reason, complaint.detail)
                case .success(let bytes):
                    do throws(ParseError) {
                        collector.add(try AuditReportReader.read(bytes, matcher), from: file)
                    } catch {
                        collector.note(file, .malformed, error.description)
                    }
                }
            }
        }
        let report = collector.finished(expecting: expected)
        if report.hosts.isEmpty && report.troubles.isEmpty {
            throw CommandFailure(
                "no report was found: name files, or folders with files that end in .json or .jsonl, as "
                    + "`bezoar audit --format json --output FILE` writes them")
        }
        try write(report, others: files.others)
        return Self.exit(report)
    }

    private static func exit(_ report: MergeReport) -> ExitCode {
        let isFound =
            report.questions.isEmpty
            ? report.hosts.contains { $0.audit?.outcome == .findings } : report.hitCount > 0
        return isFound ? .findings : report.isComplete ? .clean : .incomplete
    }

    /// What the flags ask, in their order.
    private func questions() throws(CommandFailure) -> [MergeQuestion] {
        var questions: [MergeQuestion] = []
        for word in settings.finds.value {
            do throws(HuntQuestionError) {
                questions.append(.hunt(try HuntQuestion(word)))
            } catch {
                throw CommandFailure("--find \(Quotation.text(word.bytes)): \(error.sentence)", exit: .usage)
            }
        }
        questions += settings.nameTexts.value.map { .hunt(.text($0)) }
        return questions + settings.findingRules.value.map { .rule($0) }
    }

    /// Names of hosts that should have sent a report: one a line, with comments behind `#`.
    private func expectedHosts() throws(CommandFailure) -> [ByteString] {
        guard let path = settings.hostList.value else { return [] }
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try OwnFile.read(path.bytes, limit: Limit.list)
        } catch {
            throw CommandFailure(path, "the list of hosts cannot be read: \(error)")
        }
        var names: [ByteString] = []
        for (number, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        {
            let words = line.prefix { $0 != UInt8(ascii: "#") }.split { $0 <= UInt8(ascii: " ") }
            guard let name = words.first else { continue }
            guard words.count == 1, name.count <= AuditReportReader.Limit.host, names.count < Limit.hosts else {
                throw CommandFailure(
                    path, "line \(number + 1): one name of at most \(AuditReportReader.Limit.host) bytes is expected")
            }
            names.append(ByteString(Array(name)))
        }
        if names.isEmpty { throw CommandFailure(path, "the list of hosts names none") }
        return names
    }

    private mutating func write(_ report: MergeReport, others: Int) throws(CommandFailure) {
        if others > 0 {
            console.note(
                "\(Human.counted(others, "file")) with another ending than .json and .jsonl: not looked at")
        }
        let writer = MergeWriter(style: console.style)
        let format = HuntFormat(rawValue: settings.format.value.rawValue) ?? .text
        try console.write { output in writer.write(report, as: format, to: output) }
    }
}
