import TestSupport
import Testing

@testable import Report

@Suite struct TimestampTests {
    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (1_795_230_245_123_456_789, "2026-11-21T03:04:05.123Z"), (Int64.min, "1677-09-21T00:12:43.145Z"),
        (Int64.max, "2262-04-11T23:47:16.854Z"), (951_782_400_999_999_999, "2000-02-29T00:00:00.999Z"),
    ]) func known(nanoseconds: Int64, text: String) {
        #expect(Timestamp.rfc3339(nanoseconds: nanoseconds) == text)
    }

    @Test func saturatesBeyondFourDigitYears() {
        #expect(Timestamp.rfc3339(seconds: .min) == "0001-01-01T00:00:00.000Z")
        #expect(Timestamp.rfc3339(seconds: .max) == "9999-12-31T23:59:59.999Z")
        #expect(Timestamp.rfc3339(seconds: 0, milliseconds: 5_000) == "1970-01-01T00:00:00.999Z")
    }

    @Test func plainForPeople() {
        #expect(Timestamp.plain(nanoseconds: 1_795_230_245_123_456_789) == "2026-11-21 03:04:05 UTC")
    }

    /// Each end of each month of the years 1 to 9999, and random moments, against Python's calendar.
    @Test func agreesWithPythonsCalendar() throws {
        var numbers = SeededGenerator(seed: 4)
        var moments: [Int64] = [Timestamp.first, Timestamp.last]
        // A step that is no multiple of a day walks through all days and all hours.
        moments += stride(from: Timestamp.first, to: Timestamp.last, by: 9_876_543)
        for _ in 0..<2_000 { moments.append(Int64.random(in: Timestamp.first...Timestamp.last, using: &numbers)) }
        let output = Output()
        for moment in moments {
            let milliseconds = Int.random(in: 0...999, using: &numbers)
            output.write(
                "\(moment) \(milliseconds) \(Timestamp.rfc3339(seconds: moment, milliseconds: milliseconds))\n")
        }
        let answer = try complaints("moments", output.bytes)
        #expect(answer.isEmpty, "\(answer)")
    }
}
