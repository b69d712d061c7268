/// A second thread for one piece of work, gone when that is done.
///
/// Dispatch keeps the threads it has made. One from before the process locked itself in (`Jail`, `Landlock`) would stay
/// outside of that for ever, so what runs earlier uses this.
package enum SideThread {
    /// Does both at once, and comes back when both are done. Where no thread is to be had, `side` is done afterwards:
    /// so it may wait for `main`, and not the other way round.
    package static func run<Result>(_ side: @escaping @Sendable () -> Void, beside main: () -> Result) -> Result {
        do throws(SystemError) {
            let thread = try WorkThread(side)
            let result = main()
            thread.join()
            return result
        } catch {
            let result = main()
            side()
            return result
        }
    }
}
