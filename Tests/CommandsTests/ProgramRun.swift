import TestSupport

/// A program that a test runs on something the room has made.
struct ProgramRun {
    /// `nil` where the program is not installed.
    var exit: Int?
    /// stdout and stderr.
    var output: String

    /// Runs it to its end.
    init(_ words: [String], input: String = "") throws {
        let asked = words.joined(separator: "\n") + "\n\n" + input
        let script = fixture("commands/run.py")
        let answer = String(decoding: try PythonOracle.ask(script: script, input: Array(asked.utf8)), as: UTF8.self)
        let parts = answer.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let status = parts.first ?? ""
        exit = status.hasPrefix("exit ") ? Int(status.dropFirst(5)) : nil
        output = parts.count > 1 ? String(parts[1]) : ""
    }

    /// Whether the program is there, with a reason for the report where it is not.
    static func isInstalled(_ program: String) -> Bool {
        (try? ProgramRun([program, "--version"]))?.exit != nil
    }
}
