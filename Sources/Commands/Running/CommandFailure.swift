package import Inventory
import Walk

/// Why a command ended without its result. The message is made safe for a terminal where it quotes bytes.
package struct CommandFailure: Error, Sendable, Equatable {
    /// One or more lines, without a closing newline.
    package var message: String
    package var exit: ExitCode

    /// By default the command failed (exit code 4).
    package init(_ message: String, exit: ExitCode = .failed) {
        self.message = message
        self.exit = exit
    }

    /// A failure that concerns a path.
    package init(_ path: ByteString, _ reason: String, exit: ExitCode = .failed) {
        self.init("\(Quotation.text(path.bytes)): \(reason)", exit: exit)
    }
    /// The walk could not begin.
    init(withoutThread outcome: Walk.Outcome) {
        self.init(
            "no thread could be started to read the caches: \(outcome.failure ?? "the reason is not known")\n"
                + "allow this process more of them: pids.max of its control group (TasksMax= of systemd, "
                + "--pids-limit of a container), ulimit -u")
    }
}
