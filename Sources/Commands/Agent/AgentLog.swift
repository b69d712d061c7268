import Inventory
import Linux
import Report

/// The agent's log on stdout.
struct AgentLog {
    private let writer: LogWriter

    /// Where systemd reads the stream (`JOURNAL_STREAM`), lines of text begin with their level.
    init(_ settings: Settings, environment: [(name: [UInt8], value: [UInt8])]) {
        let isJournal = environment.contains { $0.name == Array("JOURNAL_STREAM".utf8) }
        writer = LogWriter(settings.logFormat.value, hasPriority: isJournal)
    }

    /// Writes one event. A log that nobody takes is no reason to stop.
    func write(_ event: LogEvent) {
        try? StandardStream.output.write(writer.line(of: event))
    }

    /// Writes what no job is the cause of.
    func say(_ name: String, _ message: String, _ fields: [LogEvent.Field] = []) {
        write(LogEvent(time: Clock.now, level: .info, name: name, message: message, fields: fields))
    }

    /// Writes a warning that no job is the cause of.
    func warn(_ name: String, _ message: String) {
        write(LogEvent(time: Clock.now, level: .warning, name: name, message: message))
    }
}
