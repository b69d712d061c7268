import Bytes
import TestSupport

/// The built program, driven from outside.
enum Agent {
    /// Longest time any run may take; what is not done then hangs.
    static let patience = 120

    /// The program beside the tests' own bundle.
    static let path = Program.built("bezoar")

    /// The interpreter of the tests' scripts.
    static let python = PythonOracle.interpreter

    /// Whether the tests may do what only root may.
    static let isRoot = (try? Program.run(["id", "-u"]))?.outputText == "0\n"

    /// How the program was built: only a debug build can be ended at a step, or fail at a call.
    #if DEBUG
        static let isDebug = true
    #else
        static let isDebug = false
    #endif

    /// Whether the long form of the random tests is asked for.
    static let isLong = Program.variable("BEZOAR_LONG_TESTS") == "1"

    /// Runs it to its end. `prefix` stands before it on the line: `strace …`, `setpriv …`.
    static func run(
        _ words: [String], under prefix: [String] = [], environment: [String: String] = [:], in folder: String? = nil
    ) throws -> Run {
        Run(try start(words, under: prefix, environment: environment, in: folder).wait(atMost: patience))
    }

    /// Starts it. The configuration of this host plays no part.
    static func start(
        _ words: [String], under prefix: [String] = [], environment: [String: String] = [:], in folder: String? = nil
    ) throws -> Program.Running {
        var environment = environment
        environment["BEZOAR_CONFIG"] = environment["BEZOAR_CONFIG"] ?? "/dev/null"
        // A crash shall be a signal at once, without a page of backtrace first.
        environment["SWIFT_BACKTRACE"] = "enable=no"
        return try Program.start(prefix + [path] + words, in: folder, environment: environment)
    }

    /// Waits until a started audit has its manifest, is locked in and catches signals: from then on it walks.
    static func waitUntilWalking(_ process: Program.Running) throws {
        for _ in 0..<5000 {
            guard process.isRunning else {
                throw Program.Failure(description: "the audit ended before it was looked at")
            }
            let status = try Program.run(["cat", "/proc/\(process.process)/status"]).outputText
            let caught = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") } ?? ""
            let mask = UInt64(caught.dropFirst(8), radix: 16) ?? 0
            // SIGTERM is caught after SIGINT.
            if mask & 1 << 14 != 0 { return }
            Program.pause(microseconds: 2000)
        }
        throw Program.Failure(description: "the audit never began to walk")
    }

    /// Runs a shell line in which `$B` is the program.
    static func shell(_ line: String, environment: [String: String] = [:]) throws -> Run {
        var environment = environment
        environment["B"] = path
        environment["BEZOAR_CONFIG"] = "/dev/null"
        environment["SWIFT_BACKTRACE"] = "enable=no"
        return Run(try Program.start(["bash", "-c", line], environment: environment).wait(atMost: patience))
    }

    /// Runs a Python script of the fixtures, and throws with its words where it is not content.
    @discardableResult
    static func script(_ name: String, _ words: [String]) throws -> String {
        let script = fixture("agent/\(name)")
        // Some try in the long run what they else take samples of.
        let result = try Program.start([python, script] + words).wait(atMost: isLong ? 60 * patience : patience)
        guard result.status == 0 else {
            throw Program.Failure(description: "\(name) \(words): \(result.outputText)\(result.errorText)")
        }
        return result.outputText
    }
}

/// How one run of the program ended.
struct Run {
    let status: Int32
    let output: [UInt8]
    let errors: [UInt8]

    init(_ result: Program.Result) {
        status = result.status
        output = result.output
        errors = result.errors
    }

    var text: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: errors, as: UTF8.self) }

    /// Whether a signal ended it that nobody sent: a trap, an abort, a wild pointer.
    var isCrash: Bool {
        let fatal: Set<Int32> = [4, 5, 6, 7, 8, 11]
        return status > 128 && fatal.contains(status - 128)
    }

    /// The JSON report on stdout.
    func report() throws -> AuditDocument {
        do {
            return AuditDocument(try JSON.parse(output))
        } catch {
            throw Program.Failure(description: "exit \(status), no report: \(error)\n\(text.prefix(500))\n\(errorText)")
        }
    }
}
