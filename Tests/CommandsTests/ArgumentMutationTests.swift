import Commands
import TestSupport
import Testing

/// Any words at all give an answer, never a trap.
struct ArgumentMutationTests {
    @Test func noWordsTrap() {
        var random = SeededGenerator(seed: 1)
        let flags = FlagList.all.flatMap { [$0.spelling, $0.spelling + "=", "-\($0.short ?? "x")"] }
        let commands = (CommandList.all + CommandList.leaves).map(\.name)
        let values = ["", "-", "--", "---", "=", "1", "16GiB", "text", "high", "/a", "\u{1B}", "99999999999999999999"]
        let mutation = Mutation(pieces: flags + ["=", "-", "\0"])
        for _ in 0..<5_000 {
            var words = [random.pick(commands)]
            if let command = CommandList.find(words), let below = command.subcommands.randomElement(using: &random) {
                words.append(below.name)
            }
            for _ in 0..<random.int(0...5) { words.append(random.pick(random.once(in: 3) ? values : flags)) }
            var bytes = words.map { Array($0.utf8) }
            if random.once(in: 2) {
                let index = random.int(0...(bytes.count - 1))
                bytes[index] = mutation.of(bytes[index], using: &random)
            }
            if case .failure(let message, let exit) = Parse.bytes(bytes) {
                #expect(exit == .usage && !message.isEmpty)
                #expect(!message.utf8.contains { ($0 < 0x20 && $0 != 0x0A) || $0 == 0x7F })
            }
        }
    }
}
