extension TidyRule {
    /// What the code calls a rule or a grade stands in rules/, and each grade there is one that the code gives: a
    /// finding with a word that nobody wrote down would be graded as its rule, or not be made at all.
    ///
    /// ```
    ///  observe("record-mismatch", grade: isPublished ? "published" : …     both looked up, the grade in its rule
    ///  grade = "history"                                                   in one of the rules that the file names
    /// ```
    static let ruleWords = TidyRule(name: "rule words") { tree in
        let rules = RuleWords(tree)
        if rules.grades.isEmpty { return [] }
        var complaints: [Complaint] = []
        let sources = tree.files.filter { file in
            file.isBelow(["Sources/Audit/", "Sources/Ecosystems/", "Sources/Commands/"])
                && file.path.hasSuffix(".swift")
        }
        for file in sources { complaints += rules.complaints(of: file) }
        for (rule, grades) in rules.grades.sorted(by: { $0.key < $1.key }) {
            for grade in grades.sorted() where !sources.contains(where: { $0.names(grade) }) {
                complaints.append(Complaint("rules/", "no code gives the grade `\(grade)` of \(rule)"))
            }
        }
        return complaints
    }
}

/// The rules and their grades, and how code speaks of them.
private struct RuleWords {
    var grades: [String: Set<String>] = [:]

    init(_ tree: SourceTree) {
        for file in tree.files where file.path.hasPrefix("rules/") && file.path.hasSuffix(".toml") {
            var id: String?
            for line in file.lines {
                if line.hasPrefix("id = \"") {
                    let found = String(line.dropFirst(6).prefix { $0 != "\"" })
                    grades[found] = grades[found] ?? []
                    id = found
                } else if line.hasPrefix("grades."), let id {
                    grades[id]?.insert(String(line.dropFirst(7).prefix { $0 != " " && $0 != "=" }))
                }
            }
        }
    }

    func complaints(of file: SourceTree.File) -> [Complaint] {
        var complaints: [Complaint] = []
        let literals = file.literals
        let own = Set(literals.map(\.text)).intersection(grades.keys)
        let ownGrades = own.reduce(into: Set<String>()) { $0.formUnion(grades[$1] ?? []) }
        // The rule that the last call names, and whether its grade is being written.
        var rule: String?
        var isGraded = false
        for literal in literals {
            let before = literal.before
            if before.ends(inOneOf: ["rule:", "observe(", "active(", "finding("]) {
                rule = grades[literal.text] == nil ? nil : literal.text
                isGraded = false
                if rule == nil {
                    complaints.append(Complaint(file.path, line: literal.line, "no rule is called `\(literal.text)`"))
                }
                continue
            }
            if let named = rule, isGraded || before.hasPrefix(", grade:"),
                !before.dropFirst(isGraded ? 0 : 1).contains(",")
            {
                isGraded = true
                if !(grades[named]?.contains(literal.text) ?? false) {
                    complaints.append(
                        Complaint(file.path, line: literal.line, "\(named) has no grade `\(literal.text)`"))
                }
                continue
            }
            rule = nil
            // What is handed on may be for a rule that another file names.
            let isHandedOn = before.ends(inOneOf: ["grade:"])
            let isGrade = isHandedOn || !own.isEmpty && before.ends(inOneOf: ["grade =", "(grade, message) = ("])
            let allowed = isHandedOn ? grades.values.reduce(into: []) { $0.formUnion($1) } : ownGrades
            if isGrade, !allowed.contains(literal.text) {
                complaints.append(
                    Complaint(file.path, line: literal.line, "no rule of this file has the grade `\(literal.text)`"))
            }
        }
        return complaints
    }
}

/// A text in quotes, and the code between it and the one before.
private struct Literal {
    var text: String
    var before: String
    var line: Int
}

extension SourceTree.File {
    /// All texts in quotes that lie on one line, comments left out.
    fileprivate var literals: [Literal] {
        var result: [Literal] = []
        var before = ""
        for (index, line) in lines.enumerated() {
            let code = line.drop { $0 == " " }
            if code.hasPrefix("//") { continue }
            let parts = code.split(separator: "\"", omittingEmptySubsequences: false)
            for (place, part) in parts.enumerated() {
                if place % 2 == 0 {
                    before += part
                } else {
                    result.append(Literal(text: String(part), before: before, line: index + 1))
                    before = ""
                }
            }
            before += " "
        }
        return result
    }

    /// Whether the word is a text or a case of the file.
    fileprivate func names(_ word: String) -> Bool {
        lines.contains { line in
            line.contains("\"\(word)\"")
                || line.drop { $0 == " " }.hasPrefix("case ")
                    && line.split { !$0.isLetter }.dropFirst().contains { $0 == word }
        }
    }
}

extension String {
    fileprivate func ends(inOneOf ends: [String]) -> Bool {
        var rest = self[...]
        while rest.last == " " { rest = rest.dropLast() }
        return ends.contains { rest.hasSuffix($0) }
    }
}
