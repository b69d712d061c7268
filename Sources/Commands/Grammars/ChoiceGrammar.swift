/// One of a few fixed words.
struct ChoiceGrammar<Value: RawRepresentable<String> & Sendable & Equatable>: Grammar {
    let choices: [Value]

    var words: [String] { choices.map(\.rawValue) }
    var expectation: String { "one of " + words.map { "`\($0)`" }.joined(separator: ", ") }

    func read(argument: [UInt8]) -> Value? {
        choices.first { Array($0.rawValue.utf8) == argument }
    }

    func literal(_ value: Value) -> Literal? { .text(value.rawValue) }
}
