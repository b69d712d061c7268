import Linux
import Synchronization

/// Does independent pieces of work at once.
package enum Together {
    private final class Progress<Result: Sendable>: Sendable {
        let next = Atomic(0)
        let results: Guarded<[Result?]>

        init(_ count: Int) {
            results = Guarded(Array(repeating: nil, count: count))
        }
    }

    /// Does all, on so many threads at most, this one among them; the results stand in the order of the work. Where the
    /// system has no thread to give, those that are there do it.
    package static func results<Result: Sendable>(of work: [@Sendable () -> Result], threads: Int) -> [Result] {
        let progress = Progress<Result>(work.count)
        let doNext: @Sendable () -> Void = {
            while true {
                let number = progress.next.add(1, ordering: .relaxed).oldValue
                guard number < work.count else { return }
                let result = work[number]()
                progress.results.withLock { $0[number] = result }
            }
        }
        spread(doNext, over: min(threads, work.count))
        return progress.results.withLock { $0.compactMap(\.self) }
    }

    private static func spread(_ work: @escaping @Sendable () -> Void, over threads: Int) {
        if threads <= 1 { return work() }
        SideThread.run(work) { spread(work, over: threads - 1) }
    }
}
