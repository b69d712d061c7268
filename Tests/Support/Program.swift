import Glibc

/// Runs a program to its end and gathers what it prints.
package enum Program {
    /// How it ended and what it printed.
    package struct Result: Sendable {
        /// Exit status; 128 plus the number of the signal that ended it.
        package var status: Int32
        package var output: [UInt8]
        package var errors: [UInt8]

        package var outputText: String { String(decoding: output, as: UTF8.self) }
        package var errorText: String { String(decoding: errors, as: UTF8.self) }
    }

    /// Why it could not be run.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String

        package init(description: String) {
            self.description = description
        }
    }

    /// Whether a program of this name is installed.
    package static func isInstalled(_ name: String) -> Bool {
        ((try? run(["sh", "-c", "command -v " + name]))?.status ?? 1) == 0
    }

    /// The path of a program of this package: it lies beside the tests' own bundle.
    package static func built(_ name: String) -> String {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return "/" + bundle.split(separator: "/").dropLast().joined(separator: "/") + "/" + name
    }

    /// Runs a program found on the path, in `folder` if given, with further variables in its environment.
    package static func run(
        _ words: [String], in folder: String? = nil, environment: [String: String] = [:], input: [UInt8] = []
    ) throws(Failure) -> Result {
        try start(words, in: folder, environment: environment, input: input).wait()
    }

    /// Whether a program ran and ended with 0.
    package static func succeeds(_ words: [String]) -> Bool {
        (try? run(words))?.status == 0
    }

    /// Value of an environment variable of this process.
    package static func variable(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    /// Waits a while.
    package static func pause(microseconds: UInt32) {
        usleep(microseconds)
    }

    /// Starts a program and returns at once.
    package static func start(
        _ words: [String], in folder: String? = nil, environment: [String: String] = [:], input: [UInt8] = []
    ) throws(Failure) -> Running {
        let output = try unnamedFile()
        let errors = try unnamedFile()
        let asked = try unnamedFile()
        defer { close(asked) }
        try write(input, to: asked)
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, asked, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, errors, 2)
        // A shell changes the folder: the call that would do it is not in the C library's portable part.
        let words = folder.map { ["sh", "-c", "cd \"$0\" && exec \"$@\"", $0] + words } ?? words
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) }
        unsafe arguments.append(nil)
        defer { unsafe arguments.forEach { unsafe free($0) } }
        var variables: [UnsafeMutablePointer<CChar>?] = unsafe inherited(without: environment)
        for (name, value) in environment { unsafe variables.append(strdup("\(name)=\(value)")) }
        unsafe variables.append(nil)
        defer { unsafe variables.forEach { unsafe free($0) } }
        // The threads of the tests block all signals, and a program inherits that.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var noSignals = sigset_t()
        unsafe sigemptyset(&noSignals)
        unsafe posix_spawnattr_setsigmask(&attributes, &noSignals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var child: pid_t = 0
        let failure = unsafe posix_spawnp(&child, words[0], &actions, &attributes, arguments, variables)
        guard failure == 0 else {
            close(output)
            close(errors)
            throw Failure(description: "\(words[0]) cannot be started: errno \(failure)")
        }
        return Running(process: child, output: output, errors: errors)
    }

    /// A program that was started.
    package struct Running {
        /// Its process number.
        package let process: Int32
        fileprivate let output: CInt
        fileprivate let errors: CInt

        fileprivate init(process: Int32, output: CInt, errors: CInt) {
            self.process = process
            self.output = output
            self.errors = errors
        }

        /// Sends it a signal.
        package func signal(_ number: Int32) {
            kill(process, number)
        }

        /// Ends it at once, as `SIGKILL` does, and waits until it is gone.
        package func killNow() {
            signal(SIGKILL)
            _ = try? wait()
        }

        /// Waits for its end and gathers what it printed.
        package func wait() throws(Failure) -> Result {
            var status: CInt = 0
            while unsafe waitpid(process, &status, 0) < 0 {
                guard errno == EINTR else { throw lost() }
            }
            return try result(status)
        }

        /// Waits for its end, but not for ever: a program that still runs then is killed, and that is a failure.
        package func wait(atMost seconds: Int) throws(Failure) -> Result {
            let pause: UInt32 = 2000
            for _ in 0..<(seconds * 1_000_000 / Int(pause)) {
                var status: CInt = 0
                let number = unsafe waitpid(process, &status, WNOHANG)
                if number == process { return try result(status) }
                guard number == 0 || errno == EINTR else { throw lost() }
                usleep(pause)
            }
            signal(SIGKILL)
            let printed = try wait()
            throw Failure(description: "process \(process) hung for \(seconds) s; it said: \(printed.errorText)")
        }

        /// Whether it still runs; its end can be waited for afterwards.
        package var isRunning: Bool {
            var information = unsafe siginfo_t()
            let options = WEXITED | WNOHANG | WNOWAIT
            guard unsafe waitid(P_PID, id_t(bitPattern: process), &information, options) == 0 else { return false }
            return unsafe information.si_signo == 0
        }

        private func lost() -> Failure {
            Failure(description: "process \(process) was lost: errno \(errno)")
        }

        private func result(_ status: CInt) throws(Failure) -> Result {
            defer {
                close(output)
                close(errors)
            }
            let ended = status & 0x7f
            return Result(
                status: ended == 0 ? status >> 8 & 0xff : 128 + ended, output: try contents(output),
                errors: try contents(errors))
        }
    }

    private static func inherited(without names: [String: String]) -> [UnsafeMutablePointer<CChar>?] {
        var result: [UnsafeMutablePointer<CChar>?] = unsafe []
        var index = 0
        while let entry = unsafe environ[index] {
            let text = unsafe String(cString: entry)
            let name = String(text.prefix { $0 != "=" })
            if names[name] == nil { unsafe result.append(strdup(text)) }
            index += 1
        }
        return unsafe result
    }

    private static func unnamedFile() throws(Failure) -> CInt {
        var path: [CChar] = Array("/tmp/bezoar-program-XXXXXX".utf8CString)
        let file = unsafe mkstemp(&path)
        guard file >= 0 else { throw Failure(description: "no temporary file: errno \(errno)") }
        _ = unsafe unlink(path)
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        return file
    }

    /// Puts bytes into a file and goes back to its beginning.
    private static func write(_ bytes: [UInt8], to file: CInt) throws(Failure) {
        var done = 0
        while done < bytes.count {
            let written = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(file, buffer.baseAddress?.advanced(by: done), buffer.count - done)
            }
            guard written > 0 else { throw Failure(description: "the input cannot be written: errno \(errno)") }
            done += written
        }
        guard lseek(file, 0, SEEK_SET) == 0 else { throw Failure(description: "the input cannot be rewound") }
    }

    private static func contents(_ file: CInt) throws(Failure) -> [UInt8] {
        guard lseek(file, 0, SEEK_SET) == 0 else { throw Failure(description: "the output cannot be rewound") }
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(file, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw Failure(description: "the output cannot be read: errno \(errno)") }
            if count == 0 { return all }
            all.append(contentsOf: chunk[0..<count])
        }
    }
}
