import Inventory

/// `bezoar hunt`.
struct HuntCommand: Command {
    let path = ["hunt"]
    let summary = "Say where a package, a content or a file is and was, since when, and who built with it"
    let details = """
        Looks for what is named in all that audits have seen, now and in history, and says of each place when it was \
        seen first and last, whether it is still there, and which builds had the mount since. It asks the manifest \
        and walks nothing: what changed since the last audit is not known to it, so it says how old that is.

        What may be named:

          pkg:npm/axios@1.14.1
              One version of a package; the types are pypi, npm, maven, cargo, golang.
          pkg:npm/axios
              All its versions.
          pkg:pypi/idna@>=3.6,<3.8
              Versions for which each comparison holds: >= > <= < = !=
          pkg:pypi/idna?vers=vers:pypi/>=3.6|<3.8
              Versions in a range of the VERS specification.
          sha256:0123...
              A content; also sha512: and sha1: where packages have them.
          axios
              A bare word: in the names of packages of all kinds, and of files.
          *.pth
              A file name, at any depth; with a slash, the end of a path. * and ?
              are wild. What lies inside of archives has no name here.
          file:axios@1.14.1
              A file name that would be taken for something else.

        Where nothing is named, all imported advisories are looked for; see `bezoar intel import`.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured + [
            AdvisoriesFlag(), NameContainsFlag(), DatabaseFlag(.kept), FormatFlag([.text, .json, .jsonl]),
            OutputFlag(), HostNameFlag(), MetricsFlag(),
        ]
    }
    let positionals = [
        Positional(
            "WHAT", summary: "A package URL, a digest, a word or a file name", isRequired: false, isRepeated: true)
    ]
    let examples = [
        Example("Where is, or was, a version that somebody took over?", "bezoar hunt pkg:npm/axios@1.14.1"),
        Example(
            "Look for a content and for the files that may have brought it, for a machine to read.",
            "bezoar hunt sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 *.pth --format json"
        ),
        Example("Look for all that the imported advisories name.", "bezoar hunt"),
        Example("Look for what a downloaded export names, without importing it.", "bezoar hunt --osv npm/all.zip"),
    ]
    let exits = [
        ExitMeaning(.clean, "Nothing was found, and everything could be asked."),
        ExitMeaning(.findings, "Something was found, there now or gone."), ExitMeaning(.usage),
        ExitMeaning(
            .incomplete,
            "Nothing was found, but the last audit did not see everything, or an advisory could not be understood or "
                + "compared."), ExitMeaning(.failed),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        var questions: [HuntQuestion] = []
        for word in words {
            do throws(HuntQuestionError) {
                questions.append(try HuntQuestion(word))
            } catch {
                throw UsageError("\(Quotation.text(word.bytes)): \(error.sentence)", help: self.words)
            }
        }
        return .hunt(questions)
    }
}
