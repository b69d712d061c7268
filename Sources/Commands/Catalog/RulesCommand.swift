/// `bezoar rules`.
struct RulesCommand: CommandGroup {
    let path = ["rules"]
    let summary = "List the rules, explain one, or check rule files"
    let details = """
        Rules say what is looked for, how bad it is, what it means and what to do. They are built into the \
        program; `--rules` takes others. The configuration can switch a rule off and change its severity.
        """
    let subcommands: [any Command] = [RulesListCommand(), RulesExplainCommand(), RulesCheckCommand()]
}
