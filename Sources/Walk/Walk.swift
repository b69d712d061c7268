import Dispatch
import Hashing
package import Inventory
import Linux

/// Walks caches in parallel and hashes what is new in them.
///
/// ```
///  roots ─► Frontier (stack of folders) ─► worker 1 ─┐
///                    ▲      │              worker 2 ─┼─► BatchChannel ─► receiver, on the caller's thread
///                    └──────┘              worker n ─┘   (bounded)
/// ```
///
/// Each worker takes the deepest waiting folder, lists it part by part, looks at the files and leaves the folders
/// found on the stack. A worker without work is given half of what another still has to do in a large folder.
package enum Walk {
    /// How a walk ended.
    package struct Outcome: Sendable {
        /// It was told to stop before all was seen.
        package var wasCancelled: Bool
        /// A worker could not work at all (libcrypto refused, no memory).
        package var failure: String?
        /// How often the folders were looked at; more than once where something was changed meanwhile.
        package var looks: Int
        /// Nothing was walked, because this process may start no thread; `failure` says why.
        package var hadNoThread: Bool

        package init(wasCancelled: Bool, failure: String?, looks: Int = 1, hadNoThread: Bool = false) {
            self.wasCancelled = wasCancelled
            self.failure = failure
            self.looks = looks
            self.hadNoThread = hadNoThread
        }
    }

    /// Walks the roots. `receive` gets each batch, `tick` is called at least ten times a second; both on the thread
    /// that calls this. When `receive` throws, the walk stops and the error is thrown on.
    package static func run<Failure: Error>(
        _ roots: [WalkRoot], options: WalkOptions, known: any KnownFiles, progress: WalkProgress = WalkProgress(),
        isCancelled: @escaping @Sendable () -> Bool, tick: () -> Void = {},
        receive: (FileBatch) throws(Failure) -> Void
    ) throws(Failure) -> Outcome {
        let shared = WalkShared(
            roots: roots, options: options, known: known, opensFirst: known.isEmpty, frontier: Frontier(),
            channel: BatchChannel(capacity: options.batchesUnderWay), hardLinks: HardLinks(),
            looks: Looks(later: options.laterLooks), progress: progress, isCancelled: isCancelled,
            failures: FailureNote(),
            pace: options.bytesPerSecond.map { ReadPace(bytesPerSecond: $0, isCancelled: isCancelled) })
        for root in roots { root.restlessness.reset() }
        // Last on the stack is first walked: turn the order round.
        shared.frontier.push(roots.reversed().map { Work.open(Folder(root: $0)) })
        let first: WorkThread
        do throws(SystemError) {
            shared.channel.writerBegins()
            first = try WorkThread { work(shared) }
        } catch {
            shared.frontier.stop()
            return Outcome(wasCancelled: isCancelled(), failure: "\(error)", hadNoThread: true)
        }
        startHelpers(shared)
        do throws(Failure) {
            try take(from: shared, tick, receive)
        } catch {
            shared.frontier.stop()
            shared.channel.close()
            first.join()
            shared.channel.waitForWriters()
            throw error
        }
        first.join()
        return Outcome(
            wasCancelled: isCancelled(), failure: shared.failures.first, looks: shared.looks.number + 1)
    }

    /// Starts all workers but the first with Dispatch. Where there is no thread to be had, Dispatch tries again for
    /// ever, on the thread that asks it: so that is one on which nobody waits, and the walk goes on with those workers
    /// that began. One that begins when all is done finds nothing to do.
    private static func startHelpers(_ shared: WalkShared) {
        guard shared.options.jobs > 1 else { return }
        _ = try? WorkThread {
            for number in 1..<shared.options.jobs {
                // A serial queue for each worker: Dispatch gives such a queue a thread of its own. The pool behind
                // concurrent queues is watched through /proc, and Dispatch ends the process where there is none
                // (`Jail`).
                DispatchQueue(label: "bezoar.walk.\(number)").async {
                    shared.channel.writerBegins()
                    work(shared)
                }
            }
        }
    }

    /// What each worker's thread does, after it was counted as a writer.
    private static func work(_ shared: WalkShared) {
        do throws(HashError) {
            var worker = try Worker(shared)
            worker.run()
        } catch {
            shared.failures.note("\(error)")
            shared.frontier.stop()
        }
        shared.channel.writerIsDone()
    }

    /// Hands on what the workers send until they are done.
    private static func take<Failure: Error>(
        from shared: WalkShared, _ tick: () -> Void, _ receive: (FileBatch) throws(Failure) -> Void
    ) throws(Failure) {
        while true {
            switch shared.channel.receive(waiting: 100) {
            case .batches(let batches):
                for batch in batches { try receive(batch) }
                tick()
            case .nothing: tick()
            case .end: return
            }
        }
    }
}
