private import Glibc

/// A second thread for one piece of work, gone when that is done.
///
/// Dispatch keeps the threads it has made. One from before the process locked itself in (`Jail`, `Landlock`) would stay
/// outside of that for ever, so what runs earlier uses this.
package enum SideThread {
    /// What the thread does.
    private final class Errand: Sendable {
        let work: @Sendable () -> Void

        init(_ work: @escaping @Sendable () -> Void) {
            self.work = work
        }
    }

    /// Does both at once, and comes back when both are done. Where no thread is to be had, `side` is done afterwards:
    /// so it may wait for `main`, and not the other way round.
    package static func run<Result>(_ side: @escaping @Sendable () -> Void, beside main: () -> Result) -> Result {
        var thread = pthread_t()
        // The thread takes the errand over: it is released there, or below where there is no thread.
        let errand = unsafe Unmanaged.passRetained(Errand(side))
        let failure = unsafe pthread_create(
            &thread, nil,
            { argument in
                if let argument = unsafe argument {
                    unsafe Unmanaged<Errand>.fromOpaque(argument).takeRetainedValue().work()
                }
                return nil
            }, errand.toOpaque())
        let result = main()
        if failure == 0 {
            pthread_join(thread, nil)
        } else {
            unsafe errand.takeRetainedValue().work()
        }
        return result
    }
}
