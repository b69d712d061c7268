import Dispatch
import Inventory
import Linux
import Synchronization

/// Deletes folders with several workers. What the workers of one deletion share.
final class Deletion: Sendable {
    let options: RemovalOptions
    let stack = DeletionStack()
    /// Opens files without opening devices: needed to take flags off. `nil` where there is no /proc.
    private let opener: RegularFileOpener?
    /// Where folders are brought up to that lie too deep; `nil` where there is no trash.
    let bin: DoomedFolder?
    /// What was done and what stays.
    private let outcome = Guarded(RemovalOutcome())
    /// Entries of a trash of single entries that are gone for sure: this process has taken their names.
    private let gone = Guarded(Set<[UInt8]>())
    /// Held while a file with several names is removed: two workers that remove the last two names at one time would
    /// each see the other's.
    private let severalNames = Guarded(())

    /// For folders of the file system that `directory` lies on.
    init(_ options: RemovalOptions, near directory: HeldFolder, bin: DoomedFolder?) {
        self.options = options
        self.bin = bin
        opener = try? RegularFileOpener(for: directory.descriptor)
    }

    /// Opens a regular file for reading, to see and set its flags.
    func openFile(_ name: Span<UInt8>, in folder: borrowing Descriptor) -> Descriptor? {
        switch opener {
        case .none: nil
        case .some(let opener): (try? opener.open(name, in: folder)) ?? nil
        }
    }

    /// Removes entries of folders that stay; what is a folder is left on the stack for `run`.
    func begin(with entries: [(folder: DoomedFolder, name: [UInt8])]) {
        var worker = DeletionWorker(self)
        worker.remove(entries)
    }

    /// Deletes what is on the stack, and what is found below, until nothing more can be done.
    func run() -> RemovalOutcome {
        if options.workers > 1 {
            // Where there is no thread to be had, Dispatch tries again for ever, on the thread that asks it: so that is
            // one on which nobody waits.
            _ = try? WorkThread {
                for number in 1..<self.options.workers {
                    // A serial queue for each: Dispatch gives such a queue a thread of its own.
                    DispatchQueue(label: "bezoar.removal.\(number)").async {
                        guard self.stack.helperBegins() else { return }
                        var worker = DeletionWorker(self)
                        worker.run()
                        self.stack.helperEnds()
                    }
                }
            }
        }
        var worker = DeletionWorker(self)
        worker.run()
        stack.waitForHelpers()
        var result = outcome.withLock { $0 }
        if stack.wasStopped { result.wasStopped = true }
        return result
    }

    /// Notes that an entry of a folder stays; an empty name stands for the folder itself.
    func note(_ entry: [UInt8], of folder: DoomedFolder, _ reason: RemovalRemainder.Reason, _ error: SystemError?) {
        let (origin, place) = folder.paths(of: entry)
        let remainder = RemovalRemainder(
            path: ByteString(origin), place: place.map { ByteString($0) }, reason: reason, error: error)
        outcome.withLock { $0.note(remainder) }
    }

    /// Notes that an entry of a trash of single entries is gone.
    func noteGone(_ name: [UInt8]) {
        _ = gone.withLock { $0.insert(name) }
    }

    /// Entries that were noted as gone.
    var goneNames: Set<[UInt8]> { gone.withLock { $0 } }

    /// Adds what a worker did.
    func add(_ part: RemovalOutcome) {
        outcome.withLock { $0.add(part) }
    }

    /// Runs `body` while nobody else does.
    func withSeveralNames<Result>(_ body: () throws(SystemError) -> Result) throws(SystemError) -> Result {
        try severalNames.withLock { (_) throws(SystemError) in try body() }
    }
}
