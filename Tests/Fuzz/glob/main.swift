// Any bytes may come: a pattern, a newline, a source. The glob must say what a plain table of all pairs says, and a
// project's name must be its own name.

import Audit
import CFuzz
import Glibc
import Inventory

/// The slow way: whether the first i bytes of the name match the first j of the pattern, for all i and j.
func matches(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
    var row = [Bool](repeating: false, count: name.count + 1)
    row[0] = true
    for byte in pattern {
        var next = [Bool](repeating: false, count: name.count + 1)
        if byte == UInt8(ascii: "*") {
            next[0] = row[0]
            for index in name.indices { next[index + 1] = next[index] || row[index + 1] }
        } else {
            for index in name.indices where byte == UInt8(ascii: "?") || byte == name[index] {
                next[index + 1] = row[index]
            }
        }
        row = next
    }
    return row[name.count]
}

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    let middle = input.firstIndex(of: UInt8(ascii: "\n")) ?? input.count
    let pattern = Array(input[..<middle])
    let source = Array(input.dropFirst(middle + 1))
    if let glob = Glob(pattern) {
        precondition(glob.matches(source) == matches(source, pattern), "the glob errs")
    } else {
        precondition(pattern.count > Glob.patternLimit, "a short pattern is refused")
    }
    let name = ProjectName(ByteString(source))
    precondition(name.bytes.last != UInt8(ascii: "/"), "a name ends with a slash")
    precondition(!name.bytes.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }, "capitals are left")
    precondition(name.lastPart.count <= name.bytes.count, "a part is longer than the whole")
    let entry = TrustPolicy.Entry(tier: .untrusted, projects: [ByteString(pattern)], refs: [ByteString(pattern)])
    let policy = TrustPolicy(entries: entry.map { [$0] } ?? [])
    _ = policy.tier(of: name, branch: ByteString(source))
    // The judges make a line of it, which must be printable whatever came.
    var builds = [Build(root: "", ref: "a", result: .succeeded), Build(root: "", ref: "b", result: .succeeded)]
    for index in builds.indices {
        builds[index].project = Project(
            source: index == 0 ? ByteString(source) : "other/one", certainty: .exact, evidence: "")
        builds[index].mounts = [MountUse(id: "//x", target: ByteString(pattern), evidence: .log)]
    }
    let rule = Rule(
        id: "shared-mount-id", family: "sharing", title: "", severity: .low, confidence: .low, meaning: "",
        evidence: "", remedy: "")
    var collector = FindingCollector(limit: 10)
    Sharing(rules: RuleBook(rules: [rule]), trust: policy).judge(
        MountLedger(caches: [MountCache(id: "//x", root: "", path: "/")], builds: builds), into: &collector)
    for finding in collector.findings {
        let text = finding.remedy + finding.message
        precondition(text.unicodeScalars.allSatisfy { (0x20..<0x7F).contains($0.value) || $0 == "…" }, text)
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
