extension TidyRule {
    /// `docs/architecture.md`, `Package.swift` and the import lines say the same about who imports whom.
    static let layers = TidyRule(name: "layers") { tree in
        guard let page = tree.file(Layers.page), let package = tree.file("Package.swift") else {
            return [Complaint(Layers.page, "it and Package.swift must be there")]
        }
        let (allowed, faults) = Layers.table(in: page)
        var complaints = faults
        let declared = Layers.targets(in: package)
        for (target, imports) in declared {
            guard let row = allowed[target] else {
                complaints.append(Complaint(Layers.page, "no row for the target \(target)"))
                continue
            }
            for name in imports.subtracting(row) {
                complaints.append(Complaint("Package.swift", "\(target) may not depend on \(name)"))
            }
            for name in row.subtracting(imports) {
                complaints.append(Complaint(Layers.page, "\(target) does not depend on \(name) in Package.swift"))
            }
        }
        for target in allowed.keys where declared[target] == nil {
            complaints.append(Complaint(Layers.page, "no target \(target) in Package.swift"))
        }
        return complaints + Layers.wrongImports(in: tree, allowed)
    }
}

/// Reads the three places where the layers stand.
private enum Layers {
    static let page = "docs/architecture.md"
    private static let testsPath = "path: \"Tests/"

    /// The rows of the fenced block named `layers`: `Target: Import Import`.
    static func table(in page: SourceTree.File) -> ([String: Set<String>], [Complaint]) {
        var rows: [String: Set<String>] = [:]
        var faults: [Complaint] = []
        var isInside = false
        for (index, line) in page.lines.enumerated() {
            if line == "```layers" {
                isInside = true
            } else if line == "```" {
                isInside = false
            } else if isInside {
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                let names = parts.last.map { Set($0.split(separator: " ").map(String.init)) } ?? []
                if parts.count != 2 || rows.updateValue(names, forKey: String(parts[0])) != nil {
                    faults.append(Complaint(page.path, line: index + 1, "not `Target: Imports`, or a second row of it"))
                }
            }
        }
        if rows.isEmpty { faults.append(Complaint(page.path, "no fenced block named layers")) }
        return (rows, faults)
    }

    /// What `Package.swift` says: strings are gone from `code`, so the lines are read, without their comments.
    static func targets(in package: SourceTree.File) -> [String: Set<String>] {
        let text = package.lines.filter { !$0.contains("//") || $0.contains("\"") }.joined(separator: " ")
        var targets: [String: Set<String>] = [:]
        for opening in ["room(", ".target(", ".executableTarget(", ".systemLibrary("] {
            var rest = text[...]
            while let start = rest.firstRange(of: opening) {
                rest = rest[start.upperBound...]
                let call = upToClosing(rest)
                // `room("A", ["B"])` or `.target(name: "A", dependencies: ["B"], …)`: the first string is the name, the
                // first list after it (and before another label with a list of its own) what it depends on.
                // Helpers of tests are in no layer; the functions that shorten the manifest have no name to take.
                guard let name = strings(in: call).first, !call.hasPrefix("name: name"), !call.contains(testsPath)
                else { continue }
                let list = opening == "room(" ? call : after("dependencies:", call)
                targets[name] = Set(strings(in: between("[", "]", list)))
            }
        }
        return targets
    }

    private static func upToClosing(_ text: Substring) -> Substring {
        var depth = 1
        for index in text.indices {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" { depth -= 1 }
            if depth == 0 { return text[..<index] }
        }
        return text
    }

    private static func after(_ label: String, _ text: Substring) -> Substring {
        text.firstRange(of: label).map { text[$0.upperBound...] } ?? ""
    }

    private static func between(_ left: String, _ right: String, _ text: Substring) -> Substring {
        let rest = after(left, text)
        return rest.firstRange(of: right).map { rest[..<$0.lowerBound] } ?? rest
    }

    private static func strings(in text: Substring) -> [String] {
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) }
    }

    /// Import lines that the table does not allow. System modules and the standard library's are free.
    static func wrongImports(in tree: SourceTree, _ allowed: [String: Set<String>]) -> [Complaint] {
        var complaints: [Complaint] = []
        for file in tree.files where file.path.hasSuffix(".swift") {
            let parts = file.path.split(separator: "/")
            let room: String
            if parts.count > 2, parts[0] == "Sources" {
                room = String(parts[1])
            } else if parts.first == "agent" {
                room = "bezoar"
            } else {
                continue
            }
            for (index, line) in file.code.enumerated() where Words.holds(line, "import") {
                guard let name = Words.of(line).last, allowed[name] != nil else { continue }
                if allowed[room]?.contains(name) != true {
                    complaints.append(Complaint(file.path, line: index + 1, "\(room) may not import \(name)"))
                }
            }
        }
        return complaints
    }
}
