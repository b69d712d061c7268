import Inventory

/// `bezoar receipts`.
struct ReceiptsCommand: Command {
    let path = ["receipts"]
    let summary = "List the receipts of purges and check their signatures"
    let details = """
        Lists what purges did: when, which command, how much was removed, whether all of it is gone, and who signed \
        for it. With a key each signature is checked. With a number the receipt itself is written: an in-toto \
        statement in a DSSE envelope, which other programs can check as well.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured + [
            DatabaseFlag(.kept), KeyFlag(.check), FormatFlag([.text, .json]), OutputFlag(),
        ]
    }
    let positionals = [
        Positional("NUMBER", summary: "The purge whose receipt is written", isRequired: false)
    ]
    let examples = [
        Example("Check all receipts.", "bezoar receipts --key host.pub"),
        Example("Hand a receipt on.", "bezoar receipts 7 --output receipt.json"),
    ]
    let exits = [
        ExitMeaning(.clean, "All receipts are as they were made."),
        ExitMeaning(.findings, "A receipt is damaged, or not signed by this key."),
        ExitMeaning(.usage), ExitMeaning(.failed),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        guard let word = words.first else { return .receipts(number: nil) }
        guard let number = NumberGrammar.digits(word.bytes[...]) else {
            throw UsageError(
                "NUMBER: a whole number is expected, found `\(Quotation.text(word.bytes))`", help: self.words)
        }
        return .receipts(number: number)
    }
}
