import Inventory
import Report
import Testing

/// The table of the self-test: verdict, rows, and reasons below.
struct SelftestWriterTests {
    private func row(_ name: String, _ result: SelftestReport.Result, _ detail: String) -> SelftestReport.Row {
        SelftestReport.Row(name: name, deed: "a deed", expected: "a-rule", result: result, detail: detail)
    }

    private func text(_ rows: [SelftestReport.Row], _ detail: TextStyle.Detail = .normal, width: Int? = nil) -> String {
        let output = Output()
        let style = TextStyle(width: width, detail: detail)
        SelftestWriter(style: style).write(SelftestReport(version: "0.1.0", rows: rows), to: output)
        return output.text
    }

    private var good: [SelftestReport.Row] {
        [
            row("nothing", .clean, "nothing"), row("link", .caught, "high a-rule: a link"),
            row("node", .skipped, "no root"),
        ]
    }

    @Test func allIsWell() {
        #expect(
            text(good) == """
                PASSED: 1 case caught, 1 clean cache left alone, 1 skipped

                CASE     WHAT WAS DONE  EXPECTED  RESULT
                nothing  a deed         a-rule    clean
                link     a deed         a-rule    caught
                node     a deed         a-rule    skipped

                Skipped
                  node: no root

                """)
    }

    @Test func somethingIsMissed() {
        let rows = [row("link", .missed, "nothing"), row("node", .failed, "no memory")] + good
        let words = text(rows)
        #expect(words.hasPrefix("FAILED: 1 case was missed, 1 case could not be run, 1 case caught, "))
        #expect(words.contains("\nlink     a deed         a-rule    MISSED\n"))
        #expect(words.contains("\nMissed\n  link: expected a-rule, the audit said: nothing\n"))
        #expect(words.contains("\nCould not be run\n  node: no memory\n"))
    }

    @Test func quietSaysOnlyWhatWasMissed() {
        #expect(text(good, .quiet) == "")
        let words = text([row("link", .missed, "nothing")] + good, .quiet)
        #expect(
            words == """
                FAILED: 1 case was missed, 1 case caught, 1 clean cache left alone, 1 skipped

                Missed
                  link: expected a-rule, the audit said: nothing

                """)
    }

    @Test func verboseSaysWhatTheAuditSaid() {
        let words = text(good, .verbose)
        #expect(words.contains("a-rule    caught   high a-rule: a link\n"))
        #expect(words.contains("RESULT   THE AUDIT SAID\n"))
    }

    @Test func nothingThatSomebodyChoseReachesTheTerminal() {
        let words = text([row("a\u{1B}[31m", .missed, "b\nc\u{202E}")], .verbose, width: 60)
        #expect(!words.contains("\u{1B}"))
        #expect(!words.contains("\u{202E}"))
        #expect(words.contains("c\\u{202e}"))
    }

    @Test func aRunWithoutAnyCaseIsNoSuccessStory() {
        #expect(text([]).hasPrefix("FAILED: 0 cases caught\n"))
        #expect(text([row("nothing", .clean, "nothing")], .quiet).hasPrefix("FAILED: "))
    }
}
