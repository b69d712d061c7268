package import Linux

/// Why a folder of incidents is not read.
package enum IncidentFolderError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Others than this user and root may write there.
    case openToOthers
    case system(SystemError)

    /// Why, without a full stop.
    package var description: String {
        switch self {
        case .openToOthers:
            "others than this user and root may write to it, and so could have caches purged: chmod go-w it, or mount "
                + "it read-only"
        case .system(let error): error.description
        }
    }
}
