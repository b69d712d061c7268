/// `manifest.keep-scans`: only in the configuration file, since it concerns every audit alike.
struct KeepScansSetting: Setting {
    let summary = "How long versions of files that are gone stay in full"
    let details = """
        When a file has changed or gone, its old version stays in the manifest for this long, with path, times \
        and owner. After that only a short history of it is left.
        """
    var key: String? { "manifest.keep-scans" }
    let grammar = DurationGrammar()
    var place: WritableKeyPath<Settings, Sourced<Int64>> { \.keepScans }
}
