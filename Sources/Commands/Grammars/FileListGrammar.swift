import Inventory

/// Several files or folders, one per flag. They are never set in the configuration file.
struct FileListGrammar: Grammar {
    var expectation: String { "the path of a file or directory" }
    var completion: Completion { .file }
    var isList: Bool { true }

    func read(argument: [UInt8]) -> [ByteString]? { PathGrammar.path(argument).map { [$0] } }

    func literal(_ value: [ByteString]) -> Literal? { .texts(value.map { Quotation.text($0.bytes) }) }

    func join(_ old: [ByteString], _ new: [ByteString]) -> [ByteString] { old + new }
}
