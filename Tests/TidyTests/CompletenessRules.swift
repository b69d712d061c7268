extension TidyRule {
    /// Every fuzz target starts from something. The canary is there to be found without.
    static let fuzzSeeds = TidyRule(name: "fuzz seeds") { tree in
        tree.folders(in: "Tests/Fuzz/").compactMap { parser in
            let folder = "Tests/Fuzz/\(parser)/"
            let isTarget = tree.files.contains {
                $0.path.hasPrefix(folder) && $0.mentions("LLVMFuzzerTestOneInput") && $0.path.hasSuffix(".swift")
            }
            let hasSeeds = tree.files.contains { $0.path.hasPrefix(folder + "seeds/") }
            if !isTarget || hasSeeds || parser == "canary" { return nil }
            return Complaint(folder, "no file in seeds/")
        }
    }

    /// Every folder of fixtures is named by a test.
    static let fixtures = TidyRule(name: "fixtures") { tree in
        let tests = tree.files.filter { $0.path.hasPrefix("Tests/") && $0.path.hasSuffix(".swift") }
        return tree.folders(in: "Tests/Fixtures/").compactMap { area in
            let isNamed = tests.contains { $0.mentions("\"\(area)\"") || $0.mentions("\(area)/") }
            return isNamed ? nil : Complaint("Tests/Fixtures/\(area)/", "no test names it")
        }
    }

    /// Rule ids are unique, kebab-case, and something speaks of each.
    static let ruleIds = TidyRule(name: "rule ids") { tree in
        var complaints: [Complaint] = []
        var places: [String: String] = [:]
        let speakers = tree.files.filter { $0.isBelow(["Sources/", "Tests/"]) && $0.path.hasSuffix(".swift") }
        for file in tree.files where file.path.hasPrefix("rules/") && file.path.hasSuffix(".toml") {
            for (index, line) in file.lines.enumerated() where line.hasPrefix("id = ") {
                let id = String(line.dropFirst("id = ".count).drop { $0 == "\"" }.prefix { $0 != "\"" })
                if !isKebabCase(id) {
                    complaints.append(Complaint(file.path, line: index + 1, "`\(id)` is not kebab-case"))
                }
                if let other = places.updateValue(file.path, forKey: id) {
                    complaints.append(Complaint(file.path, line: index + 1, "`\(id)` stands in \(other) too"))
                }
                if !speakers.contains(where: { $0.mentions("\"\(id)\"") }) {
                    complaints.append(Complaint(file.path, line: index + 1, "no code and no test names `\(id)`"))
                }
            }
        }
        return complaints
    }

    private static func isKebabCase(_ id: String) -> Bool {
        let parts = id.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            !part.isEmpty
                && part.allSatisfy {
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                }
        }
    }

    /// Every folder of tests is a test target, and holds tests.
    static let testTargets = TidyRule(name: "test targets") { tree in
        guard let package = tree.file("Package.swift") else { return [Complaint("Package.swift", "it must be there")] }
        var complaints: [Complaint] = []
        // A long list of dependencies puts the name on a line of its own.
        let targets = package.lines.joined().filter { !$0.isWhitespace }
        for folder in tree.folders(in: "Tests/") where folder.hasSuffix("Tests") {
            if !targets.contains("tests(\"\(folder)\"") && !targets.contains(".testTarget(name:\"\(folder)\"") {
                complaints.append(Complaint("Tests/\(folder)/", "no such test target in Package.swift"))
            }
            let files = tree.files.filter { $0.path.hasPrefix("Tests/\(folder)/") && !$0.code.isEmpty }
            if !files.contains(where: { $0.code.contains { $0.contains("@Test") } }) {
                complaints.append(Complaint("Tests/\(folder)/", "no test in it"))
            }
        }
        return complaints
    }
}
