import Bytes
import TestSupport

/// What an audit said of packages.
struct PackageReport {
    /// One finding.
    struct Finding: Hashable {
        var rule: String
        var severity: String
        var path: String
        var purl: String

        /// Whether an audit fails because of it, unless told otherwise.
        var isGrave: Bool { severity == "high" || severity == "critical" }
    }

    /// One package file.
    struct Package: Hashable {
        var purl: String
        var kind: String
        var verdict: String
        var path: String
    }

    let status: Int32
    let findings: [Finding]
    let packages: [Package]
    /// Paths that were not seen, and why.
    let incomplete: [String]
    /// Those among them that no reader spoke of.
    let forgotten: [String]

    /// Of a run with `--format json`.
    init(_ result: Program.Result) throws {
        status = result.status
        let document: JSONValue
        do {
            document = try JSON.parse(result.output)
        } catch {
            throw Program.Failure(description: "exit \(result.status), no report: \(error) \(result.errorText)")
        }
        func list(_ name: String) -> [JSONValue] { document.object?[name]?.array ?? [] }
        func text(_ value: JSONValue, _ name: String) -> String { value.object?[name]?.string ?? "" }
        findings = list("findings").map {
            Finding(
                rule: text($0, "rule"), severity: text($0, "severity"), path: text($0, "path"), purl: text($0, "purl"))
        }
        packages = list("artifacts").map {
            Package(
                purl: text($0, "purl"), kind: text($0, "kind"), verdict: text($0, "verdict"), path: text($0, "path"))
        }
        incomplete = list("incomplete").map { text($0, "path") + " " + text($0, "reason") }
        forgotten = list("incomplete").filter { text($0, "detail").contains("no reader took it") }.map {
            text($0, "path")
        }
    }

    /// Findings that fail an audit.
    var grave: [Finding] { findings.filter(\.isGrave) }

    /// Names of the rules that found something.
    var rules: Set<String> { Set(findings.map(\.rule)) }

    /// The verdict of the one package of this name.
    func verdict(_ purl: String, kind: String) -> String? {
        packages.first { $0.purl == purl && $0.kind == kind }?.verdict
    }
}
