/// `bezoar lock`: lockfiles as pins.
struct LockCommand: CommandGroup {
    let path = ["lock"]
    let summary = "Register the lockfiles that caches are held against"
    let details = """
        A cache cannot vouch for itself: who writes a package into it writes its checksum as well. A project's \
        lockfile lies elsewhere. What is registered here is kept in the manifest, and each audit compares the \
        packages in the caches with it. A registered file that has changed is read again by the next audit.
        """
    let subcommands: [any Command] = [LockAddCommand(), LockListCommand(), LockRemoveCommand()]
}
