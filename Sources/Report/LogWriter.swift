package import Inventory

/// Writes one event of the agent as one line.
///
/// ```
///  text   job-finished: audit: clean after 12.3 s, exit code 0
///  json   {"time":"2026-11-21T19:02:11.120Z","level":"info","event":"job-finished","message":"…","job":"audit",…}
/// ```
///
/// Text has no time: journals and container engines keep their own. Where the reader is a journal, a line begins with
/// the level that it understands (`<4>`).
package struct LogWriter: Sendable {
    /// How lines are written; the raw value is the word in the configuration.
    package enum Format: String, Sendable, CaseIterable {
        case text, json
    }

    private let format: Format
    private let hasPriority: Bool

    /// `hasPriority` puts the journal's level before a line of text.
    package init(_ format: Format, hasPriority: Bool = false) {
        self.format = format
        self.hasPriority = hasPriority
    }

    /// The line of an event, with its newline.
    package func line(of event: LogEvent) -> [UInt8] {
        switch format {
        case .text: Array(text(event).utf8)
        case .json: json(event)
        }
    }

    private func text(_ event: LogEvent) -> String {
        let priority =
            switch event.level {
            case .info: "<6>"
            case .warning: "<4>"
            case .error: "<3>"
            }
        let level = event.level == .info ? "" : event.level.rawValue + ": "
        return (hasPriority ? priority : "") + "\(level)\(event.name): \(Escape.prose(event.message))\n"
    }

    private func json(_ event: LogEvent) -> [UInt8] {
        let output = Output()
        var json = JSONWriter(to: output)
        json.object { json in
            json.member("time", time: event.time)
            json.member("level", event.level.rawValue)
            json.member("event", event.name)
            json.member("message", Escape.prose(event.message))
            for field in event.fields {
                switch field.value {
                case .text(let text): json.member(field.name, text)
                case .bytes(let bytes): json.member(field.name, bytes)
                case .number(let number): json.member(field.name, number)
                case .span(let span): json.member(field.name, secondsOf: span)
                }
            }
        }
        json.finish()
        return output.bytes
    }
}
