/// Asks a Python script what it thinks: the script reads all of its standard input and answers on standard output.
package enum PythonOracle {
    /// The interpreter: what `BEZOAR_PYTHON` names, else `python3`.
    package static var interpreter: String { Program.variable("BEZOAR_PYTHON") ?? "python3" }

    /// Runs a script to its end.
    package static func ask(script: String, input: [UInt8]) throws(Program.Failure) -> [UInt8] {
        let result = try Program.run([interpreter, script], input: input)
        guard result.status == 0 else {
            throw Program.Failure(description: "\(script) ended with status \(result.status): \(result.errorText)")
        }
        return result.output
    }
}
