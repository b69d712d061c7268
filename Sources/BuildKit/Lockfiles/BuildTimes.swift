import Inventory

/// Builds by the time in which they ran and held what they used.
struct BuildTimes {
    private struct Window {
        var started: Int64
        var finished: Int64
        /// Its place in the list.
        var build: Int
    }

    private let builds: [Build]

    /// In the order of their starts.
    private let windows: [Window]
    /// The time that the longest one took: none that began earlier can still be running.
    private let longest: Int64
    /// Windows that are still looked at, over all questions.
    private(set) var looksLeft = 50_000_000

    /// Of builds whose times are known.
    init(_ builds: [Build]) {
        var windows: [Window] = []
        var longest: Int64 = 0
        for (index, build) in builds.enumerated() {
            guard let started = build.started, let end = build.finished, started <= end else { continue }
            let finished = LocalSource.release(after: end)
            windows.append(Window(started: started, finished: finished, build: index))
            let (time, overflows) = finished.subtractingReportingOverflow(started)
            longest = max(longest, overflows ? .max : time)
        }
        self.builds = builds
        self.windows = windows.sorted { $0.started < $1.started }
        self.longest = longest
    }

    /// The builds that held something at a time, the newest ones where there are more than so many.
    mutating func builds(at time: Int64, atMost limit: Int) -> [Build] {
        var low = 0
        var high = windows.count
        while low < high {
            let middle = (low + high) / 2
            if windows[middle].started <= time { low = middle + 1 } else { high = middle }
        }
        let (earliest, overflows) = time.subtractingReportingOverflow(longest)
        var result: [Build] = []
        for window in windows[..<low].reversed() {
            looksLeft -= 1
            if looksLeft < 0 || result.count == limit || !overflows && window.started < earliest { break }
            if window.finished >= time { result.append(builds[window.build]) }
        }
        return result
    }
}
