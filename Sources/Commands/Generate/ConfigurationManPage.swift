private import Inventory

/// `bezoar.toml(5)`.
enum ConfigurationManPage {
    /// The page.
    static var page: ManPage {
        let path = Quotation.text(Settings.defaultConfiguration.bytes)
        var body = [".SH SYNOPSIS", Troff.bold(path), ".SH DESCRIPTION"]
        body += Troff.blocks(
            """
            The configuration of `bezoar`(1), in TOML 1.0. Flags and environment variables win over it. `--config` \
            and the variable `BEZOAR_CONFIG` name another file.

            The file is read strictly: an unknown key and a value of a wrong kind are errors that end the program \
            with exit code 2, since a setting that is silently ignored would leave an audit weaker than it seems. \
            All paths are absolute.
            """)
        for section in ConfigurationSection.all {
            body += [".SH \"[\(section.name)]\"", Troff.prose(section.summary)]
            for setting in SettingList.configurable where setting.key?.hasPrefix(section.name + ".") == true {
                body += entry(setting, section: section)
            }
        }
        body += [".SH \"[rule.<id>]\""]
        body += Troff.blocks(
            """
            Changes one rule; there may be a table for each. `bezoar rules list` names the ids. An id of no rule is \
            an error.
            """)
        for key in RuleOverrideKey.allCases {
            body += ManPage.entry(Troff.bold(key.rawValue), [Troff.prose(key.details)])
        }
        body += trust + purge
        body +=
            [".SH EXAMPLE", ".nf"]
            + example.split(separator: "\n", omittingEmptySubsequences: false).map {
                Troff.literal(String($0))
            }
        body += [".fi"] + ManPage.seeAlso(except: "bezoar.toml.5")
        return ManPage(name: "bezoar.toml", section: 5, summary: "configuration of bezoar", body: body)
    }

    private static var trust: [String] {
        var body = [".SH \"[[trust]]\""]
        body += Troff.blocks(
            """
            Which builds are trusted how far, for the rules about cache mounts that projects share. There may be many \
            such tables: the first that matches a build decides, and a build that none matches has no tier. Where both \
            keys for patterns are given, both must match; one of them is required.
            """)
        for key in TrustSettingKey.allCases {
            body += ManPage.entry(Troff.bold(key.rawValue), [Troff.prose(key.details)])
        }
        return body
    }

    private static var purge: [String] {
        var body = [".SH \"[[purge]]\""]
        body += Troff.blocks(
            """
            What `bezoar purge --policy` takes. There may be many such tables, and what any of them takes is purged. \
            Where a table has several conditions, all must hold; one of `older-than`, `unused-for` and `budget` is \
            required.
            """)
        for key in PurgePolicyKey.allCases {
            body += ManPage.entry(Troff.bold(key.rawValue), [Troff.prose(key.details)])
        }
        return body
    }

    /// A working file; a test parses it.
    static let example = """
        [audit]
        trees = ["/srv/cache/npm", "/srv/cache/pip"]
        jobs = 2
        fail-on = "medium"

        [manifest]
        keep-history = "800d"

        [rule.executable-file]
        enabled = false

        [[trust]]
        tier = "untrusted"
        projects = ["https://git.example.com/forks/*"]

        [[purge]]
        keep = ["release-*"]
        unused-for = "14d"
        hours = "22-6"
        """

    private static func entry(_ setting: any Setting, section: ConfigurationSection) -> [String] {
        let name = setting.key?.dropFirst(section.name.count + 1) ?? ""
        var body = Troff.blocks(setting.details, request: ".IP")
        var facts = "Value: \(setting.grammar.configurationExpectation)."
        facts += setting.defaultLiteral.map { " Default: `\($0.configuration)`." } ?? ""
        if let flag = setting as? any Flag { facts += " Flag: `\(flag.spelling)`." }
        body += [".IP", Troff.prose(facts)]
        return ManPage.entry(Troff.bold(String(name)), body)
    }
}
