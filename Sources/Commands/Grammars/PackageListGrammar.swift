import Ecosystems

/// Packages with their versions or ranges of versions, one per flag.
struct PackageListGrammar: Grammar {
    var expectation: String {
        "a package such as `pkg:npm/axios@1.14.1` or `pkg:pypi/idna@>=3.6,<3.8`"
    }
    var isList: Bool { true }

    func read(argument: [UInt8]) -> [PackagePattern]? { PackagePattern(argument).map { [$0] } }
    func literal(_ value: [PackagePattern]) -> Literal? { .texts(value.map(\.description)) }
    func join(_ old: [PackagePattern], _ new: [PackagePattern]) -> [PackagePattern] { old + new }
}
