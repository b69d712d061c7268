import TestSupport
import Testing

/// Folders of rules that cannot be used: never a part of them in silence.
struct RuleFolderTests {
    private let bench: AuditBench
    private let folder: String

    init() throws {
        bench = try AuditBench()
        folder = bench.beside("rules")
        try bench.shell(["mkdir", folder])
    }

    @Test func aFIFOAmongThemIsNamed() throws {
        try bench.shell(["mkfifo", folder + "/hygiene.toml"])
        for words in [["rules", "check", folder], ["audit", "--tree", bench.tree.path, "--rules", folder]] {
            let run = try Agent.run(words)
            #expect(run.status == 2)
            #expect(run.errorText.contains("\(folder)/hygiene.toml: it is a FIFO"), "\(run.errorText)")
        }
    }

    @Test func tooManyAreRefused() throws {
        try bench.shell(["sh", "-c", "cd '\(folder)' && seq -f 'r%g.toml' 1001 | xargs touch"])
        let run = try Agent.run(["rules", "check", folder])
        #expect(run.status == 2)
        #expect(run.errorText.contains("holds more than 1000 *.toml files"), "\(run.errorText)")
    }
}
