private import CLinux

/// What the process was started with, as bytes: an argument is often a path, and a path need not be UTF-8 (the
/// standard library's `CommandLine.arguments` repairs such bytes, and would so open another file).
package enum ProcessArguments {
    /// Arguments without the program's name.
    package static var arguments: [[UInt8]] {
        var result: [[UInt8]] = []
        let count = Int(CommandLine.argc)
        let table = unsafe CommandLine.unsafeArgv
        for index in stride(from: 1, to: count, by: 1) {
            guard let text = unsafe table[index] else { break }
            unsafe result.append(bytes(text))
        }
        return result
    }

    /// The environment as pairs; an entry without `=` is left out.
    package static var environment: [(name: [UInt8], value: [UInt8])] {
        var result: [(name: [UInt8], value: [UInt8])] = []
        let table = unsafe CLinux_environment()
        var index = 0
        while let text = unsafe table[index] {
            let entry = unsafe bytes(text)
            if let mark = entry.firstIndex(of: UInt8(ascii: "=")) {
                result.append((Array(entry[..<mark]), Array(entry[(mark + 1)...])))
            }
            index += 1
        }
        return result
    }

    private static func bytes(_ text: UnsafePointer<CChar>) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while unsafe text[index] != 0 {
            unsafe result.append(UInt8(bitPattern: text[index]))
            index += 1
        }
        return result
    }
}

/// The process as the system sees it.
package enum HostProcess {
    /// Ends the process with a code, without waiting for other threads.
    package static func exit(_ code: Int32) -> Never {
        CLinux_exit(code)
    }
}
