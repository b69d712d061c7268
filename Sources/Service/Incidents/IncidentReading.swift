/// What the agent needs to know of the content of an incident's file. Whoever makes the agent brings the reader.
package enum IncidentReading: Sendable, Equatable {
    /// It can be run; the name that it declares.
    case named(String)
    /// Its mistakes, each with file and line, fit for a terminal.
    case refused([String])
}
