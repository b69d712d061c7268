// Descriptions of records may be anything. What is taken for a command must stand in them as it is, and a command that
// is put into a description must be among those found in it again.

import BuildKit
import CFuzz
import Glibc
import Inventory

private let start = Array("cached mount /c from exec ".utf8)

/// Called by libFuzzer with each input.
@c(LLVMFuzzerTestOneInput)
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    if let command = StepText.ofResult(ByteString(input)) {
        precondition(input.suffix(command.count).elementsEqual(command), "not the end of the description")
    }
    let commands = StepText.ofMount(ByteString(input))
    precondition(commands.count <= 2, "more ways to read it than there are")
    for command in commands { precondition(command.count < input.count, "longer than the description") }
    let again = StepText.ofMount(ByteString(start + input))
    precondition(again.last == input, "the command is not found as it is")
    let named = StepText.ofMount(ByteString(start + input + Array(" with id \"/x\"".utf8)))
    precondition(named.first == input, "the command is not found before the id")
    return 0
}

exit(unsafe CFuzz_run(CommandLine.argc, CommandLine.unsafeArgv))
