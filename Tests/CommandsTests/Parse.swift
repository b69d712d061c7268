import Commands
import Inventory

/// Command lines for tests, written as one would type them.
enum Parse {
    /// What came of words, variables and files.
    static func result(
        _ words: [String], variables: [(String, String)] = [], files: [String: String] = [:]
    ) -> ParseResult {
        bytes(words.map { Array($0.utf8) }, variables: variables, files: files.mapValues { Array($0.utf8) })
    }

    /// The same for words and files that are no text.
    static func bytes(
        _ words: [[UInt8]], variables: [(String, String)] = [], files: [String: [UInt8]] = [:]
    ) -> ParseResult {
        CommandLineInterface.parse(
            arguments: words, environment: variables.map { (Array($0.0.utf8), Array($0.1.utf8)) }
        ) { path throws(FileUnavailable) in
            guard let file = files[path.utf8Text ?? ""] else {
                throw FileUnavailable(isMissing: true, reason: "no such file")
            }
            return file
        }
    }

    /// The settings of a command line that must be right.
    static func settings(
        _ words: [String], variables: [(String, String)] = [], files: [String: String] = [:]
    ) throws -> Settings {
        try invocation(words, variables: variables, files: files).settings
    }

    /// The invocation of a command line that must be right.
    static func invocation(
        _ words: [String], variables: [(String, String)] = [], files: [String: String] = [:]
    ) throws -> Invocation {
        switch result(words, variables: variables, files: files) {
        case .run(let invocation): return invocation
        case .print(let text, _): throw Unexpected(words: words, what: String(decoding: text, as: UTF8.self))
        case .failure(let message, _): throw Unexpected(words: words, what: message)
        }
    }

    /// What a command line prints on stdout that must print something.
    static func printed(_ words: [String]) throws -> String {
        guard case .print(let text, .clean) = result(words) else { throw Unexpected(words: words, what: "no print") }
        return String(decoding: text, as: UTF8.self)
    }

    /// The message of a command line that must be wrong; every such one ends with 2.
    static func message(
        _ words: [String], variables: [(String, String)] = [], files: [String: String] = [:]
    ) throws -> String {
        switch result(words, variables: variables, files: files) {
        case .failure(let message, .usage): return message
        default: throw Unexpected(words: words, what: "no usage error")
        }
    }

    /// The message for a configuration that must be wrong.
    static func configurationMessage(_ text: String) throws -> String {
        try message(["audit"], files: [usual: text])
    }

    /// Where the configuration usually lies.
    static let usual = "/etc/bezoar/bezoar.toml"

    /// Something else came than the test asked for.
    struct Unexpected: Error {
        var words: [String]
        var what: String
    }
}
