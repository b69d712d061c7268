/// What became of the file of one incident.
package struct IncidentState: Sendable, Hashable {
    /// How far it is; the raw value is the word in logs and labels.
    package enum Progress: String, Sendable, CaseIterable {
        /// Its run is yet to come, or to come again.
        case waiting
        /// It was run, and nothing was to be removed by it.
        case planned
        /// All that it asks for was done.
        case applied
        /// Its run did not come to its end, or something is left.
        case failed
        /// The file has mistakes.
        case refused
    }

    /// The name that the file declares; of one with mistakes its file name.
    package var name: String
    package var progress: Progress

    package init(name: String, progress: Progress) {
        self.name = name
        self.progress = progress
    }
}
