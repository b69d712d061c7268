import Inventory

/// A path; the bytes need not be UTF-8. In the configuration file it must be absolute: what a relative one means
/// there would depend on where a timer or a person happens to start the program.
struct PathGrammar: Grammar {
    /// Whether a folder is meant.
    let isDirectory: Bool

    var expectation: String { isDirectory ? "the path of a directory" : "the path of a file" }
    var configurationExpectation: String {
        isDirectory ? "the absolute path of a directory" : "the absolute path of a file"
    }
    var completion: Completion { isDirectory ? .directory : .file }

    func read(argument: [UInt8]) -> ByteString?? { Self.path(argument).map { .some($0) } }

    func read(literal: Literal) -> ByteString?? { Self.absolutePath(literal).map { .some($0) } }

    func literal(_ value: ByteString?) -> Literal? { value.map { .text(Quotation.text($0.bytes)) } }

    /// A path that the kernel could take: not empty, and without a zero byte, which would cut it short.
    static func path(_ bytes: [UInt8]) -> ByteString? {
        bytes.isEmpty || bytes.contains(0) ? nil : ByteString(bytes)
    }

    /// A path of the configuration file.
    static func absolutePath(_ literal: Literal) -> ByteString? {
        guard case .text(let text) = literal, text.utf8.first == UInt8(ascii: "/") else { return nil }
        return path(Array(text.utf8))
    }
}
