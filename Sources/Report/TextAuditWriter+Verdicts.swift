internal import Inventory

/// How the packages came out: only what is verified is good news.
///
/// ```
///  Packages
///    CACHE              ECOSYSTEM  VERIFIED  CONSISTENT  MISMATCH  UNKNOWN
///    //root/.cache/pip  pip              10           2         1        0
/// ```
extension TextAuditWriter {
    /// Writes the table; nothing where no package was recognised.
    func writeVerdicts(_ report: AuditReport, to output: Output) {
        if report.verdicts.isEmpty { return }
        let titles = Verdict.allCases.map { Table.Column($0.rawValue.uppercased(), isRight: true) }
        var table = Table([Table.Column("CACHE", canShrink: true), Table.Column("ECOSYSTEM")] + titles)
        for tally in report.verdicts {
            let cells = Verdict.allCases.map { verdict in
                let count = tally.counts[verdict]
                return Table.Cell(Human.count(count), count == 0 ? .plain : Self.ink(verdict))
            }
            table.add([Table.Cell(names[tally.cache] ?? "?"), Table.Cell(tally.ecosystem.rawValue)] + cells)
        }
        output.write("\n" + style.paint("Packages", .heading) + "\n" + table.render(style, indent: 2))
    }

    private static func ink(_ verdict: Verdict) -> TextStyle.Ink {
        switch verdict {
        case .verified: .good
        case .mismatch: .warning
        case .consistent, .unknown: .plain
        }
    }
}
