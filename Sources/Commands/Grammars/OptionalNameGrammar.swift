/// A short plain name that may be left out.
struct OptionalNameGrammar: Grammar {
    private let name = NameGrammar()

    var expectation: String { name.expectation }

    func read(argument: [UInt8]) -> String?? { name.read(argument: argument).map { .some($0) } }

    func literal(_ value: String?) -> Literal? { value.map { .text($0) } }
}
