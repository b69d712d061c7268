import Linux

/// Whether the tasks of this host wait for each other, as the kernel sees it (`/proc/pressure`, Linux 4.20).
package struct PressureGauge: Sendable {
    /// Where the kernel tells.
    package static let usualFolder: [UInt8] = Array("/proc/pressure".utf8)

    private let folder: [UInt8]
    /// Nanoseconds between two looks.
    package let every: Int64

    /// Reads below a folder; a test brings its own, and has less time.
    package init(folder: [UInt8] = usualFolder, every: Int64 = 5 * TimeSpan.second) {
        self.folder = folder
        self.every = every
    }

    /// The higher one of the pressures on processors and disks, in whole percents of the last ten seconds; `nil` where
    /// the kernel does not tell.
    package func read() -> Int? {
        ["/cpu", "/io"].compactMap { name in
            (try? OwnFile.read(folder + Array(name.utf8), limit: PressureText.byteLimit))
                .flatMap { PressureText.some10($0) }
        }.max()
    }
}
