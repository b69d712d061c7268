/// A command line that was understood and checked: what to do, and with which settings.
package struct Invocation: Sendable {
    /// The command's words, for messages: `baseline accept`.
    package let command: String
    /// What to do, with its positional arguments.
    package let job: Job
    /// Flags over variables over configuration file over defaults.
    package let settings: Settings
}
