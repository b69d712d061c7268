/// Whole percents, with or without their sign: `10%`, in the configuration file also `10`.
struct PercentGrammar: Grammar {
    let range: ClosedRange<Int>

    var expectation: String { "a share from \(range.lowerBound)% to \(range.upperBound)%" }

    func read(argument: [UInt8]) -> Int? {
        let digits = argument.last == UInt8(ascii: "%") ? Array(argument.dropLast()) : argument
        return NumberGrammar.number(digits, in: range)
    }

    func read(literal: Literal) -> Int? {
        switch literal {
        case .text(let text): read(argument: Array(text.utf8))
        case .integer: NumberGrammar(range: range).read(literal: literal)
        default: nil
        }
    }

    func literal(_ value: Int) -> Literal? { .text("\(value)%") }
}
