private import CLinux

/// A program that this process started, in a process group of its own, with what it says on pipes.
///
/// ```
///  this process ──fork──► setpgid, death signal, /dev/null, pipes, lowest priorities ──exec──► the program
///        ▲                                                                               │ stdout, stderr
///        └───────────────────────────────── pipes that do not wait ◄─────────────────────┘
/// ```
///
/// When the thread that started it ends, it gets SIGTERM: no child is left behind by a parent that was killed. Its end
/// must be seen with `reap`, or it stays as a dead entry in the list of processes.
package struct ChildProcess: ~Copyable, Sendable {
    /// How it ended.
    package enum Ending: Sendable, Equatable {
        case exit(Int32)
        /// By a signal that it did not catch.
        case signal(Int32)
    }

    /// What is started.
    package struct Command: Sendable {
        /// Path of the program.
        package var program: [UInt8]
        /// With the program's own name as the first.
        package var arguments: [[UInt8]]
        /// `NAME=value` each.
        package var environment: [[UInt8]]
        /// Whether it gets the lowest class of processor and disk time.
        package var isGentle: Bool

        package init(program: [UInt8], arguments: [[UInt8]], environment: [[UInt8]], isGentle: Bool) {
            self.program = program
            self.arguments = arguments
            self.environment = environment
            self.isGentle = isGentle
        }
    }

    /// Its process number, which is also that of its group.
    package let number: Int32
    /// What it writes to stdout; reading never waits.
    package let output: Descriptor
    /// What it writes to stderr; reading never waits.
    package let errors: Descriptor

    /// Starts a program.
    package init(starting command: Command) throws(SystemError) {
        let output = try Pipe()
        let errors = try Pipe()
        let arguments = try Self.joined(command.arguments)
        let environment = try Self.joined(command.environment)
        try mayFail(.fork)
        let isGentle: Int32 = command.isGentle ? 1 : 0
        let (outputNumber, errorsNumber) = (output.writing.number, errors.writing.number)
        let number = try unsafe withTerminated(command.program, .fork) { (path) throws(SystemError) -> Int32 in
            unsafe arguments.withUnsafeBufferPointer { arguments in
                unsafe environment.withUnsafeBufferPointer { environment in
                    guard let first = arguments.baseAddress, let second = environment.baseAddress else {
                        return -SystemError.invalid
                    }
                    var raw = unsafe CLinux_command(
                        path: path, arguments: first, arguments_size: arguments.count, environment: second,
                        environment_size: environment.count, output: outputNumber, errors: errorsNumber,
                        death_signal: Signals.terminate, is_gentle: isGentle)
                    return unsafe CLinux_spawn(&raw)
                }
            }
        }
        try check(number, .fork)
        self.number = number
        self.output = output.reading
        self.errors = errors.reading
    }

    /// Both ends; the one that is not taken over is closed.
    private struct Pipe: ~Copyable {
        let reading: Descriptor
        let writing: Descriptor

        init() throws(SystemError) {
            try mayFail(.pipe2)
            var reading: Int32 = -1
            var writing: Int32 = -1
            try unsafe check(CLinux_pipe(&reading, &writing), .pipe2)
            self.reading = Descriptor(owning: reading)
            self.writing = Descriptor(owning: writing)
        }
    }

    /// How it ended, `nil` while it runs. Must not be asked again afterwards.
    package func reap() throws(SystemError) -> Ending? {
        try mayFail(.waitpid)
        var status: Int32 = 0
        let result = unsafe CLinux_reap(number, &status)
        try check(result, .waitpid)
        if result == 0 { return nil }
        return status < 256 ? .exit(status) : .signal(status - 256)
    }

    /// Sends a signal to it and to all that it may have started.
    package func signal(_ signal: Int32) throws(SystemError) {
        try mayFail(.kill)
        try check(CLinux_signal_group(number, signal), .kill)
    }

    /// Texts end to end, each with its closing zero. One that holds a zero itself would become two.
    private static func joined(_ texts: [[UInt8]]) throws(SystemError) -> [UInt8] {
        var result: [UInt8] = []
        // An empty array may have no memory to point to.
        result.reserveCapacity(1)
        for text in texts {
            if text.contains(0) { throw SystemError(SystemError.invalid, .fork) }
            result += text
            result.append(0)
        }
        return result
    }
}
