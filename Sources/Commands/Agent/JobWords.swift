import Inventory
import Service

/// The command line of each job, made from that of the agent.
struct JobWords {
    /// The agent's own flags, as they were typed.
    let occurrences: [FlagOccurrence]
    let settings: Settings

    /// What is due for a purge is chosen by the configuration alone, and no other flag may choose with it.
    private static let notForPurges = [TreeFlag().name]

    /// The words behind the program's name. `metrics` is the file for the job's numbers, where
    /// there can be one.
    func words(of job: AgentJob, metrics: ByteString?) -> [[UInt8]] {
        guard let command = CommandList.find([job.rawValue]) else { return [] }
        var words = command.path.map { Array($0.utf8) }
        for occurrence in occurrences {
            let name = occurrence.flag.name
            guard command.flags.contains(where: { $0.name == name }),
                !(job == .purge && Self.notForPurges.contains(name))
            else { continue }
            words.append(Array(occurrence.flag.spelling.utf8))
            if !occurrence.flag.grammar.isToggle { words.append(occurrence.value) }
        }
        if job == .purge { words += [PolicyFlag().spelling, ApplyFlag().spelling].map { Array($0.utf8) } }
        // People read the report; how the configuration wants others written is another matter.
        let fixed = ["format": "text", "color": "never", "no-progress": ""]
        for (name, value) in fixed.sorted(by: { $0.key < $1.key }) {
            add(name, Array(value.utf8), of: command, to: &words)
        }
        if job == .audit, let pace = settings.agentMaxRead.value {
            add(MaxReadFlag().name, Array(String(pace).utf8), of: command, to: &words)
        }
        if job == .audit, let report = settings.agentReport.value {
            add(ReportFileFlag().name, report.bytes, of: command, to: &words)
        }
        if let metrics { add("metrics", metrics.bytes, of: command, to: &words) }
        return words
    }

    private func add(_ name: String, _ value: [UInt8], of command: any Command, to words: inout [[UInt8]]) {
        guard let flag = command.flags.first(where: { $0.name == name }) else { return }
        words.append(Array(flag.spelling.utf8))
        if !flag.grammar.isToggle { words.append(value) }
    }
}
