import Linux

extension Settings {
    /// What this host is called in whatever it reports: as it was told, else by the kernel's name for it.
    var host: String { hostName.value ?? Quotation.text(Host.name) }
}
