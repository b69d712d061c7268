import TestSupport
import Testing

/// Every known way to poison a cache is caught by the whole program, and the document says by which rule.
///
/// With `BEZOAR_WRITE_DOCUMENTS=1` the document is written; otherwise it must be what would be written.
struct PoisonTests {
    private static let document = fixture("../../docs/poison-cases.md")
    private static let begin = "<!-- The rest is written by Tests/PackageTests: BEZOAR_WRITE_DOCUMENTS=1 -->\n"

    @Test func eachCaseIsCaughtAndTheDocumentSaysSo() async throws {
        let rows = try await Self.rows(of: PoisonCase.all)
        for row in rows where !row.isCaught {
            Issue.record("\(row.tried.client) \(row.tried.attack) is not caught as expected: \(row.line)")
        }
        #expect(rows.flatMap(\.forgotten) == [], "some reader keeps silent")
        let old = try PackageBench.run(["cat", Self.document])
        guard let place = old.firstRange(of: Self.begin) else {
            Issue.record("\(Self.document) has lost the line that the table follows")
            return
        }
        let new = old[..<place.upperBound] + Self.tables(rows)
        if Program.variable("BEZOAR_WRITE_DOCUMENTS") == "1" {
            let tree = try TestTree()
            try tree.write("document", String(new))
            try PackageBench.run(["cp", tree.file("document"), Self.document])
        } else {
            let differing = new.split(separator: "\n").filter { !old.contains($0) }
            #expect(old == new, "not current: \(differing)")
        }
    }

    /// Two at a time, in the order of the cases.
    private static func rows(of cases: [PoisonCase]) async throws -> [PoisonRow] {
        var manifests: [SampleClient: TestTree] = [:]
        for client in SampleClient.allCases { manifests[client] = try PackageBench.registered(client) }
        defer { withExtendedLifetime(manifests) {} }
        let locked = manifests.mapValues { $0.file("locked.db") }
        return try await withThrowingTaskGroup(of: (Int, PoisonRow).self) { group in
            var rows: [Int: PoisonRow] = [:]
            for (number, tried) in cases.enumerated() {
                if number >= 2, let (place, row) = try await group.next() { rows[place] = row }
                group.addTask { (number, try PoisonRow(tried, locked: locked[tried.client] ?? "")) }
            }
            for try await (place, row) in group { rows[place] = row }
            return cases.indices.compactMap { rows[$0] }
        }
    }

    private static func tables(_ rows: [PoisonRow]) -> String {
        var text = ""
        for client in SampleClient.allCases {
            text += """

                ## \(client.title)

                | | what the attacker changes | the cache alone | and a lockfile | and an earlier audit |
                |---|---|---|---|---|

                """
            for row in rows where row.tried.client == client { text += row.line + "\n" }
        }
        return text
    }
}
