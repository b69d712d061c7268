import Commands
import Inventory
import TestSupport
import Testing

/// Flags of purges.
struct PurgeFlagTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("2026-11-21", 1_795_219_200), ("2024-02-29T23:59:59Z", 1_709_251_199),
        ("2000-03-01", 951_868_800), ("2100-03-01T00:00:01Z", 4_107_542_401),
    ])
    func moments(_ text: String, _ seconds: Int64) throws {
        let settings = try Parse.settings(["purge", "--project", "x", "--since", text])
        #expect(settings.since.value == seconds * 1_000_000_000)
    }

    @Test(arguments: [
        "", "2026", "2026-13-01", "2026-00-01", "2026-02-29", "1969-12-31", "2026-11-21T24:00:00Z",
        "2026-11-21T03:04:05",
        "2026-11-21 03:04:05Z", "2026/11/21", "+026-11-21", "9999-01-01",
    ])
    func noMoments(_ text: String) throws {
        let message = try Parse.message(["purge", "--since", text])
        #expect(message.contains("2026-11-21T03:04:05Z"), "\(message)")
    }

    @Test func whatContradictsIsSaid() throws {
        let message = try Parse.message(["purge", "--all", "--quarantine", "--no-quarantine"])
        #expect(message.contains("`--no-quarantine` contradicts `--quarantine`"), "\(message)")
        #expect(try Parse.settings(["purge", "--all", "--no-quarantine"]).quarantines.value == false)
        #expect(try Parse.settings(["purge", "--all", "--quarantine"]).quarantines.value == true)
        #expect(try Parse.settings(["purge", "--all"]).quarantines.value == nil)
    }

    @Test func theConfigurationSaysWhereAndHowMuch() throws {
        let file =
            "[quarantine]\ndirectory = \"/srv/q\"\nbudget = \"1GiB\"\n[receipts]\nkey = \"/etc/bezoar/host.key\"\n"
        let settings = try Parse.settings(["purge", "--all"], files: [Parse.usual: file])
        #expect(settings.quarantineFolder.value == "/srv/q")
        #expect(settings.quarantineBudget.value == 1 << 30)
        #expect(settings.hostKey.value == "/etc/bezoar/host.key")
    }

    @Test func policiesAreTakenAndKnowTheirHours() throws {
        let file = """
            [[purge]]
            older-than = "7d"
            hours = "22-6"
            [[purge]]
            caches = ["*npm*"]
            keep = ["release-*"]
            unused-for = "12h"
            budget = "50GiB"
            hours = "6-24"
            """
        let settings = try Parse.settings(["purge", "--policy"], files: [Parse.usual: file])
        let policies = settings.purgePolicies
        #expect(policies.map(\.olderThan) == [7 * 86_400, nil] && policies.map(\.budget) == [nil, 50 << 30])
        #expect(policies.map(\.caches) == [[], ["*npm*"]] && policies.map(\.keep) == [[], ["release-*"]])
        let hour: Int64 = 3_600_000_000_000
        let first = (0..<24).filter { policies[0].mayAct(at: (1_000 * 24 + Int64($0)) * hour) }
        #expect(first == [0, 1, 2, 3, 4, 5, 22, 23])
        #expect((0..<24).filter { policies[1].mayAct(at: Int64($0) * hour) } == Array(6..<24))
        let rows = SettingList.effective(in: settings).filter { $0.key.hasPrefix("purge.") }
        #expect(rows.map(\.value) == ["* older-than 7d", "*npm* unused-for 12h budget 50GiB"])
    }

    @Test func whatIsToBeKeptIsNamedByItsId() throws {
        for words in [["show", "x"], ["drop", "0123456789abcdeF"], ["restore", "0123456789abcdef", "../x"]] {
            #expect(try Parse.message(["quarantine"] + words).contains("sixteen hexadecimal digits"))
        }
        #expect(try Parse.message(["receipts", "x"]).contains("a whole number"))
    }
}
