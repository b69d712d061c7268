/// The program beside the tests that writes and reads databases with the library the daemons use. Built at the first
/// use, from Debian's package of that library.
package enum BoltWriter {
    private static let root = fixture("../..")
    private static let program = Result { () throws(Program.Failure) in try build() }

    private static func build() throws(Program.Failure) -> String {
        let program = root + "/.build/bolt-writer"
        let built = try Program.run(
            ["go", "build", "-o", program, "./Tests/Tools/bolt-writer"], in: root,
            environment: [
                "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": "", "CGO_ENABLED": "0",
                "GOCACHE": root + "/.build/go-cache",
            ])
        guard built.status == 0 else {
            throw Program.Failure(description: "bolt-writer cannot be built: \(built.errorText)")
        }
        return program
    }

    /// Runs it to its end and gives what it printed.
    @discardableResult
    package static func run(_ words: String...) throws -> [UInt8] {
        try run(words)
    }

    /// Runs it to its end and gives what it printed.
    @discardableResult
    package static func run(_ words: [String]) throws -> [UInt8] {
        let result = try Program.run([try program.get()] + words)
        guard result.status == 0 else { throw Program.Failure(description: result.errorText) }
        return result.output
    }

    /// Starts it.
    package static func start(_ words: String...) throws -> Program.Running {
        try Program.start([try program.get()] + words)
    }
}
