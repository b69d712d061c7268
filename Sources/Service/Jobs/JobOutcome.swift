package import Linux

/// How a job ended; the raw value is the word in logs and labels.
package enum JobOutcome: String, Sendable, CaseIterable {
    case clean, findings, incomplete, failed, interrupted

    /// Judges by the way the child ended, and by why it was told to stop, where it was.
    package init(_ ending: ChildProcess.Ending, stopped: JobStop?) {
        switch ending {
        case .exit(0): self = .clean
        case .exit(1): self = .findings
        case .exit(3): self = .incomplete
        case .exit(130), .signal(Signals.interrupt), .signal(Signals.terminate):
            // Out of time: what was done counts, and what was not is missing.
            self = stopped == .deadline ? .incomplete : .interrupted
        default: self = stopped == .ending && ending == .signal(Signals.kill) ? .interrupted : .failed
        }
    }

    /// Whether all was done that was to be done, whatever was found.
    package var isWhole: Bool { self == .clean || self == .findings }
}

/// Why the agent told a job to stop.
package enum JobStop: String, Sendable {
    /// It took too long.
    case deadline
    /// The agent itself is to end.
    case ending
}
