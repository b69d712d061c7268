private import CLinux

/// From now on no program that this process starts can have more rights than it has: what the kernel asks for before
/// it takes a filter or a Landlock from anybody but root. Cannot be taken back.
func renounceNewPrivileges() throws(SystemError) {
    try mayFail(.prctl)
    try check(CLinux_no_new_privileges(), .prctl)
}
