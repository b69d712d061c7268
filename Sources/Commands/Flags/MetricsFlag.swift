import Inventory

/// `--metrics FILE`: how the run went, in numbers.
struct MetricsFlag: Flag {
    let name = "metrics"
    let valueName = "FILE"
    let category = FlagCategory.output
    let summary = "Write numbers for Prometheus into this file as well"
    let details = """
        When the command ends, also where it fails or is stopped, write into this file when it ran, how it ended and \
        what it came to, in the text format of Prometheus. node_exporter collects such files (`*.prom`) from the \
        folder that its `--collector.textfile.directory` names. The file is written beside and renamed into place. \
        Counters, and the time of the last success, go on from what stood there before. The file must not lie in a \
        cache.
        """
    let variable: String? = nil
    let grammar = PathGrammar(isDirectory: false)
    var place: WritableKeyPath<Settings, Sourced<ByteString?>> { \.metrics }
}
