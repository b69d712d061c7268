import Inventory

/// A path of a file that always has a value, since there is a default.
struct RequiredPathGrammar: Grammar {
    var expectation: String { "the path of a file" }
    var configurationExpectation: String { "the absolute path of a file" }
    var completion: Completion { .file }
    /// `-` means the standard output elsewhere, which no manifest can be.
    func read(argument: [UInt8]) -> ByteString? { argument == [UInt8(ascii: "-")] ? nil : PathGrammar.path(argument) }
    func read(literal: Literal) -> ByteString? { PathGrammar.absolutePath(literal) }
    func literal(_ value: ByteString) -> Literal? { .text(Quotation.text(value.bytes)) }
}
