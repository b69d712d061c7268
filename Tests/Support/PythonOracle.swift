import Glibc

/// Asks a Python script what it thinks: the script reads all of its standard input and answers on standard output.
///
/// The interpreter is named by `BEZOAR_PYTHON`, else `python3`. Input and output are files without a name, so neither
/// side can wait for the other, whatever the amounts.
package enum PythonOracle {
    /// Why there is no answer.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    /// Runs a script to its end.
    package static func ask(script: String, input: [UInt8]) throws(Failure) -> [UInt8] {
        let asked = try unnamedFile()
        defer { close(asked) }
        let answered = try unnamedFile()
        defer { close(answered) }
        try write(input, to: asked)
        guard lseek(asked, 0, SEEK_SET) == 0 else { throw Failure(description: "the input cannot be rewound") }
        let status = try spawn(["python3", script], input: asked, output: answered)
        guard status == 0 else { throw Failure(description: "\(script) ended with status \(status)") }
        guard lseek(answered, 0, SEEK_SET) == 0 else { throw Failure(description: "the output cannot be rewound") }
        return try read(answered)
    }

    private static func unnamedFile() throws(Failure) -> CInt {
        var path: [CChar] = Array("/tmp/bezoar-oracle-XXXXXX".utf8CString)
        let file = unsafe mkstemp(&path)
        guard file >= 0 else { throw Failure(description: "no temporary file: errno \(errno)") }
        _ = unsafe unlink(path)
        // The child gets its copies as descriptors 0 and 1 and must not hold these as well.
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        return file
    }

    private static func write(_ bytes: [UInt8], to file: CInt) throws(Failure) {
        var done = 0
        while done < bytes.count {
            let written = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(file, buffer.baseAddress?.advanced(by: done), buffer.count - done)
            }
            guard written > 0 else { throw Failure(description: "the input cannot be written: errno \(errno)") }
            done += written
        }
    }

    private static func read(_ file: CInt) throws(Failure) -> [UInt8] {
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(file, buffer.baseAddress, buffer.count)
            }
            guard count >= 0 else { throw Failure(description: "the output cannot be read: errno \(errno)") }
            if count == 0 { return all }
            all.append(contentsOf: chunk[0..<count])
        }
    }

    private static func spawn(_ words: [String], input: CInt, output: CInt) throws(Failure) -> CInt {
        var words = words
        if let interpreter = unsafe getenv("BEZOAR_PYTHON") { words[0] = unsafe String(cString: interpreter) }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) }
        unsafe arguments.append(nil)
        defer { unsafe arguments.forEach { unsafe free($0) } }
        var child: pid_t = 0
        let failure = unsafe posix_spawnp(&child, words[0], &actions, nil, arguments, environ)
        guard failure == 0 else { throw Failure(description: "\(words[0]) cannot be started: errno \(failure)") }
        var status: CInt = 0
        while unsafe waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { throw Failure(description: "\(words[0]) was lost: errno \(errno)") }
        }
        return status
    }
}
