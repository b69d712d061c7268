import Commands
import Inventory
import Testing

/// Packages as a command line names them.
struct PackagePatternTests {
    private func pattern(_ text: String) -> PackagePattern? { PackagePattern(Array(text.utf8)) }

    @Test(arguments: [
        ("pkg:npm/axios@1.14.1", Ecosystem.npm, "axios", "1.14.1", true),
        ("pkg:npm/axios@1.14.1", .npm, "axios", "1.14.2", false),
        ("pkg:npm/axios", .npm, "axios", "0.0.1", true),
        ("pkg:npm/axios", .npm, "axios2", "0.0.1", false),
        ("pkg:npm/axios", .pip, "axios", "0.0.1", false),
        ("pkg:npm/%40types/node@20.1.0", .npm, "@types/node", "20.1.0", true),
        ("pkg:npm/@types/node@20.1.0", .npm, "@types/node", "20.1.0", true),
        ("pkg:npm/left@<1.1", .npm, "left", "1.0.9", true),
        ("pkg:npm/left@<1.1", .npm, "left", "1.1.0", false),
        // A prerelease comes before its release, in npm's order.
        ("pkg:npm/left@<1.1.0", .npm, "left", "1.1.0-beta.1", true),
        ("pkg:pypi/My_Package@1.0", .pip, "my-package", "1.0.0", true),
        ("pkg:pypi/idna@>=3.6,<3.8", .pip, "idna", "3.7", true),
        ("pkg:pypi/idna@>=3.6,<3.8", .pip, "idna", "3.8", false),
        ("pkg:pypi/idna@%3E%3D3.6%2C%3C3.8", .pip, "idna", "3.10", false),
        ("pkg:pypi/idna@!=3.6", .pip, "idna", "3.6.0", false),
        ("pkg:pypi/idna@>3.6", .pip, "idna", "not a version", false),
        ("pkg:maven/org.slf4j/slf4j-api@2.0.9?classifier=sources", .maven, "org.slf4j:slf4j-api", "2.0.9", true),
        ("pkg:maven/org.slf4j/slf4j-api@<2.0", .maven, "org.slf4j:slf4j-api", "2.0-alpha1", true),
    ])
    func takes(_ text: String, _ ecosystem: Ecosystem, _ name: String, _ version: String, _ expected: Bool) throws {
        let pattern = try #require(self.pattern(text))
        #expect(pattern.takes(ecosystem, name: name, version: version) == expected)
    }

    @Test(arguments: [
        "", "axios", "pkg:", "pkg:npm", "pkg:npm/", "pkg:npm/a/b", "pkg:cargo/serde@1.0", "pkg:pypi/a/b@1",
        "pkg:maven/a@1",
        "pkg:npm/a@", "pkg:npm/a@1.0.0,", "pkg:npm/a@>=word", "pkg:npm/a%4", "pkg:npm/a%zz", "pkg:npm/a%ff@1.0.0",
        "pkg:pypi/idna@>=", "pkg:npm//a",
    ])
    func isNone(_ text: String) {
        #expect(pattern(text) == nil)
    }

    @Test func manyAreTooMany() {
        #expect(pattern("pkg:npm/a@" + Array(repeating: ">1.0.0", count: 33).joined(separator: ",")) == nil)
        #expect(pattern("pkg:npm/" + String(repeating: "a", count: 5000)) == nil)
    }
}
