import Inventory

/// The name of a project: an address of a repository, or any other words.
struct ProjectGrammar: Grammar {
    /// Bytes of the longest name.
    static let longest = 1024

    var expectation: String { "a name of up to \(Self.longest) bytes" }

    func read(argument: [UInt8]) -> ByteString?? {
        (1...Self.longest).contains(argument.count) ? .some(.some(ByteString(argument))) : nil
    }

    func literal(_ value: ByteString?) -> Literal? { value.map { .text(Quotation.text($0.bytes)) } }
}
