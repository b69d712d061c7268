private import CLinux

extension Descriptor {
    /// A private view of this directory through which the kernel itself forbids to write, to open a device, to run a
    /// program, to touch an access time and to follow a symbolic link. C counterparts: `open_tree`, `mount_setattr`.
    ///
    /// ```
    ///  the host's tree   /var/lib/…/fs ─┬─ a            the same inodes
    ///                                   └─ b                  ^
    ///  the view          (attached nowhere) ──────────────────┘   ro, nodev, noexec, nosuid, noatime, nosymfollow
    /// ```
    ///
    /// It is a mount that hangs in no directory: nobody else sees it, and it is gone with the descriptor. Mounts
    /// below the directory are not part of it. What comes back can be opened beneath and asked for its status, not
    /// listed. It must stay open as long as anything below it is used: when it goes, the kernel takes a slower path
    /// for each file that is still open. `nil` where the kernel (before 5.12) or missing privilege
    /// (`CAP_SYS_ADMIN`) does not allow it; then `RegularFileOpener` opens each file in two steps.
    package func confinedView() throws(SystemError) -> Descriptor? {
        try view(isReadOnly: true)
    }

    /// A private view of this directory that may be written to, and that no path leads out of: it hangs in no
    /// directory, so above it there is nothing. `nil` where the kernel or missing privilege does not allow it.
    package func enclosedView() throws(SystemError) -> Descriptor? {
        try view(isReadOnly: false)
    }

    private func view(isReadOnly: Bool) throws(SystemError) -> Descriptor? {
        try mayFail(.openTree)
        let result = CLinux_clone_mount(number)
        guard result >= 0 else { return nil }
        let view = Descriptor(owning: result)
        try mayFail(.mountSetattr)
        guard CLinux_confine_mount(view.number, isReadOnly ? 1 : 0) >= 0 else { return nil }
        return view
    }
}
