extension PoisonCase {
    /// Of pip's caches: what is built lies below `wheels`, what is downloaded below `http` or `http-v2`.
    static let pip: [PoisonCase] = [
        PoisonCase(.pip, "P1", "p1", "another file inside a wheel that pip built", by: "record-mismatch"),
        PoisonCase(.pip, "P1", "p1_added", "a `.pth` file added to such a wheel", by: "startup-hook"),
        PoisonCase(.pip, "P1", "p1_time", "such a wheel, with the time of a later day", by: "sidecar-mismatch"),
        PoisonCase(
            .pip, "P2", "p2", "another file inside, and the wheel's own list made to fit", by: "unpacked-mismatch"),
        PoisonCase(.pip, "P2", "p2_added", "a file added and listed", by: "unpacked-mismatch"),
        PoisonCase(.pip, "P2", "p2_over", "a file added that is installed over another", by: "unpacked-mismatch"),
        PoisonCase(
            .pip, "P2", "p2_module", "a package added that is imported before a module", by: "unpacked-mismatch"),
        PoisonCase(.pip, "P2", "p2_command", "a command added and listed", by: "unpacked-mismatch"),
        PoisonCase(.pip, "P2", "p2_entry", "a command declared that is called `pip`", by: "unpacked-mismatch"),
        PoisonCase(.pip, "P2", "p2_requires", "a dependency added to its metadata", by: "unpacked-mismatch"),
        PoisonCase(.pip, "P2", "p2_tag", "the first of these, said to be for one platform", by: "unpacked-mismatch"),
        PoisonCase(.pip, "P2", "p2_data", "a `pip.conf` for the whole environment", by: "unpacked-mismatch"),
        PoisonCase(.pip, "P2", "p2_dot", "a file of the wheel again, as `./beta/__init__.py`", by: "record-mismatch"),
        PoisonCase(
            .pip, "P2", "built_script_changed", "a script of the source archive, with other lines",
            by: "unpacked-mismatch"),
        PoisonCase(.pip, "P2", "p2_hook", "`sitecustomize.py` added and listed", by: "startup-hook"),
        PoisonCase(
            .pip, "P2", "p2", "the same as the first of these, but the source archive is no longer in the cache",
            by: "immutable-changed", with: .history, after: "without_sources"),
        PoisonCase(.pip, "P3", "p3", "a wheel planted in the place of a published one", by: "misplaced-entry"),
        PoisonCase(.pip, "P3", "p3_origin", "the same, with a note of its origin", by: "misplaced-entry"),
        PoisonCase(.pip, "P4", "p4", "the body of a downloaded wheel", by: "checksum-mismatch", with: .lockfile),
        PoisonCase(
            .pip, "P4", "p4_prefix", "the same with bytes before it, and the page that names it is gone",
            by: "checksum-mismatch", with: .lockfile),
        PoisonCase(
            .pip, "P4", "p4_typed", "the same, said to be a page", by: "checksum-mismatch", with: .lockfile),
        PoisonCase(
            .pip, "P4", "p4_packed", "the same in a compression that pip reads and Bezoar does not",
            by: "checksum-mismatch", with: .lockfile),
        PoisonCase(
            .pip, "P4", "p4_broken", "a byte in what describes a wheel, so that it cannot be unpacked",
            by: "checksum-mismatch", with: .lockfile),
        PoisonCase(.pip, "P4", "p4_length", "bytes added to a downloaded archive", by: "index-mismatch"),
        PoisonCase(
            .pip, "P5", "p5", "a higher version in the index page, and its wheel", by: "version-shadow",
            with: .lockfile),
        PoisonCase(.pip, "P5", "p5_host", "the same, from another host", by: "index-mismatch"),
        PoisonCase(.pip, "P5", "p5_serial", "a page with another serial number", by: "index-mismatch"),
        PoisonCase(.pip, "P5", "p5_renamed", "a page that leads to another package's file", by: "index-mismatch"),
        PoisonCase(
            .pip, "P6", "p6", "a downloaded wheel, and its digest in the index page", by: "checksum-mismatch",
            with: .lockfile),
        PoisonCase(.pip, "P6", "p6_bare", "an index page without its digests", by: "index-mismatch"),
        PoisonCase(.pip, "P7", "p7_age", "a page that stays fresh for eleven years", by: "index-mismatch"),
        PoisonCase(.pip, "P7", "p7_date", "a page from the future", by: "index-mismatch"),
        PoisonCase(.pip, "P8", "p8", "an entry that old versions of pip unpickle", by: "unsafe-entry"),
        PoisonCase(.pip, "P9", "p9", "an index page turned into a redirect", by: "cached-redirect"),
        PoisonCase(.pip, "P9", "p9_dated", "a file turned into a redirect", by: "cached-redirect"),
        PoisonCase(
            .pip, "P10", "p10", "a dependency added to the metadata that stand beside a wheel", by: "sidecar-mismatch"),
        PoisonCase(.pip, "P11", "p11", "a version of pip itself that there never was", by: "index-mismatch"),
        PoisonCase(.pip, "P11", "p11_place", "a note of pip's version in a wrong place", by: "misplaced-entry"),
        PoisonCase(.pip, "P12", "p12", "a note of origin that names another archive", by: "misplaced-entry"),
        PoisonCase(.pip, "P12", "p12_digest", "the digest in the note of origin", by: "index-mismatch"),
        PoisonCase(.pip, "", "origin_broken", "a note of origin that cannot be read", by: "misplaced-entry"),
        PoisonCase(.pip, "", "second_wheel", "a second wheel in one folder", by: "misplaced-entry"),
        PoisonCase(.pip, "", "other_name", "a wheel under another package's name", by: "misplaced-entry"),
        PoisonCase(.pip, "", "two_infos", "a wheel that says it is two packages", by: "record-mismatch"),
        PoisonCase(.pip, "", "traversal", "a wheel with a member that leads out of it", by: "archive-traversal"),
        PoisonCase(.pip, "", "orphan", "half of an entry taken away", by: "foreign-file"),
        PoisonCase(.pip, "", "second_body", "a second body inside an entry", by: "misplaced-entry"),
        PoisonCase(.pip, "", "secret_vary", "a password kept with an answer", by: "credential-in-cache"),
        PoisonCase(.pip, "", "secret_cookie", "a session kept with an answer", by: "credential-in-cache"),
        PoisonCase(.pip, "", "secret_link", "a signed address kept in a page", by: "credential-in-cache"),
        PoisonCase(.pip, "", "secret_origin", "a password kept in a note of origin", by: "credential-in-cache"),
        PoisonCase(.pip, "L", "link_wheel", "a link for a built wheel", by: "misplaced-entry"),
        PoisonCase(.pip, "L", "link_wheels", "a link for the folder of all built wheels", by: "misplaced-entry"),
        PoisonCase(.pip, "L", "link_body", "a link for the body of an entry", by: "misplaced-entry"),
        PoisonCase(.pip, "L", "link_http", "a link for the folder of all entries", by: "misplaced-entry"),
        PoisonCase(.pip, "L", "folder_for_body", "a folder for the body of an entry", by: "misplaced-entry"),
    ]
}
