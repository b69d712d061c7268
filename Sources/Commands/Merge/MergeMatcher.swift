import Audit
import Bytes
import Ecosystems
import Inventory

/// Which questions a package or a finding of a report answers. Made once, asked for each of millions.
struct MergeMatcher: Sendable {
    private struct Wanted {
        var question: Int
        var ecosystem: JSONName
        var pattern: PackagePattern
    }

    private var packages: [ByteString: [Wanted]] = [:]
    private var digests: [ByteString: [Int]] = [:]
    private var rules: [ByteString: [Int]] = [:]
    private var globs: [(question: Int, glob: Glob, isPath: Bool)] = []
    private var texts: [(question: Int, text: NameText)] = []

    init(_ questions: [MergeQuestion]) {
        for (index, question) in questions.enumerated() {
            switch question {
            case .rule(let id): rules[ByteString(id), default: []].append(index)
            case .hunt(.package(let pattern)):
                packages[ByteString(pattern.name.name), default: []].append(
                    Wanted(
                        question: index, ecosystem: JSONName(pattern.name.ecosystem.rawValue), pattern: pattern))
            case .hunt(.digest(let digest)): digests[ByteString(digest.description), default: []].append(index)
            case .hunt(.file(let glob)):
                globs.append((index, glob, glob.pattern.contains(UInt8(ascii: "/"))))
            case .hunt(.text(let text)): texts.append((index, NameText(text.bytes)))
            }
        }
    }

    /// Whether anything is asked of packages' digests, of paths, of findings: what nobody asks for is not taken apart.
    var asksDigests: Bool { !digests.isEmpty }
    var asksNames: Bool { !globs.isEmpty || !texts.isEmpty }
    var asksFindings: Bool { !rules.isEmpty || asksDigests || asksNames }

    /// Questions that mean this version of a package, and whether one of them cannot be compared with it.
    func packages(
        _ name: [UInt8], isIn ecosystem: (JSONName) -> Bool, version: () -> String
    ) -> (questions: [Int], isInDoubt: Bool) {
        guard !packages.isEmpty, let wanted = packages[ByteString(name)] else { return ([], false) }
        var result: [Int] = []
        var isInDoubt = false
        for one in wanted where ecosystem(one.ecosystem) {
            switch one.pattern.holds(version()) {
            case true: result.append(one.question)
            case false: break
            default: isInDoubt = true
            }
        }
        return (result, isInDoubt)
    }

    /// Questions about a content.
    func digest(_ text: [UInt8]) -> [Int] { digests[ByteString(text)] ?? [] }

    /// Questions about the findings of a rule.
    func rule(_ id: [UInt8]) -> [Int] { rules[ByteString(id)] ?? [] }

    /// Questions about names: of the file at a path, of the file that it was downloaded as, of the package.
    func names(path: [UInt8], file: [UInt8]? = nil, package: [UInt8]? = nil) -> [Int] {
        var result: [Int] = []
        let last = Array(path[((path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...])
        let files = [last, file].compactMap(\.self)
        for (question, glob, isPath) in globs
        where isPath ? glob.matches(path) : files.contains(where: { glob.matches($0) }) {
            result.append(question)
        }
        let all = files + [package].compactMap(\.self)
        for (question, text) in texts where all.contains(where: { text.isIn($0) }) {
            result.append(question)
        }
        return result
    }
}
