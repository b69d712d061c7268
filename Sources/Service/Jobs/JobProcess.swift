package import Linux

/// A job that is running: the child, its time, and what it says, within bounds.
package final class JobProcess {
    /// Bounds of what is kept of a child's words; the rest is read and dropped, so that it never waits for us.
    package enum Limit {
        /// Bytes of its report.
        package static let report = 1 << 20
        /// Bytes of its complaints.
        package static let complaints = 64 << 10
        /// Reads in a row, so that a child that never stops talking does not stop the loop.
        static let reads = 64
    }

    package let job: AgentJob
    /// The file that it is about, of an incident.
    package let incident: IncidentFolder.Entry?
    /// Whether it may remove what the incident is about.
    package let isApplied: Bool
    /// Nanoseconds since 1970.
    package let started: Int64
    package var clock: RunClock
    package private(set) var report = BoundedBytes(limit: Limit.report)
    package private(set) var complaints = BoundedBytes(limit: Limit.complaints)
    private let child: ChildProcess
    private var buffer = ReadBuffer(capacity: 16 << 10)
    private var isOutputOpen = true
    private var isErrorsOpen = true

    /// Starts it.
    package init(
        _ job: AgentJob, _ command: ChildProcess.Command, clock: RunClock, started: Int64,
        incident: IncidentFolder.Entry? = nil, isApplied: Bool = false
    ) throws(SystemError) {
        child = try ChildProcess(starting: command)
        self.job = job
        self.incident = incident
        self.isApplied = isApplied
        self.started = started
        self.clock = clock
    }

    /// The child's process number, for logs.
    package var number: Int32 { child.number }

    /// The pipes that may still have something to read.
    package var entries: [PollEntry] {
        var entries: [PollEntry] = []
        if isOutputOpen { entries.append(PollEntry(child.output.number)) }
        if isErrorsOpen { entries.append(PollEntry(child.errors.number)) }
        return entries
    }

    /// Reads what the child has said, and says how it ended; `nil` while it runs.
    package func look() -> ChildProcess.Ending? {
        // Before the pipes: what it said before its end is in them then.
        let ending: ChildProcess.Ending?
        do throws(SystemError) {
            ending = try child.reap()
        } catch {
            // Nobody else takes our children's ends; whatever happened, it is not there any more.
            ending = .signal(Signals.kill)
        }
        if isOutputOpen { isOutputOpen = Self.drain(child.output, &buffer, into: &report) }
        if isErrorsOpen { isErrorsOpen = Self.drain(child.errors, &buffer, into: &complaints) }
        return ending
    }

    /// Tells the child what the clock says.
    package func tell(_ order: RunClock.Order) {
        switch order {
        case .pause: try? child.signal(Signals.stop)
        case .goOn: try? child.signal(Signals.goOn)
        case .stop:
            // At the agent's own end a manager may have told the whole group of processes already. A second signal of
            // one kind would end the child at once, with what it has not committed.
            try? child.signal(clock.stop == .ending ? Signals.interrupt : Signals.terminate)
            try? child.signal(Signals.goOn)
        case .kill: try? child.signal(Signals.kill)
        }
    }

    /// False at the end of the pipe.
    private static func drain(
        _ pipe: borrowing Descriptor, _ buffer: inout ReadBuffer, into bytes: inout BoundedBytes
    ) -> Bool {
        for _ in 0..<Limit.reads {
            do throws(SystemError) {
                if try buffer.readNext(from: pipe) == 0 { return false }
                bytes.add(buffer)
            } catch {
                return error.number == SystemError.tryAgain
            }
        }
        return true
    }
}
