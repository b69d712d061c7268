import Hashing
import Inventory
import Linux
import SQLite

/// The program from its first to its last line: reads the words of the process, runs the command, ends with its code.
package enum BezoarProgram {
    /// Runs the command line of this process and returns the exit code.
    package static func main() -> Int32 {
        StandardStream.occupyClosed()
        CryptoLibrary.prepare()
        SQLiteLibrary.prepare()
        armFailureHook()
        Signals.ignoreFileSizeLimit()
        let result = CommandLineInterface.parse(
            arguments: ProcessArguments.arguments, environment: ProcessArguments.environment,
            readFile: readConfiguration)
        let exit: ExitCode
        switch result {
        case .print(let text, let code):
            let isWritten = (try? StandardStream.output.write(text)) != nil
            exit = isWritten ? code : .failed
        case .failure(let message, let code):
            try? StandardStream.error.write(Array((message + "\n").utf8))
            exit = code
        case .run(let invocation):
            exit = run(invocation)
        }
        reportCalls()
        return exit.rawValue
    }

    private static func run(_ invocation: Invocation) -> ExitCode {
        do throws(CommandFailure) {
            return try perform(invocation)
        } catch {
            for line in error.message.split(separator: "\n") {
                try? StandardStream.error.write(Array("bezoar: \(line)\n".utf8))
            }
            return error.exit
        }
    }

    /// Runs it, and leaves numbers about it where somebody asked for them, however it ends.
    private static func perform(_ invocation: Invocation) throws(CommandFailure) -> ExitCode {
        let metrics = try JobMetrics.open(MetricTask(invocation.job), invocation.settings)
        do throws(CommandFailure) {
            let exit = try perform(invocation, metrics)
            return metrics?.finish(exit) ?? exit
        } catch {
            _ = metrics?.finish(error.exit)
            throw error
        }
    }

    private static func perform(
        _ invocation: Invocation, _ metrics: JobMetrics?
    ) throws(CommandFailure) -> ExitCode {
        let settings = invocation.settings
        var audit = AuditRun(settings, metrics: metrics)
        var baseline = BaselineRun(settings)
        var lock = LockRun(settings)
        var intel = IntelRun(settings)
        var rules = RulesRun(settings)
        switch invocation.job {
        case .agent: return try AgentRun(settings).run()
        case .harvest:
            var harvest = HarvestRun(settings, metrics)
            return try harvest.run()
        case .caches:
            var caches = CachesRun(settings, metrics)
            return try caches.run()
        case .audit: return try audit.run()
        case .baselineAccept: return try baseline.accept()
        case .baselineDiff: return try baseline.diff()
        case .baselineExport(let file): return try baseline.export(to: file)
        case .baselineImport(let file): return try baseline.importFile(file)
        case .lockAdd(let paths): return try lock.add(paths)
        case .lockList: return try lock.list()
        case .lockRemove(let paths): return try lock.remove(paths)
        case .hunt(let questions):
            var hunt = HuntRun(settings, metrics: metrics)
            return try hunt.run(questions)
        case .merge(let paths):
            var merge = MergeRun(settings)
            return try merge.run(paths)
        case .incident(let file):
            var incident = IncidentRun(settings, metrics)
            return try incident.run(file)
        case .intelImport(let paths): return try intel.importFeeds(paths)
        case .intelList: return try intel.list()
        case .intelRemove(let names): return try intel.remove(names)
        case .purge(let plan):
            var purge = PurgeRun(settings, metrics)
            return try purge.run(plan)
        case .receipts(let number):
            var receipts = ReceiptsRun(settings)
            return try receipts.run(number)
        case .quarantineList, .quarantineShow, .quarantineRestore, .quarantineDrop:
            var quarantine = QuarantineRun(settings)
            return try quarantine.run(invocation.job)
        case .rulesList: return try rules.list()
        case .rulesExplain(let id): return try rules.explain(id)
        case .rulesCheck(let directory): return try rules.check(directory)
        case .doctor:
            var doctor = DoctorRun(settings)
            return try doctor.run()
        case .selftest:
            var selftest = SelftestRun(settings)
            return try selftest.run()
        case .version:
            var version = VersionRun(settings)
            return try version.run()
        case .text: return .clean
        }
    }

    /// Reads a configuration file.
    static func readConfiguration(_ path: ByteString) throws(FileUnavailable) -> [UInt8] {
        do throws(SystemError) {
            return try OwnFile.read(path.bytes, limit: ConfigurationFile.byteLimit)
        } catch {
            throw FileUnavailable(isMissing: error.number == SystemError.notFound, reason: error.text)
        }
    }

    /// The fault loop of the tests arms the hook through the environment; in release builds there is none.
    private static func armFailureHook() {
        #if DEBUG
            for (name, value) in ProcessArguments.environment where name == Array("BEZOAR_FAIL_CALL".utf8) {
                _ = FailureHook.arm(from: String(decoding: value, as: UTF8.self))
            }
        #endif
    }

    private static func reportCalls() {
        #if DEBUG
            FailureHook.disarm()
            for (name, _) in ProcessArguments.environment where name == Array("BEZOAR_COUNT_CALLS".utf8) {
                try? StandardStream.error.write(Array("calls \(FailureHook.callsSeen)\n".utf8))
            }
        #endif
    }
}
