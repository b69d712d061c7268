import Inventory
import Linux
import Purge

/// Puts files into quarantines for tests: `loop QUARANTINE FOLDER` puts, drops and restores until somebody kills it.
@main
enum QuarantineWriter {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, arguments[1] == "loop" else {
            return print("quarantine-writer loop QUARANTINE FOLDER")
        }
        try loop(ByteString(arguments[2]), Array(arguments[3].utf8))
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
            print(entry.id)
            if kept.count > 6 { try store.drop(kept.removeFirst()) }
            if round % 4 == 0 {
                try OwnFile.remove(folder + [UInt8(ascii: "/")] + name)
                _ = try store.restore(entry.id, beneath: cache)
            }
        }
    }
}
