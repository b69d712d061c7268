/// How far an audit has come, as one line for a terminal. Whoever counts draws it, erases it and draws it again.
///
/// ```
///  12,345 of 200,000 files (6%)  1,234 MiB  5,210 files/s  812 folders  36 s left
///  12,345 files  1,234 MiB  5,210 files/s  812 folders                              nothing known of a last scan
/// ```
package struct Progress: Sendable, Hashable {
    /// Nothing is foretold before this much time has passed.
    static let settlingTime: Int64 = 2_000_000_000
    /// Seconds; a longer time is a guess that helps nobody.
    static let longestForecast: Int128 = 360_000

    package var files: Int
    /// Bytes read.
    package var bytes: Int64
    package var directories: Int
    /// Nanoseconds since the start.
    package var elapsed: Int64
    /// Files of the last scan, where there was one.
    package var expectedFiles: Int?

    package init(
        files: Int = 0, bytes: Int64 = 0, directories: Int = 0, elapsed: Int64 = 0, expectedFiles: Int? = nil
    ) {
        self.files = files
        self.bytes = bytes
        self.directories = directories
        self.elapsed = elapsed
        self.expectedFiles = expectedFiles
    }

    /// What removes the line again: back to the first column, and clear the line.
    package static let erase = "\r\u{1b}[2K"

    /// The line, without a line break and shorter than the terminal is wide. What is least needed goes first where
    /// it is narrow.
    package func line(width: Int) -> String {
        // The last column stays free: some terminals begin a new line when it is filled.
        let room = max(1, width) - 1
        var parts = [count, size]
        if let rate { parts.append(Human.count(rate) + " files/s") }
        parts.append(Human.counted(directories, "folder"))
        let end = timeLeft.map { "  " + $0 } ?? ""
        while !parts.isEmpty {
            let line = parts.joined(separator: "  ") + end
            if line.utf8.count <= room { return line }
            parts.removeLast()
        }
        return ""
    }

    /// Bytes read, in steps that are seen to move while one large file is read: the count of files stands still then.
    private var size: String {
        let mebibyte: Int64 = 1 << 20
        return bytes < 1024 * mebibyte ? Human.size(bytes) : Human.count(bytes / mebibyte) + " MiB"
    }

    private var count: String {
        guard let expected = usefulExpectation else { return Human.counted(files, "file") }
        let percent = Int128(files) * 100 / Int128(expected)
        return Human.count(files) + " of " + Human.count(expected) + " files (" + String(percent) + "%)"
    }

    /// The expectation, as long as it is not passed.
    private var usefulExpectation: Int? {
        guard let expectedFiles, expectedFiles > 0, files >= 0, files <= expectedFiles else { return nil }
        return expectedFiles
    }

    /// Files in a second since the start. Products of two 64-bit numbers need the wider type, here and below.
    private var rate: Int128? {
        guard elapsed > 0, files > 0 else { return nil }
        return (Int128(files) * 1_000_000_000 + Int128(elapsed) / 2) / Int128(elapsed)
    }

    private var timeLeft: String? {
        guard let expected = usefulExpectation, files > 0, elapsed >= Self.settlingTime else { return nil }
        let left = Int128(elapsed) * Int128(expected - files) / Int128(files)
        // Rounded up to whole seconds: "0 s left" is no help while something is left.
        let seconds = (left + 999_999_999) / 1_000_000_000
        guard seconds < Self.longestForecast, let whole = Int64(exactly: seconds) else { return nil }
        return whole < 60 ? String(whole) + " s left" : Human.duration(nanoseconds: whole * 1_000_000_000) + " left"
    }
}
