/// A flag without a value. It stores one value when it is given; a variable or a key may also say no.
struct ToggleGrammar<Value: Sendable & Equatable>: Grammar {
    let on: Value
    let off: Value

    private static var yes: [String] { ["1", "true", "yes", "on"] }
    private static var no: [String] { ["0", "false", "no", "off"] }

    var expectation: String { "`true` or `false`" }
    var completion: Completion { .none }
    var isToggle: Bool { true }

    func read(argument: [UInt8]) -> Value? { argument.isEmpty ? on : nil }

    func read(variable: [UInt8]) -> Value? {
        let word = String(validating: variable, as: UTF8.self)?.lowercased() ?? ""
        if Self.yes.contains(word) { return on }
        return Self.no.contains(word) ? off : nil
    }

    func read(literal: Literal) -> Value? {
        guard case .boolean(let flag) = literal else { return nil }
        return flag ? on : off
    }

    func literal(_ value: Value) -> Literal? { .boolean(value == on) }
}
