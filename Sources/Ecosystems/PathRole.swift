/// What the client of a cache takes a path for, whatever lies there. Asked of what is no plain file where one belongs:
/// clients follow links and look below folders, so what lies there is as good as what it leads to.
package enum PathRole: Sendable, Hashable {
    /// A file, by its form.
    case file
    /// A folder, by its form.
    case folder
    /// Lies in a folder of the client's, in no form that is known.
    case below
    /// The client puts nothing there, but what it runs looks there for more.
    case never
    /// May be a folder of the client's, as almost every name may be: what lies behind it tells.
    case maybeFolder
    /// The client looks at no such path.
    case none

    /// What the client expects there, for people; `nil` where nothing can be said.
    package var word: String? {
        switch self {
        case .file: "file"
        case .folder, .maybeFolder: "folder"
        case .below, .never, .none: nil
        }
    }
}
