import Testing

@testable import Report

@Suite struct ProgressTests {
    private let known = Progress(
        files: 12_345, bytes: 1_288_490_188, directories: 812, elapsed: 2_370_000_000, expectedFiles: 200_000)

    @Test func withAnExpectation() {
        #expect(
            known.line(width: 100)
                == "12,345 of 200,000 files (6%)  1,228 MiB  5,209 files/s  812 folders  37 s left")
    }

    @Test func withoutOne() {
        var progress = known
        progress.expectedFiles = nil
        #expect(progress.line(width: 100) == "12,345 files  1,228 MiB  5,209 files/s  812 folders")
        // More files than last time: nothing can be foretold.
        progress.expectedFiles = 10
        #expect(progress.line(width: 100) == "12,345 files  1,228 MiB  5,209 files/s  812 folders")
    }

    /// A count of files stands still while one large file is read.
    @Test func oneLargeFileIsSeenToMove() {
        let before = Progress(files: 3, bytes: 5 << 30)
        var after = before
        after.bytes += 1 << 20
        #expect(before.line(width: 60) != after.line(width: 60))
        #expect(after.line(width: 60).contains("5,121 MiB"))
    }

    @Test func nothingIsForetoldTooEarly() {
        var progress = known
        progress.elapsed = Progress.settlingTime - 1
        #expect(!progress.line(width: 100).contains("left"))
    }

    @Test func fitsEveryWidth() {
        for width in [Int.min, .max] + Array(-1...100) {
            let line = known.line(width: width)
            #expect(line.utf8.count < max(1, width))
        }
        #expect(known.line(width: 60) == "12,345 of 200,000 files (6%)  1,228 MiB  37 s left")
    }

    @Test func oddNumbersDoNoHarm() {
        for count in [Int.min, -1, 0, 1, .max] {
            for elapsed in [Int64.min, -1, 0, 1, 5_000_000_000, .max] {
                for expected in [Int.min, 0, 1, .max] {
                    let progress = Progress(
                        files: count, bytes: Int64(count), directories: count, elapsed: elapsed, expectedFiles: expected
                    )
                    #expect(progress.line(width: 200).utf8.count < 200)
                }
            }
        }
        #expect(
            Progress(files: 1, elapsed: 3_600_000_000_000, expectedFiles: 3).line(width: 90).hasSuffix(
                "  2 h 00 min left"))
    }
}
