import Linux
import TestSupport

/// The documents of the repository, and the commands that they show.
///
/// ````
///  ```console
///  $ sudo bezoar audit --tree /srv/cache/npm | jq .summary      a command, in as many parts as the shell makes of it
///  CLEAN: 1 cache, …                                             what it printed
///  ```
/// ````
struct ShownCommands {
    /// One command, without what only prepares it (`sudo`, variables).
    struct Line: CustomStringConvertible {
        var document: String
        var number: Int
        var words: [String]

        var description: String { "\(document):\(number): \(words.joined(separator: " "))" }
    }

    /// Paths of the documents, relative to the repository.
    static let documents = [
        "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/agent.md", "docs/architecture.md",
        "docs/benchmarks.md", "docs/fleet.md", "docs/incident-response.md", "docs/kubernetes.md", "docs/metrics.md",
        "docs/poison-cases.md", "docs/schema/README.md", "docs/sharing.md", "docs/systemd.md",
    ]

    /// Where the repository lies.
    static let repository = repositoryFile("")

    /// The lines of a document.
    static func lines(of document: String) throws -> [String] {
        let bytes = try OwnFile.read(Array((repository + document).utf8), limit: 1 << 20)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    /// The text of all fenced blocks of a kind, with the number of their first lines.
    static func blocks(_ kind: String, of document: String) throws -> [(first: Int, lines: [String])] {
        var blocks: [(first: Int, lines: [String])] = []
        var open: (first: Int, lines: [String])?
        for (index, line) in try lines(of: document).enumerated() {
            if line == "```" + kind {
                open = (index + 2, [])
            } else if line == "```" {
                if let block = open { blocks.append(block) }
                open = nil
            } else {
                open?.lines.append(line)
            }
        }
        return blocks
    }

    /// All commands of all documents.
    static func all() throws -> [Line] {
        var result: [Line] = []
        for document in documents {
            for block in try blocks("console", of: document) {
                for (index, line) in block.lines.enumerated() where line.hasPrefix("$ ") {
                    for words in commands(in: String(line.dropFirst(2))) {
                        result.append(Line(document: document, number: block.first + index, words: words))
                    }
                }
            }
        }
        return result
    }

    /// The commands of a shell line, each as its words.
    static func commands(in line: String) -> [[String]] {
        var commands: [[String]] = [[]]
        var word: String?
        var quote: Character?
        for character in line + " " {
            if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character != " " {
                word = (word ?? "") + String(character)
            } else if let done = word {
                if ["|", "||", "&&", ";"].contains(done) {
                    commands.append([])
                } else {
                    commands[commands.count - 1].append(done)
                }
                word = nil
            }
        }
        return commands.map(bare).filter { !$0.isEmpty }
    }

    /// Without variables and `sudo` before the program, and without where its output goes.
    private static func bare(_ words: [String]) -> [String] {
        let command = words.drop { $0 == "sudo" || ($0.contains("=") && !$0.hasPrefix("-")) }
        return Array(command.prefix { !$0.hasPrefix(">") && !$0.hasPrefix("2>") })
    }
}
