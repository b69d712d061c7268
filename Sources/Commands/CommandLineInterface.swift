package import Inventory

/// The way from the process's words to a checked invocation. Pure: what it needs of the world comes in as values
/// and one closure, so that tests need no process.
package enum CommandLineInterface {
    /// Understands a command line.
    ///
    /// - Parameters:
    ///   - arguments: what follows the program's name. Bytes: a path need not be UTF-8.
    ///   - environment: all variables; those of Bezoar and `NO_COLOR` are looked at.
    ///   - readFile: reads the configuration file; it should refuse to read more than
    ///     `ConfigurationFile.byteLimit` bytes.
    package static func parse(
        arguments: [[UInt8]], environment: [(name: [UInt8], value: [UInt8])],
        readFile: (ByteString) throws(FileUnavailable) -> [UInt8]
    ) -> ParseResult {
        do throws(UsageError) {
            let line = try ParsedLine.read(arguments)
            switch line {
            case .shortHelp(let command): return printed(command.map { CommandHelp($0).short } ?? OverviewHelp.short)
            case .longHelp(let command): return printed(command.map { CommandHelp($0).long } ?? OverviewHelp.long)
            case .version: return printed(Version.line + "\n")
            case .nothing(let group):
                let help = group.map { CommandHelp($0).short } ?? OverviewHelp.short
                return .failure(message: String(help.dropLast()), exit: .usage)
            case .command(let command, let occurrences, let words):
                let job = try command.job(words)
                if case .text(let text) = job { return printed(text) }
                let merger = SettingsMerger(command: command, environment: environment)
                let settings = try merger.merge(occurrences, readFile: readFile)
                return .run(Invocation(command: command.words, job: job, settings: settings))
            }
        } catch {
            return .failure(message: error.text, exit: error.exit)
        }
    }

    private static func printed(_ text: String) -> ParseResult {
        .print(text: Array(text.utf8), exit: .clean)
    }
}
