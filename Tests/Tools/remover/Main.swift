import Inventory
import Linux
import Purge

/// Removes for tests and for the benchmark, in a process that can be killed or made to fail:
/// `empty FOLDER`, `finish FOLDER`, `entries FOLDER PATH…`.
///
/// Prints one line of counts and one for each remainder. Ends with 0 where nothing is left, with 1 where something is,
/// with 2 where nothing could be done.
@main
enum Remover {
    static func main() {
        do throws(SystemError) {
            HostProcess.exit(try run(ProcessArguments.arguments))
        } catch {
            say("error \(error)")
            HostProcess.exit(2)
        }
    }

    private static func run(_ arguments: [[UInt8]]) throws(SystemError) -> Int32 {
        guard arguments.count >= 2 else {
            say("remover empty FOLDER | finish FOLDER | entries FOLDER PATH…")
            return 2
        }
        let folder = try Descriptor.openFolder(withoutLinks: arguments[1])
        let steps = StepsToLive(variable("REMOVER_DIES").flatMap { Int($0) })
        let options = RemovalOptions(
            workers: workers, synchronizes: synchronizes,
            mayDo: { _ in
                steps.take()
                return true
            })
        let outcome: RemovalOutcome
        switch String(decoding: arguments[0], as: UTF8.self) {
        case "empty":
            armFault()
            outcome = try Removal.empty(folder, options: options)
        case "finish":
            let leftovers = try Removal.leftovers(in: folder)
            armFault()
            outcome = try Removal.finish(leftovers, in: folder, options: options)
        default:
            let entries = try arguments.dropFirst(2).map { (path) throws(SystemError) in try entry(path, folder) }
            armFault()
            let result = try Removal.remove(entries, from: folder, options: options)
            for (entry, outcome) in zip(entries, result.entries) {
                say("entry \(String(decoding: entry.path.bytes, as: UTF8.self)) \(outcome)")
            }
            outcome = result.removal
        }
        disarmFault()
        report(outcome)
        return outcome.isComplete ? 0 : 1
    }

    /// Past the C library's buffer, which nobody empties at the end.
    private static func say(_ line: String) {
        try? StandardStream.output.write(Array((line + "\n").utf8))
    }

    private static func variable(_ name: String) -> String? {
        ProcessArguments.environment.first { $0.name == Array(name.utf8) }
            .map { String(decoding: $0.value, as: UTF8.self) }
    }

    private static var workers: Int { variable("REMOVER_WORKERS").flatMap { Int($0) } ?? 2 }
    private static var synchronizes: Bool { variable("REMOVER_FORGETS") == nil }

    private static func armFault() {
        #if DEBUG
            if let fault = variable("BEZOAR_FAIL_CALL"), !FailureHook.arm(from: fault) {
                say("error BEZOAR_FAIL_CALL is not understood")
                HostProcess.exit(2)
            }
        #endif
    }

    private static func disarmFault() {
        #if DEBUG
            FailureHook.disarm()
        #endif
    }

    /// An entry as it is now; a folder goes with all that is in it.
    private static func entry(_ path: [UInt8], _ folder: borrowing Descriptor) throws(SystemError) -> RemovalEntry {
        let status = try folder.openPath(beneath: (path + [0]).span).status()
        let identity = FileIdentity(
            device: status.device, inode: status.inode, size: status.size, modified: status.modified,
            changed: status.changed, mode: status.mode)
        return RemovalEntry(path: ByteString(path), identity: identity, isWholeFolder: true)
    }

    private static func report(_ outcome: RemovalOutcome) {
        say(
            "files=\(outcome.files) folders=\(outcome.folders) bytes=\(outcome.bytesFreed) left=\(outcome.leftCount) "
                + "appeared=\(outcome.appearedCount) trash=\(outcome.trash == nil ? 0 : 1) stopped=\(outcome.wasStopped)"
        )
        for remainder in outcome.left {
            let path = String(decoding: remainder.path.bytes, as: UTF8.self)
            let place = String(decoding: (remainder.place ?? remainder.path).bytes, as: UTF8.self)
            say("left \(remainder.reason.rawValue) \(path) \(place) \(remainder.error?.description ?? "")")
        }
    }
}
