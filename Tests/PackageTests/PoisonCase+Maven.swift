extension PoisonCase {
    /// Of Maven's local repository and the folder around it.
    static let maven: [PoisonCase] = [
        PoisonCase(.maven, "M1", "m1_jar_changed", "a jar, its checksum left as it was", by: "sidecar-mismatch"),
        PoisonCase(
            .maven, "M2", "m2_jar_and_sidecar_changed", "a jar and its checksum", by: "checksum-mismatch",
            with: .lockfile),
        PoisonCase(.maven, "M2", "m2_other_version", "another version's jar and its checksum", by: "misplaced-entry"),
        PoisonCase(
            .maven, "M3", "m3_remote_metadata", "a higher version, and the list of versions", by: "sidecar-mismatch"),
        PoisonCase(
            .maven, "M3", "m3_remote_metadata_signed", "the same, and the list's checksum", by: "local-install-shadow"),
        PoisonCase(
            .maven, "M4", "m4_untracked", "a higher version as if installed, not tracked", by: "version-shadow",
            with: .lockfile),
        PoisonCase(
            .maven, "M4", "m4_untracked_signed", "a higher version, not tracked, with checksums beside it",
            by: "version-shadow", with: .lockfile),
        PoisonCase(.maven, "M4", "m4_installed", "the same, tracked as installed", by: "local-install-shadow"),
        PoisonCase(
            .maven, "M4", "m4_foreign_repository", "the same, tracked under another repository", by: "index-mismatch"),
        PoisonCase(.maven, "M5", "m5_pom_changed", "a dependency added to a description", by: "sidecar-mismatch"),
        PoisonCase(.maven, "M5", "m5_parent_changed", "the same in a parent", by: "sidecar-mismatch"),
        PoisonCase(
            .maven, "M5", "m5_pom_signed", "a description and its checksum", by: "checksum-mismatch", with: .lockfile),
        PoisonCase(
            .maven, "M5", "m5_dependency", "a dependency on a package that was planted beside it",
            by: "index-mismatch", with: .lockfile),
        PoisonCase(
            .maven, "M5", "m5_relocation", "a description that sends to such a package", by: "index-mismatch",
            with: .lockfile),
        PoisonCase(.maven, "M5", "m5_other_pom", "another project's description", by: "misplaced-entry"),
        PoisonCase(
            .maven, "M6", "m6_extension_changed", "a jar turned into an extension of Maven", by: "sidecar-mismatch"),
        PoisonCase(
            .maven, "M7", "m7_snapshot_copy", "the copy of a snapshot that builds take", by: "unpacked-mismatch"),
        PoisonCase(.maven, "M8", "m8_local_snapshot", "a snapshot as if installed", by: "index-mismatch"),
        PoisonCase(
            .maven, "M8", "m8_local_snapshot_tracked", "the same, tracked as installed", by: "local-install-shadow"),
        PoisonCase(.maven, "M9", "m9_trusted_checksums", "a jar, and checksums that Maven trusts", by: "foreign-file"),
        PoisonCase(.maven, "M9", "m9_trusted_checksums_kept", "a jar beside such checksums", by: "index-mismatch"),
        PoisonCase(.maven, "M10", "m10_settings", "settings with a mirror", by: "cached-redirect"),
        PoisonCase(
            .maven, "M10", "m10_wrapper_changed", "a client that Maven's wrapper unpacked", by: "immutable-changed",
            with: .history, after: "m10_wrapper"),
        PoisonCase(.maven, "", "a_misplaced", "a jar in another project's folder", by: "misplaced-entry"),
        PoisonCase(.maven, "", "a_other_project", "a jar that says it is another project", by: "misplaced-entry"),
        PoisonCase(.maven, "", "a_no_digest", "a checksum that is none", by: "sidecar-mismatch"),
        PoisonCase(.maven, "", "a_no_sidecar", "a checksum taken away", by: "sidecar-mismatch"),
        PoisonCase(.maven, "", "a_traversal", "a jar with a member that leads out of it", by: "archive-traversal"),
        PoisonCase(.maven, "", "s_failed_download", "a password kept in a note", by: "credential-in-cache"),
        PoisonCase(.maven, "", "s_pom", "a password kept in a description", by: "credential-in-cache"),
        PoisonCase(.maven, "L", "l_jar", "a link for a jar", by: "misplaced-entry"),
        PoisonCase(.maven, "L", "l_absolute", "the same, with a path of the container", by: "misplaced-entry"),
        PoisonCase(.maven, "L", "l_version", "a link for a version's folder", by: "misplaced-entry"),
        PoisonCase(.maven, "L", "l_group", "a link for a group's folder", by: "misplaced-entry"),
        PoisonCase(.maven, "L", "l_folder", "a folder for a jar", by: "misplaced-entry"),
        PoisonCase(.maven, "L", "l_fifo", "a FIFO for a jar", by: "misplaced-entry"),
    ]

    /// Of Gradle's home.
    static let gradle: [PoisonCase] = [
        PoisonCase(.gradle, "G1", "g1_jar_changed", "a jar", by: "content-address-mismatch"),
        PoisonCase(
            .gradle, "G2", "g2_second_copy", "a second content for one file", by: "same-version-different-content"),
        PoisonCase(
            .gradle, "G3", "g3_transform_changed", "a jar that Gradle derived from another", by: "immutable-changed",
            with: .history, after: "g3_transform"),
        PoisonCase(.gradle, "G4", "g4_init_script", "a script that runs before each build", by: "startup-hook"),
        PoisonCase(.gradle, "", "g_agent", "an agent for Gradle's Java", by: "startup-hook"),
        PoisonCase(.gradle, "", "s_gradle_properties", "a password kept in properties", by: "credential-in-cache"),
        PoisonCase(.gradle, "L", "l_store", "a link for a folder of the store", by: "misplaced-entry"),
    ]
}
