import Inventory

/// Several directories: one per flag, divided by colons in a variable, an array of strings in the configuration file.
struct PathListGrammar: Grammar {
    var expectation: String { "the path of a directory" }
    var configurationExpectation: String { "an array of absolute paths" }
    var completion: Completion { .directory }
    var isList: Bool { true }

    func read(argument: [UInt8]) -> [ByteString]? { PathGrammar.path(argument).map { [$0] } }

    func read(variable: [UInt8]) -> [ByteString]? {
        var paths: [ByteString] = []
        for part in variable.split(separator: UInt8(ascii: ":")) {
            guard let path = PathGrammar.path(Array(part)) else { return nil }
            paths.append(path)
        }
        return paths.isEmpty ? nil : paths
    }

    func read(literal: Literal) -> [ByteString]? {
        guard case .texts(let texts) = literal else { return nil }
        var paths: [ByteString] = []
        for text in texts {
            guard let path = PathGrammar.absolutePath(.text(text)) else { return nil }
            paths.append(path)
        }
        return paths
    }

    func literal(_ value: [ByteString]) -> Literal? {
        .texts(value.map { Quotation.text($0.bytes) })
    }

    func join(_ old: [ByteString], _ new: [ByteString]) -> [ByteString] { old + new }
}
