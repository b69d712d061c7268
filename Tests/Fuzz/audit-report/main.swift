// Any bytes may come. The report of another host may be refused, with a place within the bytes, but not trap; what is
// accepted is read alike twice, is a document for the other reader of JSON too, and gives no hit that nobody asked for.

import Bytes
import CFuzz
import Commands
import Glibc
import Inventory

let words = ["pkg:npm/axios", "pkg:pypi/idna@>=3.6,<3.8", "sha256:" + String(repeating: "ab", count: 32), "*", "a/*"]
let questions: [MergeQuestion] =
    words.compactMap { (try? HuntQuestion(ByteString($0))).map { .hunt($0) } } + [
        .rule("startup-hook"), .hunt(.text("x")),
    ]

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    precondition(questions.count == words.count + 2, "a question was refused")
    let report: MergedAudit
    do {
        report = try AuditReportReader.read(input, for: questions)
    } catch {
        precondition((0...input.count).contains(error.offset), "the error lies outside: \(error)")
        precondition(!error.reason.isEmpty && error.position != nil, "refused without a word or a place")
        return 0
    }
    let again = try? AuditReportReader.read(input, for: questions)
    precondition(again?.audit == report.audit && again?.hits == report.hits, "read differently the second time")
    precondition((1...255).contains(report.host.bytes.count), "a host without a name")
    let limits = JSONLimits(loneSurrogates: .replaced)
    let isDocument = (try? JSON.parse(input, limits: limits)) != nil
    let areLines = input.split(separator: UInt8(ascii: "\n")).allSatisfy { line in
        (try? JSON.parse(Array(line), limits: limits)) != nil
    }
    precondition(isDocument || areLines, "accepted what is no JSON")
    for hit in report.hits {
        precondition(questions.indices.contains(hit.question) && hit.host == 0)
        precondition(hit.rule != nil || hit.severity == nil, "a package with the grade of a finding")
        if case .rule(let id) = questions[hit.question] { precondition(hit.rule == id, "another rule") }
    }
    precondition(report.audit.verdicts.total >= 0 && report.audit.findings.values.allSatisfy { $0 >= 0 })
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
