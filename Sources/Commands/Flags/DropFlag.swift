/// `--drop N`: give up an interrupted purge.
struct DropFlag: Flag {
    let name = "drop"
    let valueName = "N"
    let category = FlagCategory.removing
    let summary = "Give up the interrupted purge of this number"
    let details = """
        Give up the interrupted purge of this number: nothing more is removed, and it is not finished by a later run. \
        What it had renamed away for deletion is named by its path: it is put back where that is safe and its name is \
        free, and else stays there, with what to do about it. The receipt says what was removed before.
        """
    let variable: String? = nil
    let grammar = OptionalNumberGrammar(range: 1...1_000_000_000)
    var place: WritableKeyPath<Settings, Sourced<Int?>> { \.drops }
}
