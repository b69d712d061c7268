/// Prometheus' own checker of metrics and rules.
package enum Promtool {
    /// Where `packaging/setup` puts it, where no package has one on the path.
    private static let own = repositoryFile(".build/promtool/usr/bin/promtool")

    /// Its path; `nil` where there is none.
    package static let path: String? = {
        if Program.isInstalled("promtool") { return "promtool" }
        return Program.succeeds(["test", "-x", own]) ? own : nil
    }()

    /// Why a test is left out where there is none.
    package static let reason = "promtool is installed by packaging/setup"

    /// Runs it: what it says, and how it ended.
    package static func run(_ words: [String], input: [UInt8] = []) throws(Program.Failure) -> Program.Result {
        guard let path else { throw Program.Failure(description: reason) }
        return try Program.run([path] + words, input: input)
    }
}
