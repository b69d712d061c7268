/// `bezoar intel`: what others say of packages.
struct IntelCommand: CommandGroup {
    let path = ["intel"]
    let summary = "Import advisories that caches are held against"
    let details = """
        Advisory databases say which versions of which packages are malicious. What is imported here is kept in the \
        manifest: each audit reports packages that are named in it, and `bezoar hunt` looks for them in history. \
        Nothing is ever downloaded.
        """
    let subcommands: [any Command] = [IntelImportCommand(), IntelListCommand(), IntelRemoveCommand()]
}
