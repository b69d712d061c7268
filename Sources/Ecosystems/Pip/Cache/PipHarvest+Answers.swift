import Inventory

/// What an answer says without its body: how it is written, where it leads, what it gives away.
extension PipHarvest {
    /// Looks at one answer.
    mutating func judge(_ answer: HTTPAnswer, _ index: Int, isNew: Bool) {
        switch answer.form {
        case .pickle:
            let file =
                isNew ? "no version of pip reads it here" : "pip 6 to 23.2 runs it as code when it looks here"
            observe("unsafe-entry", grade: isNew ? "unread" : nil, index, "The entry is a Python pickle; \(file)")
            return
        case .other:
            observe(
                "foreign-file", grade: "unread-entry", index, "The entry is in a form that no version of pip reads")
            return
        case .json, .messagePack: break
        }
        if answer.hasDuplicates {
            observe(
                "unsafe-entry", grade: "ambiguous", index,
                "The entry says the same thing twice, and pip's versions differ on which counts")
        }
        if isNew, let body = answer.body, !body.isEmpty {
            observe(
                "misplaced-entry", grade: "second-body", index,
                "The entry holds a body of its own beside the one in its file")
        }
        if answer.isRedirect { judgeRedirect(answer, index) }
        if let control = answer.headers["date"], let date = WebDate.seconds(control) { judgeDate(date, index) }
        for (name, value) in answer.vary.sorted(by: { $0.key < $1.key }) {
            guard let value, !value.isEmpty, Self.secretHeaders.contains(name) else { continue }
            leak(index, "request header", name)
        }
        for name in answer.headers.keys.sorted() where Self.secretHeaders.contains(name) {
            leak(index, "answer's header", name)
        }
        if let location = answer.headers["location"],
            PipURL.hasCredentials(location) || PipURL.hasSecretQuery(location)
        {
            leak(index, "address of a redirect", "location")
        }
    }

    /// Headers that give access to whoever reads them.
    private static let secretHeaders: Set<String> = [
        "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-jfrog-art-api", "private-token",
    ]

    /// Notes a secret by its place and kind. `name` is one of our own words.
    mutating func leak(_ index: Int, _ place: String, _ name: String) {
        observe(
            "credential-in-cache", index, "A \(place) that grants access was stored",
            evidence: [.init("place", .text(place)), .init("kind", .text(name))])
    }

    private mutating func judgeRedirect(_ answer: HTTPAnswer, _ index: Int) {
        let target = answer.headers["location"] ?? ""
        var evidence: [Finding.Evidence] = [.init("status", .number(Int64(answer.status)))]
        evidence.append(.init("target", .bytes(PipURL.shown(target))))
        let hasOrigin = answer.headers["date"] != nil || answer.headers["etag"] != nil
        evidence.append(.init("dated", .flag(hasOrigin)))
        let isLocal = PipURL.Parts(target) == nil && !target.hasPrefix("//")
        let grade = !hasOrigin ? "forged" : isLocal ? "same-host" : nil
        observe(
            "cached-redirect", grade: grade, index,
            hasOrigin
                ? "A stored redirect is followed without asking the index again"
                : "A stored redirect without date and mark, which no answer of a server lacks, is followed for ever",
            evidence: evidence)
    }

    /// An answer dated after the file was written, which stays fresh until then.
    private mutating func judgeDate(_ date: Int64, _ index: Int) {
        guard let modified = files.files[index].modified else { return }
        let written = modified / 1_000_000_000
        guard date > written, date - written > Self.clockSlack else { return }
        observe(
            "index-mismatch", grade: "freshness", index,
            "The answer says to be younger than the file it is in, and so stays fresh",
            evidence: [
                .init("dated", .time(date.multipliedReportingOverflow(by: 1_000_000_000).partialValue)),
                .init("written", .time(modified)),
            ])
    }

    /// Seconds by which a server's clock may be ahead.
    private static let clockSlack: Int64 = 2 * 86_400
    /// Seconds for which an index may say to be fresh; the Python Package Index says 600.
    static let freshness = 7 * 86_400
}
