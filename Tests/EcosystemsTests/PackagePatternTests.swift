import Ecosystems
import Inventory
import Testing

/// Packages that somebody looks for, by URL and range.
@Suite struct PackagePatternTests {
    static let patterns: [(String, Ecosystem, String, yes: [String], no: [String])] = [
        ("pkg:npm/axios@1.14.1", .npm, "axios", ["1.14.1", "v1.14.1", "1.14.1+b"], ["1.14.2", "odd"]),
        ("pkg:npm/axios", .npm, "axios", ["1.14.1", "odd"], []),
        ("pkg:npm/%40types/node@20.1.0", .npm, "@types/node", ["20.1.0"], ["20.1.1"]),
        ("pkg:npm/@types/node@20.1.0", .npm, "@types/node", ["20.1.0"], ["20.1.1"]),
        ("pkg:NPM/@types/node", .npm, "@types/node", ["20.1.0"], []),
        ("pkg://pypi/Zope.Interface@5.0", .pip, "zope-interface", ["5", "5.0.0"], ["5.0.1"]),
        ("pkg:pypi/idna@>=3.6,<3.8", .pip, "idna", ["3.6", "3.7", "3.8rc1"], ["3.5", "3.8", "4"]),
        ("pkg:pypi/idna@%3E%3D3.6%2C%3C3.8", .pip, "idna", ["3.7"], ["3.8"]),
        ("pkg:pypi/idna@!=3.7", .pip, "idna", ["3.6"], ["3.7", "3.7.0"]),
        ("pkg:pypi/idna@>=3.6|<3.8", .pip, "idna", ["3.6", "3.7"], ["3.8", "3.5"]),
        ("pkg:pypi/idna?vers=vers:pypi/>=3.6|<3.8", .pip, "idna", ["3.6", "3.7"], ["3.8", "3.5"]),
        ("pkg:pypi/idna?vers=vers:pypi%2F%3E%3D3.6%7C%3C3.8", .pip, "idna", ["3.7"], ["3.8"]),
        ("pkg:pypi/idna?vers=vers:pypi/*", .pip, "idna", ["3.7", "odd"], []),
        ("pkg:npm/a?vers=vers:npm/1.2.3|>=2.0.0|<5.0.0", .npm, "a", ["1.2.3", "2.0.0", "4.9.9"], ["1.2.4", "5.0.0"]),
        (
            "pkg:npm/a?vers=vers:npm/<1.0.0|>=2.0.0|!=2.1.0|<3.0.0|>4.0.0", .npm, "a",
            ["0.9.0", "2.0.0", "2.2.0", "4.0.1"], ["1.0.0", "2.1.0", "3.0.0", "4.0.0"]
        ),
        ("pkg:npm/a?vers=vers:npm/!=1.0.0|!=2.0.0", .npm, "a", ["1.5.0"], ["1.0.0", "2.0.0"]),
        ("pkg:maven/org.slf4j/slf4j-api@2.0.9", .maven, "org.slf4j:slf4j-api", ["2.0.9", "2.0.9.ga"], ["2.0.10"]),
        ("pkg:npm/a@>=1.14,<2", .npm, "a", ["1.14.0", "1.99.0"], ["1.13.9", "2.0.0"]),
        ("pkg:maven/g/a@>=2,<2.1", .maven, "g:a", ["2.0.9"], ["2.1", "1.9"]),
        ("pkg:npm/left@<1.1", .npm, "left", ["1.0.9", "1.1.0-beta.1"], ["1.1.0"]),
        ("pkg:npm/left@1.1", .npm, "left", ["1.1.0"], ["1.1.1"]),
        ("pkg:pypi/My_Package@==1.0", .pip, "my-package", ["1.0", "1.0.0"], ["1.0.1"]),
        ("pkg:maven/org.slf4j/slf4j-api@<2.0", .maven, "org.slf4j:slf4j-api", ["2.0-alpha1"], ["2.0", "2.0.1"]),
    ]

    @Test(arguments: patterns)
    func understood(_ row: (String, Ecosystem, String, yes: [String], no: [String])) throws {
        let pattern = try PackagePattern(row.0)
        #expect(pattern.name == PackageName(row.1, row.2))
        for version in row.yes { #expect(pattern.holds(version) == true, "\(row.0) \(version)") }
        for version in row.no { #expect(pattern.holds(version) == false, "\(row.0) \(version)") }
    }

    @Test func whatCannotBeComparedIsSaid() throws {
        #expect(try PackagePattern("pkg:pypi/idna@>=3.6").holds("odd") == nil)
    }

    static let mistakes: [(String, String)] = [
        ("npm/axios", "begins with `pkg:`"), ("pkg:axios", "a kind and a name"),
        ("pkg:gem/rails", "`gem` is not known"),
        ("pkg:npm/", "is no name"), ("pkg:npm/a/b", "is no name"), ("pkg:npm/@a/b/c", "is no name"),
        ("pkg:maven/a", "is no name"), ("pkg:pypi/a/b", "is no name"), ("pkg:npm/a@", "version behind `@`"),
        ("pkg:npm/a@>=", "a version is missing"), ("pkg:npm/a@>=1.0.0,,<2.0.0", "a version is missing"),
        ("pkg:npm/a@>=x", "`x` is no version"), ("pkg:npm/a@1.0.0#sub", "behind `#`"),
        ("pkg:npm/a?repository_url=x", "only qualifier"), ("pkg:npm/a@1.0.0?vers=vers:npm/*", "and a range besides"),
        ("pkg:npm/a?vers=vers:pypi/*", "kind of the package"), ("pkg:npm/a?vers=1", "kind of the package"),
        ("pkg:npm/a?vers=vers:npm/>=2.0.0|<1.0.0", "must rise"), ("pkg:npm/a?vers=vers:npm/1.0.0|1.0.0", "must rise"),
        ("pkg:npm/a?vers=vers:npm/>1.0.0|>2.0.0", "two beginnings"),
        ("pkg:npm/a?vers=vers:npm/1.0.0|<2.0.0", "an end stands without"),
        ("pkg:npm/a?vers=vers:npm/>1.0.0|2.0.0|<3.0.0", "inside of a range"),
        ("pkg:npm/a?vers=vers:npm/|1.0.0", "a version is missing"), ("pkg:npm/a%", "without two hexadecimal"),
        ("pkg:npm/a%FF", "no UTF-8"), ("pkg:npm/a%0Ab", "is no name"), ("pkg:npm/*", "no wildcards"),
        ("", "begins with `pkg:`"), ("pkg:npm//a", "is no name"), ("pkg:npm/a@1.0.0,", "a version is missing"),
        ("pkg:npm/a@" + Array(repeating: ">1", count: 1001).joined(separator: ","), "more than 1000 constraints"),
        ("pkg:npm/" + String(repeating: "a", count: 5000), "more than 4096"),
    ]

    @Test(arguments: mistakes)
    func mistakesAreNamed(text: String, part: String) {
        do throws(PatternError) {
            _ = try PackagePattern(text)
            Issue.record("\(text) was taken")
        } catch {
            #expect(error.description.contains(part), "\(text.prefix(100)): \(error)")
            #expect(error.description.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
        }
    }
}
