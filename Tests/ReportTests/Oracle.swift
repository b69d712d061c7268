import TestSupport

/// What `Tests/Fixtures/report/oracle.py` has to say against files that a test wrote; empty where it is content.
///
/// ```
///  audit\n          the check, and words for it
///  1200 35\n        how long each file is
///  ……               the files, end to end
/// ```
func complaints(_ check: String, _ files: [UInt8]...) throws -> String {
    let head = check + "\n" + files.map { String($0.count) }.joined(separator: " ") + "\n"
    let input = Array(head.utf8) + files.joined()
    return try String(decoding: PythonOracle.ask(script: fixture("report/oracle.py"), input: input), as: UTF8.self)
}
