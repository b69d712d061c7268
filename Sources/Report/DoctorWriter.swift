package import Inventory

/// `doctor`: text, or `bezoar.doctor/1`.
///
/// ```
///  WARNINGS: 1 check needs attention
///
///  Privileges
///    ok       effective user   0
///    warning  state root       /var/lib/docker
///             why: it may not be read
///             remedy: run as root
/// ```
package struct DoctorWriter {
    /// Name and version of the JSON format.
    package static let schema = "bezoar.doctor/1"

    private let style: TextStyle

    package init(style: TextStyle = TextStyle()) {
        self.style = style
    }

    /// Writes the whole report.
    package func write(_ report: DoctorReport, as format: DocumentFormat, to output: Output) {
        switch format {
        case .text: writeText(report, to: output)
        case .json: writeJSON(report, to: output)
        }
        output.flush()
    }

    private func writeText(_ report: DoctorReport, to output: Output) {
        let failed = report.count(.failed)
        let warnings = report.count(.warning)
        let isQuiet = style.detail == .quiet
        if failed > 0 {
            let rest = warnings > 0 ? ", " + Human.counted(warnings, "warning") : ""
            output.write(style.paint("FAILED: " + Human.counted(failed, "check") + " failed" + rest, .high) + "\n")
        } else if warnings > 0 {
            let needs = Human.counted(warnings, "check needs", "checks need") + " attention"
            output.write(style.paint("WARNINGS: " + needs, .warning) + "\n")
        } else if !isQuiet {
            output.write(style.paint("OK: nothing needs attention", .good) + "\n")
        }
        let width = DoctorReport.Status.allCases.map(\.rawValue.count).max() ?? 0
        for section in report.sections {
            let checks = section.checks.filter { !isQuiet || $0.status == .failed || $0.status == .warning }
            guard !checks.isEmpty else { continue }
            output.write("\n" + style.paint(Escape.prose(section.title), .heading) + "\n")
            let nameWidth = checks.map { DisplayWidth.of(Escape.prose($0.name)) }.max() ?? 0
            for check in checks {
                // One table a check, as a remedy may stand between two; equal widths keep the columns in line.
                let status = check.status.rawValue
                let name = Escape.prose(check.name)
                output.write(
                    "  " + style.paint(status, Self.ink(check.status)) + Self.pad(width - status.count + Table.gap))
                output.write(
                    name + Self.pad(nameWidth - DisplayWidth.of(name) + Table.gap) + Escape.shown(check.value) + "\n")
                for (label, text) in [("why: ", check.why), ("remedy: ", check.remedy)] {
                    guard let text else { continue }
                    output.write(
                        Paragraph.lines(Escape.prose(text), style, indent: width + 2 + Table.gap, label: label))
                }
            }
        }
    }

    private static func pad(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

    private static func ink(_ status: DoctorReport.Status) -> TextStyle.Ink {
        switch status {
        case .ok: .good
        case .warning: .warning
        case .failed: .high
        case .info: .info
        }
    }

    private func writeJSON(_ report: DoctorReport, to output: Output) {
        var json = JSONWriter(to: output, lineDepth: 4)
        json.object { json in
            json.member("schema", Self.schema)
            json.tool(version: report.version)
            json.member("host", report.host)
            json.array("sections") { json in
                for section in report.sections {
                    json.object { json in
                        json.member("title", section.title)
                        json.array("checks") { json in
                            for check in section.checks { json.object { $0.members(of: check) } }
                        }
                    }
                }
            }
            json.object("summary") { json in
                for status in DoctorReport.Status.allCases { json.member(status.rawValue, report.count(status)) }
            }
        }
        json.finish()
    }
}

extension JSONWriter {
    fileprivate mutating func members(of check: DoctorReport.Check) {
        member("name", check.name)
        member("status", check.status.rawValue)
        member("value", check.value)
        member("why", check.why)
        member("remedy", check.remedy)
    }
}
