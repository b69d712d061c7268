// Any bytes may come. The file of an incident may be refused, each mistake in a line fit for a terminal, but not trap;
// what is accepted is read alike twice, and allows nothing that it does not name.

import CFuzz
import Commands
import Glibc
import Inventory

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    do {
        let incident = try IncidentFile.read(input, path: "i\n.toml")
        let again = try? IncidentFile.read(input, path: "i\n.toml")
        precondition(again == incident, "read differently the second time")
        precondition(!incident.name.isEmpty)
        precondition(
            !incident.questions.isEmpty || !incident.advisories.isEmpty || !incident.compromised.isEmpty,
            "there is nothing to look for")
        for compromise in incident.compromised {
            precondition(!compromise.projects.isEmpty && compromise.since < compromise.until ?? .max)
        }
        let text = String(decoding: input, as: UTF8.self)
        for action in incident.actions where !text.contains("\\") {
            precondition(text.contains(action.rawValue), "an action that nobody named")
        }
    } catch {
        precondition(!error.mistakes.isEmpty, "refused without a word")
        for mistake in error.mistakes {
            precondition(mistake.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "not fit for a terminal: \(mistake)")
        }
    }
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
