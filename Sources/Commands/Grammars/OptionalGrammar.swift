/// The values of another grammar, for a setting whose default is no value.
struct OptionalGrammar<Base: Grammar>: Grammar {
    let base: Base

    init(_ base: Base) {
        self.base = base
    }

    var expectation: String { base.expectation }
    var configurationExpectation: String { base.configurationExpectation }
    var words: [String] { base.words }
    var completion: Completion { base.completion }

    func read(argument: [UInt8]) -> Base.Value?? { base.read(argument: argument).map { .some($0) } }
    func read(variable: [UInt8]) -> Base.Value?? { base.read(variable: variable).map { .some($0) } }
    func read(literal: Literal) -> Base.Value?? { base.read(literal: literal).map { .some($0) } }
    func literal(_ value: Base.Value?) -> Literal? { value.flatMap { base.literal($0) } }
}
