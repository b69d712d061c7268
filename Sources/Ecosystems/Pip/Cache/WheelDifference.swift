/// What is in a wheel and does not come from its sources, by kind; the names are grades.
enum WheelDifference: String, CaseIterable {
    /// Other content under the same name, or in the place of what has it.
    case changed = "built-wheel"
    /// The same of files that Python does not run, where a build may compile.
    case data = "built-data"
    case added
    case command = "command"
    case entryPoint = "entry-point"
    case requirement

    /// What is said of it.
    var message: String {
        switch self {
        case .changed: "Files of the wheel differ from the source archive it was built from"
        case .data: "Data files of the wheel differ from the source archive it was built from"
        case .added: "The wheel holds code that is not in the source archive it was built from"
        case .command: "The wheel brings commands that are not in the source archive it was built from"
        case .entryPoint: "The wheel declares commands or plug-ins that its source archive does not name"
        case .requirement: "The wheel asks for packages that its source archive does not name"
        }
    }
}
