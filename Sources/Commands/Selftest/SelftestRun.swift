import Inventory
import Linux
import Report

/// `bezoar selftest`: poisons caches of its own and shows that each poison is caught.
///
/// ```
///  a folder of its own ─► for each case: a cache ─► the deed ─► the audit itself ─► as expected?
///        │                                                                             │
///        └────────── removed, whatever came (also after a signal) ◄── the table ◄──────┘
/// ```
///
/// It runs the same code as `bezoar audit` and `bezoar baseline`, in this process. Only Landlock stays off: it cannot
/// be taken back, and the folder must be removed from the one above it.
struct SelftestRun {
    private static let defaultPlace = Array("/tmp".utf8)

    private let settings: Settings
    private var console: Console

    init(_ settings: Settings) {
        self.settings = settings
        console = Console(settings)
    }

    /// Runs all cases and writes the table.
    mutating func run() throws(CommandFailure) -> ExitCode {
        do throws(SystemError) {
            // From here on a signal is noted, and the folder removed before the process ends of it.
            try Signals.catchStopRequests()
        } catch {
            throw CommandFailure("signals cannot be caught: \(error)")
        }
        let folder = try makeFolder()
        // Nothing between here and the removal throws.
        let report = runCases(in: folder)
        let remains = remove(folder)
        if let number = Signals.requested {
            if let remains { console.warn(remains) }
            Signals.die(of: number)
            return .interrupted
        }
        let writer = SelftestWriter(style: console.style)
        try console.write { output in writer.write(report, to: output) }
        if let remains { throw CommandFailure(remains) }
        return report.isPassed ? .clean : .failed
    }

    private func runCases(in folder: borrowing OwnTree) -> SelftestReport {
        var report = SelftestReport(version: Version.current)
        for (number, testCase) in SelftestCase.all.enumerated() {
            if Signals.requested != nil { break }
            report.rows.append(testCase.row(in: folder, number: number))
        }
        return report
    }

    /// Makes the folder, with a name that nobody can have prepared.
    private func makeFolder() throws(CommandFailure) -> OwnTree {
        let place = Self.temporaryPlace
        do throws(SystemError) {
            let name = try Host.randomBytes(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return try OwnTree(making: place + Array("/bezoar-selftest-\(name)".utf8))
        } catch {
            throw CommandFailure(ByteString(place), "no temporary folder could be made: \(error)")
        }
    }

    /// `TMPDIR`, where it is an absolute path.
    private static var temporaryPlace: [UInt8] {
        let name = Array("TMPDIR".utf8)
        guard let value = ProcessArguments.environment.first(where: { $0.name == name })?.value,
            value.first == UInt8(ascii: "/")
        else { return defaultPlace }
        return value
    }

    /// Removes the folder; what to say where that did not work.
    private func remove(_ folder: borrowing OwnTree) -> String? {
        do throws(SystemError) {
            try folder.removeAll()
            return nil
        } catch {
            return "\(Quotation.text(folder.path)) could not be removed: \(error)"
        }
    }
}
