import Bytes
import Inventory
import Linux
import TestSupport
import Testing

/// The page, the alerts and the dashboard speak of the metrics that there are.
struct MonitoringTests {
    private static let alerts = "packaging/prometheus/bezoar.rules.yaml"
    private static let alertTests = "packaging/prometheus/bezoar.rules.test.yaml"
    private static let dashboard = "packaging/grafana/bezoar.json"

    private func bytes(_ path: String) throws -> [UInt8] {
        try OwnFile.read(Array(repositoryFile(path).utf8), limit: 1 << 20)
    }

    private func lines(_ path: String) throws -> [String] {
        String(decoding: try bytes(path), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Words of a text that look like metrics, without what histograms add.
    private func metricNames(in text: String) -> Set<String> {
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
        let named = words.filter { word in
            ["bezoar_", "buildkit_", "container_"].contains { word.hasPrefix($0) }
        }
        return Set(named.map { $0.hasSuffix("_bucket") ? String($0.dropLast("_bucket".count)) : $0 })
    }

    private let known = Set(Metric.allCases.map(\.rawValue))

    // MARK: The page

    @Test func theTableOfMetricsIsWhole() throws {
        let rows = try lines("docs/metrics.md").filter { line in
            line.hasPrefix("| `") && known.contains { line.hasPrefix("| `\($0)` |") }
        }
        let wanted = Metric.allCases.map { metric in
            let labels = metric.labels.map { "`\($0)`" }.joined(separator: ", ")
            return "| `\(metric.rawValue)` | \(metric.kind.rawValue) | \(labels) | \(metric.help) |"
        }
        #expect(rows == wanted)
    }

    @Test func everyLabelAndItsValuesAreExplained() throws {
        let text = try lines("docs/metrics.md")
        func row(_ label: String) -> String { text.first { $0.hasPrefix("| `\(label)` |") } ?? "" }
        for label in Set(Metric.allCases.flatMap(\.labels)) { #expect(!row(label).isEmpty, "\(label)") }
        for severity in Severity.allCases { #expect(row("severity").contains("`\(severity.rawValue)`")) }
        for verdict in Verdict.allCases { #expect(row("verdict").contains("`\(verdict.rawValue)`")) }
        for ecosystem in Ecosystem.allCases { #expect(row("ecosystem").contains("`\(ecosystem.rawValue)`")) }
        for outcome in PurgeReport.Outcome.allCases {
            #expect(row("outcome").contains("`\(outcome.rawValue)`"))
        }
        for status in PurgeRecord.Status.allCases where status != .running {
            #expect(row("status").contains("`\(status.rawValue)`"))
        }
        for task in MetricTask.allCases { #expect(row("task").contains("`\(task.rawValue)`")) }
    }

    /// Prometheus puts these on every series, and renames what a program calls the same.
    @Test func noLabelIsTakenByPrometheus() {
        let labels = Set(Metric.allCases.flatMap(\.labels))
        #expect(labels.isDisjoint(with: ["job", "instance", "le", "quantile"]))
    }

    // MARK: Alerts

    private func alertNames() throws -> [String] {
        try lines(Self.alerts).compactMap { line in
            line.firstRange(of: "- alert: ").map { String(line[$0.upperBound...]) }
        }
    }

    @Test func alertsAskForMetricsThatExist() throws {
        let text = try lines(Self.alerts).filter { !$0.hasPrefix("#") }.joined(separator: "\n")
        let names = metricNames(in: text)
        #expect(names.count > 8 && names.subtracting(known).isEmpty, "\(names.subtracting(known))")
    }

    @Test func eachAlertIsExplainedAndTested() throws {
        let names = try alertNames()
        #expect(names.count > 10)
        let page = try lines("docs/metrics.md")
        let rows = page.filter { $0.hasPrefix("| `Bezoar") || $0.hasPrefix("| `Build") }
        #expect(rows.map { String($0.dropFirst(3).prefix { $0 != "`" }) } == names)
        let tests = String(decoding: try bytes(Self.alertTests), as: UTF8.self)
        for name in names {
            let checks = tests.split(separator: "alertname: ").filter { $0.hasPrefix(name + "\n") }
            #expect(checks.contains { $0.contains("- exp_labels:") }, "\(name) never fires in a test")
            #expect(checks.contains { $0.contains("exp_alerts: []") } || name == "BezoarIncidentFailed", "\(name)")
        }
    }

    @Test(.enabled(if: Promtool.path != nil, "promtool is installed by packaging/setup"))
    func promtoolIsContentWithTheAlerts() throws {
        for words in [["check", "rules", Self.alerts], ["test", "rules", Self.alertTests]] {
            let answer = try Promtool.run(Array(words.dropLast()) + [repositoryFile(words[2])])
            #expect(answer.status == 0, "\(answer.outputText)\(answer.errorText)")
        }
    }

    // MARK: The dashboard

    @Test func dashboardAsksForMetricsThatExist() throws {
        let panels = try JSON.parse(bytes(Self.dashboard)).object?["panels"]?.array ?? []
        var names: Set<String> = []
        for panel in panels.compactMap(\.object) where panel["type"]?.string != "row" {
            let targets = panel["targets"]?.array?.compactMap { $0.object?["expr"]?.string } ?? []
            #expect(!targets.isEmpty, "\(panel["title"]?.string ?? "")")
            for target in targets {
                let asked = metricNames(in: target)
                #expect(!asked.isEmpty && asked.isSubset(of: known), "\(target)")
                #expect(target.contains("instance=~\"$instance\""), "\(target)")
                names.formUnion(asked)
            }
        }
        #expect(names.count > 15)
    }

    /// No panel lies over another, and none bears the number of another.
    @Test func panelsHavePlacesOfTheirOwn() throws {
        let panels = (try JSON.parse(bytes(Self.dashboard)).object?["panels"]?.array ?? []).compactMap(\.object)
        #expect(Set(panels.compactMap { $0["id"]?.integer }).count == panels.count)
        var taken: Set<[Int64]> = []
        for panel in panels {
            let place = try #require(panel["gridPos"]?.object)
            func number(_ key: String) -> Int64 { place[key]?.integer ?? -1 }
            let (x, y, width, height) = (number("x"), number("y"), number("w"), number("h"))
            try #require(x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= 24)
            for column in x..<(x + width) {
                for line in y..<(y + height) {
                    #expect(taken.insert([column, line]).inserted, "\(panel["title"]?.string ?? "")")
                }
            }
        }
    }

    @Test func dashboardFollowsItsSchema() throws {
        let answer = try PythonOracle.ask(script: fixture("service/dashboard.py"), input: bytes(Self.dashboard))
        #expect(answer.isEmpty, "\(String(decoding: answer, as: UTF8.self))")
    }

    @Test func theSchemaRefusesWhatItDoesNotKnow() throws {
        let text = String(decoding: try bytes(Self.dashboard), as: UTF8.self)
        let broken = text.replacing("\"graphMode\"", with: "\"grafMode\"")
        let answer = try PythonOracle.ask(script: fixture("service/dashboard.py"), input: Array(broken.utf8))
        #expect(String(decoding: answer, as: UTF8.self).contains("options/grafMode"))
    }
}
