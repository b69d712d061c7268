import Inventory

/// `bezoar lock add`.
struct LockAddCommand: Command {
    let path = ["lock", "add"]
    let summary = "Register a lockfile, or all lockfiles of a repository"
    let details = """
        Reads lockfiles and keeps what they say. A path may name a file, or a folder, in which all lockfiles are \
        looked for: `requirements*.txt`, `constraints*.txt`, `Pipfile.lock`, `poetry.lock`, `pdm.lock`, `uv.lock`, \
        `pylock.toml`, `package-lock.json`, `npm-shrinkwrap.json`, `yarn.lock`, `pnpm-lock.yaml` and \
        `pnpm-lock.BRANCH.yaml`, `lockfile.json` of Maven, Maven's trusted checksums, `verification-metadata.xml` of \
        Gradle, `Cargo.lock`, `go.sum` and `go.work.sum`. No symbolic link is followed, and what a package manager has \
        unpacked is left out. Files that a requirements file includes are registered as well, as long as they lie \
        below the same folder.

        Pins that prove nothing, because they have no digest or only a weak one, are counted and named. Where none \
        of what a path names has any other pin, it is registered and the command ends with code 3. A lockfile that \
        is registered already takes the place of what was read before.
        """
    var flags: [any Flag] {
        FlagList.standard + FlagList.talking + FlagList.configured + [
            DatabaseFlag(.made), ProjectFlag(), TrustFlag(), FormatFlag([.text, .json]), OutputFlag(),
        ]
    }
    let positionals = [
        Positional("PATH", summary: "A lockfile, or a folder with lockfiles", isRepeated: true, completion: .file)
    ]
    let examples = [
        Example("Register all lockfiles of a repository.", "bezoar lock add /srv/src/web"),
        Example(
            "Register one lockfile of a project whose builds are shipped.",
            "bezoar lock add --project https://git.example.com/acme/web --trust release /srv/src/web/uv.lock"),
    ]
    let exits = [
        ExitMeaning(.clean, "All lockfiles were read and are registered."), ExitMeaning(.usage),
        ExitMeaning(
            .incomplete,
            "A lockfile could not be read, and the others are registered; or a path's lockfiles prove nothing."),
        ExitMeaning(.failed, "No lockfile was found, or the manifest could not be written."),
    ]

    func job(_ words: [ByteString]) throws(UsageError) -> Job {
        var paths: [ByteString] = []
        for word in words { paths.append(try UsageError.path(word, for: self)) }
        return .lockAdd(paths: paths)
    }
}
