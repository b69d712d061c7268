import Ecosystems
import Inventory

/// Packages with their versions or ranges of versions, one per flag.
struct PackageListGrammar: Grammar {
    var expectation: String {
        "a package such as `pkg:npm/axios@1.14.1` or `pkg:pypi/idna@>=3.6,<3.8`"
    }
    var isList: Bool { true }

    func read(argument: [UInt8]) -> [PackagePattern]? {
        guard let text = ByteString(argument).utf8Text, let pattern = try? PackagePattern(text) else { return nil }
        return [pattern]
    }

    func literal(_ value: [PackagePattern]) -> Literal? { .texts(value.map(\.text)) }
    func join(_ old: [PackagePattern], _ new: [PackagePattern]) -> [PackagePattern] { old + new }
}
