extension TidyRule {
    private static let fileLinesMax = 400
    private static let functionLinesMax = 70
    private static let columnsMax = 120
    /// Stands among the first lines of a file that may be longer, because it is one table.
    private static let tableMark = "This file is a table"
    private static let tableMarkLines = 12

    /// One type or one table per file; a long one is split. The soft ceiling is 300 lines, this is the hard one.
    static let fileLengths = TidyRule(name: "file lengths") { tree in
        tree.files.filter { file in
            isSource(file) && file.lines.count > fileLinesMax
                && !file.lines.prefix(tableMarkLines).contains { $0.contains(tableMark) }
        }.map { Complaint($0.path, "\($0.lines.count) lines; split it (\(fileLinesMax) at most, 300 aimed at)") }
    }

    /// A function fits on a screen.
    static let functionLengths = TidyRule(name: "function lengths") { tree in
        var complaints: [Complaint] = []
        for file in tree.files where file.isBelow(["Sources/", "agent/"]) && !file.code.isEmpty {
            var index = 0
            while index < file.code.count {
                let words = Words.of(file.code[index])
                if words.contains("func") || words.first == "init" || words.dropFirst().first == "init" {
                    let length = lengthOfBody(file.code, from: index)
                    if length > functionLinesMax {
                        let message = "a function of \(length) lines (\(functionLinesMax) at most)"
                        complaints.append(Complaint(file.path, line: index + 1, message))
                    }
                }
                index += 1
            }
        }
        return complaints
    }

    /// Lines from a function's first to the one that closes its body; 1 where there is no body.
    private static func lengthOfBody(_ code: [String], from start: Int) -> Int {
        var depth = 0
        var parentheses = 0
        for index in start..<code.count {
            for byte in code[index].utf8 {
                switch byte {
                case UInt8(ascii: "("): parentheses += 1
                case UInt8(ascii: ")"): parentheses -= 1
                case UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "}"):
                    depth -= 1
                    if depth <= 0 { return index - start + 1 }
                default: break
                }
            }
            // A requirement of a protocol ends with its line, unless its arguments go on.
            if depth == 0 && parentheses == 0 && index > start + 3 { return 1 }
        }
        return 1
    }

    /// Line length, tabs, white space at ends, the last newline.
    static let lineShapes = TidyRule(name: "line shapes") { tree in
        var complaints: [Complaint] = []
        for file in tree.files where !file.path.hasPrefix("Tests/Fixtures/") {
            let mayHoldTabs = file.path.hasSuffix("Makefile")
            for (index, line) in file.lines.enumerated() {
                if !mayHoldTabs && line.utf8.contains(UInt8(ascii: "\t")) {
                    complaints.append(Complaint(file.path, line: index + 1, "a tab"))
                }
                if let last = line.utf8.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\r") {
                    complaints.append(Complaint(file.path, line: index + 1, "white space at the end of the line"))
                }
                if isSource(file) && line.utf8.count > columnsMax && line.count > columnsMax
                    && !isLongText(file, index)
                {
                    complaints.append(
                        Complaint(file.path, line: index + 1, "\(line.count) columns (\(columnsMax) at most)"))
                }
            }
            if !file.endsWithNewline { complaints.append(Complaint(file.path, "no newline at the end")) }
        }
        return complaints
    }

    /// Whether a line of a test is long only by its text: what a test expects or sends is quoted whole.
    private static func isLongText(_ file: SourceTree.File, _ index: Int) -> Bool {
        guard file.path.hasPrefix("Tests/"), index < file.code.count else { return false }
        let start = file.lines[index].drop { $0 == " " }
        return !start.hasPrefix("//") && file.code[index].count <= columnsMax
    }

    /// Swift, C, shell and Python, by ending or by first line.
    private static func isSource(_ file: SourceTree.File) -> Bool {
        if file.path.hasPrefix("Tests/Fixtures/") { return false }
        return [".swift", ".c", ".h", ".sh", ".py"].contains { file.path.hasSuffix($0) }
            || file.lines.first?.hasPrefix("#!") == true
    }
}
