/// A whole number within bounds, for a setting whose default is no number.
struct OptionalNumberGrammar: Grammar {
    let range: ClosedRange<Int>

    private var number: NumberGrammar { NumberGrammar(range: range) }
    var expectation: String { number.expectation }
    func read(argument: [UInt8]) -> Int?? { number.read(argument: argument).map { .some($0) } }
    func read(literal: Literal) -> Int?? { number.read(literal: literal).map { .some($0) } }
    func literal(_ value: Int?) -> Literal? { value.flatMap { number.literal($0) } }
}
