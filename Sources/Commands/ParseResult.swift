/// What came of a command line.
package enum ParseResult: Sendable {
    /// Run this.
    case run(Invocation)
    /// Print this on stdout and end.
    case print(text: [UInt8], exit: ExitCode)
    /// Print this on stderr, as it is and with a newline, and end. It starts with `bezoar: ` where it is an error.
    case failure(message: String, exit: ExitCode)
}
