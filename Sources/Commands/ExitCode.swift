/// How the program ends. The one table of exit codes: help and man pages are written from it.
package enum ExitCode: Int32, Sendable, CaseIterable {
    case clean = 0
    case findings = 1
    case usage = 2
    case incomplete = 3
    case failed = 4
    case interrupted = 130

    /// What the code means where a command says nothing else.
    package var meaning: String {
        switch self {
        case .clean: "Done, and nothing to report."
        case .findings: "At least one finding at or above `--fail-on`."
        case .usage: "The command line, a variable or the configuration is wrong; nothing was done."
        case .incomplete: "Something could not be read or finished, and no finding reached `--fail-on`."
        case .failed: "The command failed; stderr says why."
        case .interrupted: "Stopped by a signal before the end."
        }
    }
}
