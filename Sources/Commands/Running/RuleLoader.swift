import Audit
import Embed
import Inventory
import Linux

/// The rules in force: those built in, with the files of a rules folder and the configuration's changes on top.
enum RuleLoader {
    /// A file of rules may have so many bytes.
    private static let fileLimit = 4 << 20
    private static let filesMax = 1000

    /// The rules of these settings.
    static func load(_ settings: Settings) throws(CommandFailure) -> RuleBook {
        var book = RuleBook(rules: try read(builtInFiles()))
        if let directory = settings.rules.value {
            for rule in try check(directory) where !book.replace(rule) {
                throw CommandFailure(unknown(rule.id, in: book, at: Quotation.text(directory.bytes)), exit: .usage)
            }
        }
        for change in settings.ruleOverrides {
            guard var rule = book[change.id] else {
                throw CommandFailure(unknown(change.id, in: book, at: change.origin.description), exit: .usage)
            }
            if let enabled = change.enabled { rule.enabled = enabled.value }
            if let severity = change.severity {
                rule.severity = severity.value
                // The owner has said how bad this rule is; the rule's own grading of cases ends with that.
                for name in rule.grades.keys { rule.grades[name]?.severity = severity.value }
            }
            if let confidence = change.confidence { rule.confidence = confidence.value }
            _ = book.replace(rule)
        }
        return book
    }

    /// The ids of the built-in rules, for completions.
    static var builtInIDs: [String] {
        ((try? read(builtInFiles())) ?? []).map(\.id).sorted()
    }

    /// The files of a folder as they stand, without the built-in ones.
    static func check(_ directory: ByteString) throws(CommandFailure) -> [Rule] {
        let files = try files(in: directory)
        if files.isEmpty { throw CommandFailure(directory, "there is no *.toml file in it", exit: .usage) }
        return try read(files)
    }

    static func unknown(_ id: String, in book: RuleBook, at place: String) -> String {
        let hint = Suggestion.nearest(to: id, among: book.ids).map { "; did you mean \($0)?" } ?? ""
        return "\(place): there is no rule \(Quotation.text(Array(id.utf8)))\(hint)"
    }

    private static func builtInFiles() -> [(name: String, bytes: [UInt8])] {
        EmbeddedFile.all().filter { $0.name.hasPrefix("rules/") }.map { ($0.name, $0.bytes) }
    }

    private static func read(_ files: [(name: String, bytes: [UInt8])]) throws(CommandFailure) -> [Rule] {
        var rules: [Rule] = []
        var mistakes: [String] = []
        var places: [String: String] = [:]
        for file in files {
            do throws(RuleFile.Failure) {
                for rule in try RuleFile.read(file.bytes, name: file.name) {
                    if let other = places.updateValue(file.name, forKey: rule.id) {
                        mistakes.append("\(file.name): the rule \(rule.id) stands in \(other) as well")
                    }
                    rules.append(rule)
                }
            } catch {
                mistakes += error.mistakes
            }
        }
        if !mistakes.isEmpty { throw CommandFailure(mistakes.joined(separator: "\n"), exit: .usage) }
        return rules
    }

    private static func files(in directory: ByteString) throws(CommandFailure) -> [(name: String, bytes: [UInt8])] {
        let names: [ByteString]
        do throws(SystemError) {
            names = try ruleFileNames(in: directory)
        } catch {
            throw CommandFailure(directory, "the rules cannot be read: \(error)", exit: .usage)
        }
        // Some of them would be worse than none: nobody would know which rules are in force.
        if names.count > filesMax {
            throw CommandFailure(directory, "it holds more than \(filesMax) *.toml files", exit: .usage)
        }
        var files: [(name: String, bytes: [UInt8])] = []
        for name in names.sorted() {
            let path = directory.appending(name)
            files.append((Quotation.text(path.bytes), try content(of: path)))
        }
        return files
    }

    private static func content(of path: ByteString) throws(CommandFailure) -> [UInt8] {
        var kind = EntryKind.file
        do throws(SystemError) {
            let status = try Descriptor.status(ofPath: path.bytes)
            // A FIFO of that name would be waited for.
            if status.isRegularFile { return try OwnFile.read(path.bytes, limit: fileLimit) }
            kind = EntryKind(mode: status.mode, specialDevice: status.specialDevice)
        } catch {
            throw CommandFailure(path, "the rules cannot be read: \(error)", exit: .usage)
        }
        throw CommandFailure(path, "it is a \(kind.word); rules stand in regular files", exit: .usage)
    }

    private static func ruleFileNames(in directory: ByteString) throws(SystemError) -> [ByteString] {
        var names: [ByteString] = []
        let folder = try Descriptor.open(directory.bytes, [.directory])
        var lister = DirectoryLister()
        var block = EntryBlock()
        while names.count <= filesMax, try lister.read(folder, into: &block) {
            for entry in block.entries {
                let range = block.name(of: entry)
                let name = ByteString(Array(block.names[range.lowerBound..<(range.upperBound - 1)]))
                if name.bytes.suffix(5) == Array(".toml".utf8)[...] { names.append(name) }
            }
        }
        return names
    }
}
