import Glibc

/// A folder of its own for one test, removed with all that is in it when the value goes.
package final class ScratchFolder {
    /// Absolute path.
    package let path: String

    /// What kept a folder from being made.
    package struct Failure: Error {
        package var number: Int32
    }

    /// Makes the folder.
    package init() throws {
        var template = Array("/tmp/bezoar-test-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
        }
        guard let made else { throw Failure(number: errno) }
        path = made
    }

    deinit {
        _ = ChildProcess.run(["rm", "-rf", "--one-file-system", "--", path])
    }

    /// The path of something in the folder.
    package func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// A program that runs beside the test.
package struct ChildProcess {
    private let number: pid_t

    /// Starts a program, found along `PATH`. With `output`, its standard output goes into that file.
    package static func start(_ arguments: [String], output: String? = nil) -> ChildProcess? {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 1, output ?? "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        var number: pid_t = 0
        let result = unsafe posix_spawnp(&number, arguments.first ?? "", &actions, nil, &words, unsafe environ)
        return result == 0 ? ChildProcess(number: number) : nil
    }

    /// Ends the program at once, as `SIGKILL` does, and waits until it is gone.
    package func killNow() {
        kill(number, SIGKILL)
        _ = wait()
    }

    /// Waits for the end; the exit code, or 128 and the signal's number.
    package func wait() -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(number, &status, 0) < 0 && errno == EINTR {}
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    }

    /// Runs a program to its end; its exit code, or -1 where it cannot be started.
    package static func run(_ arguments: [String], output: String? = nil) -> Int32 {
        start(arguments, output: output)?.wait() ?? -1
    }

    /// Waits a while.
    package static func pause(microseconds: UInt32) {
        usleep(microseconds)
    }

    /// Value of an environment variable.
    package static func environment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
