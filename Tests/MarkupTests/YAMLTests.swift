import Bytes
import Markup
import TestSupport
import Testing

@Suite("YAML")
struct YAMLTests {
    /// The value in the form that the oracle writes. Calls itself: the limit on nesting bounds it.
    private func line(_ value: YAMLValue) -> String {
        switch value {
        case .scalar(let scalar): "s" + MarkupCase.hexadecimal(scalar.text)
        case .sequence(let elements): "[" + elements.map(line).joined(separator: ",") + "]"
        case .mapping(let mapping):
            "{"
                + mapping.members.map { "s" + MarkupCase.hexadecimal($0.key) + "=" + line($0.value) }
                .joined(separator: ",") + "}"
        }
    }

    private func parse(_ text: String, _ limits: YAMLLimits = .standard) throws(MarkupError) -> YAMLValue {
        try YAML.parse(Array(text.utf8), limits: limits)
    }

    private func refusal(_ text: String, _ limits: YAMLLimits = .standard) -> String {
        do throws(MarkupError) {
            _ = try parse(text, limits)
            return "accepted"
        } catch {
            return "\(error.kind.rawValue): \(error)"
        }
    }

    @Test("A lockfile becomes a tree")
    func lockfile() throws {
        let tree = try parse(
            """
            lockfileVersion: '9.0'
            packages:
              a@1.0.0:
                resolution: {integrity: sha512-x==}
                cpu: [x64, arm64]
            """)
        let root = try #require(tree.mapping)
        #expect(root["lockfileVersion"] == .scalar(YAMLScalar(text: "9.0", isPlain: false)))
        let package = root["packages"]?.mapping?["a@1.0.0"]?.mapping
        #expect(package?["resolution"]?.mapping?["integrity"]?.text == "sha512-x==")
        #expect(package?["cpu"]?.elements?.map(\.text) == ["x64", "arm64"])
        #expect(root["packages"]?.mapping?.members.first?.position.line == 3)
        #expect(try parse("") == .scalar(YAMLScalar(text: "", isPlain: true)))
    }

    @Test("Repeated keys are kept and named")
    func duplicates() throws {
        let mapping = try #require(try parse("a: 1\nb: 2\n'a': 3\na: 4\n").mapping)
        #expect(mapping.members.count == 4)
        #expect(mapping.duplicateKeys == ["a"])
        #expect(mapping["a"]?.text == "4")
    }

    @Test("Aliases stand for copies, and those of aliases end at the limit")
    func aliases() throws {
        #expect(line(try parse("[&a [x], *a, *a]")) == "[[s78],[s78],[s78]]")
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
        for level in 1...9 {
            let aliases = [String](repeating: "*a\(level - 1)", count: 9).joined(separator: ",")
            bomb += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(refusal(bomb).contains("aliases stand for more values"))
        #expect(refusal("[&a x, *a, *a]", YAMLLimits(aliases: 2)) == "accepted")
        #expect(refusal("[&a x, *a, *a]", YAMLLimits(aliases: 1)).contains("more aliases"))
        #expect(refusal("&a [*a]").contains("no value yet"))
        #expect(refusal("[*a]").contains("no value yet"))
        #expect(refusal("[&a x, &a y]").hasPrefix("refused"))
    }

    @Test("Each limit holds, and what is at the limit passes")
    func limits() {
        #expect(refusal("[[x]]", YAMLLimits(nesting: 2)) == "accepted")
        #expect(refusal("[[x]]", YAMLLimits(nesting: 1)).contains("nested deeper"))
        #expect(refusal("[x,y]", YAMLLimits(values: 3)) == "accepted")
        #expect(refusal("[x,y]", YAMLLimits(values: 2)).contains("more values"))
        #expect(refusal("abc", YAMLLimits(scalar: 3)) == "accepted")
        #expect(refusal("abcd", YAMLLimits(scalar: 3)).contains("4 bytes"))
        #expect(refusal("abcd", YAMLLimits(size: 3)).contains("4 bytes"))
        #expect(refusal("a: 1\n---\nb: 2\n").contains("a second document"))
        #expect(refusal("{[a]: b}").contains("no scalar"))
        #expect(refusal(String(repeating: "%TAG !a! b\n", count: 1_001)).contains("`%TAG` lines"))
        #expect(refusal(String(repeating: "[", count: 100_000)).contains("nested deeper"))
        #expect(refusal(String(repeating: "- ", count: 100_000)).contains("nested deeper"))
    }

    @Test("Faults say where, and bytes that are not UTF-8 are refused")
    func faults() {
        #expect(refusal("a: b\n c: d\n").hasPrefix("malformed: YAML, line 2, column 3: mapping values are not allowed"))
        #expect(throws: MarkupError.self) { try YAML.parse([0x61, 0xFF]) }
        #expect(throws: MarkupError.self) { try YAML.parse([0xFF, 0xFE, 0x61, 0]) }
    }

    /// Where libyaml and PyYAML differ: `?` inside of a plain scalar in a flow collection, and a comment right behind
    /// the mark of a block scalar.
    private static let differences = ["but got '?'", "expected chomping or indentation indicators, but found '#'"]

    @Test("Right and broken documents are read as PyYAML reads them", arguments: [1, 2])
    func differential(seed: Int) throws {
        var accepted = 0
        for one in try MarkupCase.make("yaml_cases.py", seed: seed, count: 1_000) {
            do throws(MarkupError) {
                let ours = line(try YAML.parse(one.document))
                accepted += 1
                let isKnown = Self.differences.contains { one.answer.contains($0) }
                #expect(
                    one.verdict == "ok" || isKnown,
                    "accepted, Python: \(one.answer) \(one.text.debugDescription)")
                if one.verdict == "ok" { #expect(ours == one.answer, "\(one.text.debugDescription)") }
            } catch {
                #expect(one.verdict != "ok", "\(error) \(one.text.debugDescription)")
            }
        }
        #expect((300...950).contains(accepted), "\(accepted): both answers must be common")
    }
}
