/// A word and the only places it may stand in.
private struct ForbiddenWord {
    var word: String
    /// Folders or files by the start of their path; empty means nowhere.
    var allowed: [String]
    var instead: String
}

/// Only here may the word `unsafe` stand: the floor, and what tests need of the C library.
private let unsafePlaces = [
    "Sources/Linux/", "Sources/Hashing/", "Sources/SQLite/", "Sources/Embed/", "Sources/EngineAPI/",
    "Sources/Inflate/", "Sources/Markup/",
    "Tests/LinuxTests/", "Tests/HashingTests/", "Tests/SQLiteTests/", "Tests/EmbedTests/", "Tests/Support/",
    "Tests/Fuzz/", "Tests/TidyTests/SourceTree+Disk.swift",
]

/// Rooms where a trap would be a way to stop an audit: all but the floor, whose traps are programming errors.
private let trapPlaces = [
    "Sources/Linux/", "Sources/Hashing/", "Sources/SQLite/", "Sources/Embed/", "Tests/",
]

private let forbidden = [
    ForbiddenWord(word: "unsafe", allowed: unsafePlaces, instead: "unsafe code belongs to the floor"),
    ForbiddenWord(word: "@unchecked", allowed: unsafePlaces, instead: "use Mutex, or a value"),
    ForbiddenWord(word: "@safe", allowed: unsafePlaces, instead: "unsafe code belongs to the floor"),
    ForbiddenWord(word: "import Foundation", allowed: [], instead: "no Foundation: it triples size and start time"),
    ForbiddenWord(word: "import FoundationEssentials", allowed: [], instead: "no Foundation, this part neither"),
    ForbiddenWord(word: "import FoundationNetworking", allowed: [], instead: "no Foundation, and no network"),
    ForbiddenWord(word: "import XCTest", allowed: [], instead: "tests use Testing"),
    ForbiddenWord(word: "try!", allowed: [], instead: "throw, or catch and say why it cannot happen"),
    ForbiddenWord(word: "as!", allowed: [], instead: "use as? and handle the other case"),
    ForbiddenWord(word: "fatalError(", allowed: trapPlaces, instead: "throw: input must not stop the program"),
    ForbiddenWord(word: "preconditionFailure(", allowed: trapPlaces, instead: "throw: input must not stop the program"),
    ForbiddenWord(word: "precondition(", allowed: trapPlaces, instead: "throw: input must not stop the program"),
]

extension TidyRule {
    /// Words that may stand in few places or in none.
    static let forbiddenWords = TidyRule(name: "forbidden words") { tree in
        var complaints: [Complaint] = []
        for file in tree.files where !file.code.isEmpty {
            let here = forbidden.filter { !file.isBelow($0.allowed) }
            let isPointerPlace = file.isBelow(unsafePlaces)
            for (index, line) in file.code.enumerated() {
                for entry in here where Words.holds(line, entry.word) {
                    complaints.append(Complaint(file.path, line: index + 1, "`\(entry.word)`: \(entry.instead)"))
                }
                if isPointerPlace { continue }
                for word in Words.of(line)
                where word.contains("Unsafe") || word == "OpaquePointer" || word == "Unmanaged" {
                    complaints.append(Complaint(file.path, line: index + 1, "`\(word)`: pointers belong to the floor"))
                }
            }
        }
        return complaints
    }

    /// `value!` and types that unwrap themselves.
    static let forceUnwraps = TidyRule(name: "force unwraps") { tree in
        var complaints: [Complaint] = []
        for file in tree.files where !file.code.isEmpty {
            for (index, line) in file.code.enumerated() where unwraps(line) {
                complaints.append(
                    Complaint(file.path, line: index + 1, "`!` after a value: unwrap with if, guard or ??"))
            }
        }
        return complaints
    }

    /// An exclamation mark right behind a value or a type, and no `!=` there.
    private static func unwraps(_ line: String) -> Bool {
        let bytes = Array(line.utf8)
        for index in bytes.indices.dropFirst() where bytes[index] == UInt8(ascii: "!") {
            let before = bytes[index - 1]
            let closes = [
                UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "?"), UInt8(ascii: "`"),
            ]
            guard Words.isWordByte(before) || closes.contains(before) else { continue }
            let after = index + 1 < bytes.count ? bytes[index + 1] : UInt8(ascii: "\n")
            // `a != b` has a space before it; `a!=b` is no style of ours, and `try!` has its own rule.
            if after == UInt8(ascii: "=") || line.utf8.prefix(index).suffix(3).elementsEqual("try".utf8) { continue }
            return true
        }
        return false
    }

    /// Notes to oneself that were meant to go. Comments count: that is where they stand.
    static let reminders = TidyRule(name: "reminders") { tree in
        // Put together, so that this file does not hold them.
        let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]
        var complaints: [Complaint] = []
        for file in tree.files where !file.path.hasPrefix("Tests/Fixtures/") {
            for (index, line) in file.lines.enumerated() {
                for word in words where line.contains(word) && Words.holds(line, word) {
                    complaints.append(
                        Complaint(file.path, line: index + 1, "`\(word)`: do it, or write it down elsewhere"))
                }
            }
        }
        return complaints
    }

    /// Paths of the machine that something was written on.
    static let machinePaths = TidyRule(name: "machine paths") { tree in
        let paths = ["/wo" + "rk/", "/tmp/pro" + "mpts", "/ro" + "ot/.pyenv"]
        var complaints: [Complaint] = []
        for file in tree.files {
            for (index, line) in file.lines.enumerated() {
                for path in paths where line.contains(path) {
                    // "network/", "/artwork/": only as the start of a path.
                    if Words.holds(" " + line, path) && !isInsidePath(line, path) {
                        complaints.append(Complaint(file.path, line: index + 1, "`\(path)` is a path of one machine"))
                    }
                }
            }
        }
        return complaints
    }

    /// Whether a letter, digit or dot stands right before the path: then it is the middle of another.
    private static func isInsidePath(_ line: String, _ path: String) -> Bool {
        guard let found = line.firstRange(of: path), let before = line[..<found.lowerBound].utf8.last else {
            return false
        }
        return Words.isWordByte(before) || before == UInt8(ascii: ".") || before == UInt8(ascii: "}")
    }
}
