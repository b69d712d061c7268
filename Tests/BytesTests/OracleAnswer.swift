import Testing

/// What an oracle script said; the scripts tell the form of their lines.
struct OracleAnswer {
    /// How many documents the oracle accepted.
    let accepted: Int
    /// Each difference with its document.
    private(set) var problems: [String] = []
    /// Names of known differences that were met.
    private(set) var quirks: Set<String> = []

    /// Takes the lines apart; an oracle that did not come to its end is an error.
    init(_ output: [UInt8], documents: [[UInt8]]) throws {
        var accepted: Int?
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
            if let summary = line.wholeMatch(of: #/\{"documents": (\d+), "accepted": (\d+)\}/#) {
                #expect(Int(summary.1) == documents.count)
                accepted = Int(summary.2)
            } else if let quirk = line.wholeMatch(of: #/\{"number": \d+, "quirk": "(.*)"\}/#) {
                quirks.insert(String(quirk.1))
            } else if let number = line.firstMatch(of: #/"number": (\d+)/#)?.1, let index = Int(number) {
                problems.append("\(line)\n\(String(decoding: documents[index], as: UTF8.self).debugDescription)")
            } else {
                problems.append(String(line))
            }
        }
        self.accepted = try #require(accepted, "the oracle did not finish")
    }
}
