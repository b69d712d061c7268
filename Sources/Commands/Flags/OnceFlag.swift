/// `--once`: no daemon.
struct OnceFlag: Flag {
    let name = "once"
    let category = FlagCategory.agent
    let summary = "Run each job once, and end"
    let details = """
        Run what is in the folder of incidents and then each job once, in this order: harvest, audit, purge; and end \
        with the exit code that says most. For timers of other makes, and to try a configuration out.
        """
    let variable: String? = nil
    let grammar = ToggleGrammar(on: true, off: false)
    var place: WritableKeyPath<Settings, Sourced<Bool>> { \.runsOnce }
}
