import Inventory

/// `--name-contains TEXT`: part of a name.
struct NameContainsFlag: Flag {
    let name = "name-contains"
    let valueName = "TEXT"
    let category = FlagCategory.hunt
    let summary = "Look for names that hold this text; may be repeated"
    let details = """
        Look for packages and files whose name holds this text. Of files the last part of the path counts. Letters \
        from A to Z are found in either case. May be given several times.
        """
    let variable: String? = nil
    let grammar = TextListGrammar()
    var place: WritableKeyPath<Settings, Sourced<[ByteString]>> { \.nameTexts }
}
