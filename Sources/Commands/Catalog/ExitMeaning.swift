/// What an exit code means for one command.
package struct ExitMeaning: Sendable {
    package let code: ExitCode
    package let meaning: String

    /// The general meaning, unless the command has a better one.
    package init(_ code: ExitCode, _ meaning: String? = nil) {
        self.code = code
        self.meaning = meaning ?? code.meaning
    }

    /// For commands that judge nothing.
    static let plain = [ExitMeaning(.clean, "Done."), ExitMeaning(.usage), ExitMeaning(.failed)]
}
