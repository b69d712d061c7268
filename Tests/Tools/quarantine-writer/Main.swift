import Inventory
import Linux
import Purge

/// Puts files into quarantines for tests: `loop QUARANTINE FOLDER` puts, drops and restores until somebody kills it.
/// `fail QUARANTINE FOLDER FIRST LAST` puts, restores and drops the file `folder/file`, and lets one call of the kernel
/// fail in each round.
@main
enum QuarantineWriter {
    static func main() throws {
        let words = CommandLine.arguments
        switch words.dropFirst().first {
        case "loop" where words.count == 4: try loop(ByteString(words[2]), Array(words[3].utf8))
        #if DEBUG
            case "fail" where words.count == 6:
                let numbers = (Int(words[4]) ?? 1)...(Int(words[5]) ?? 1)
                try FailingRounds(path: ByteString(words[2]), folder: Array(words[3].utf8)).run(numbers)
        #endif
        default: print("quarantine-writer loop QUARANTINE FOLDER | fail QUARANTINE FOLDER FIRST LAST")
        }
    }

    /// Files of three sizes, some of the same content, so that every step is under way at some moment.
    private static func loop(_ path: ByteString, _ folder: [UInt8]) throws {
        var store = try QuarantineStore.open(path, .write)
        let cache = try Descriptor.open(folder, [.directory])
        let started = UInt64(bitPattern: Clock.now)
        var kept: [String] = []
        for round in started... {
            let size = [10, 5_000, 700_000][Int(round % 3)]
            let content = [UInt8](repeating: UInt8(truncatingIfNeeded: round % 7 == 0 ? 7 : round), count: size)
            let name = Array("file-\(round % 5)".utf8)
            try OwnFile.replace(folder + [UInt8(ascii: "/")] + name, with: content)
            let file = try cache.openFile(beneath: (name + [0]).span)
            let entry = try store.put(
                QuarantineRequest(
                    why: .init(reason: "round \(round)"), cache: "/root/.cache/pip", folder: ByteString(folder),
                    path: ByteString(name)), from: file)
            kept.append(entry.id)
            // Not `print`: that gathers lines, and they would go with the process.
            try StandardStream.output.write(Array((entry.id + "\n").utf8))
            if kept.count > 6 { try store.drop(kept.removeFirst()) }
            if round % 4 == 0 {
                try OwnFile.remove(folder + [UInt8(ascii: "/")] + name)
                _ = try store.restore(entry.id, beneath: cache)
            }
        }
    }
}
