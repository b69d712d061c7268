internal import Inventory
internal import Markup

/// What a POM brings along: its dependencies as far as they hold for whoever uses it, its parent, its relocation.
///
/// ```
///   project/dependencies/dependency                     not `test`, `provided`, `system`; not optional
///   project/profiles/profile/dependencies/dependency    where the profile can switch itself on
///   project/parent   project/properties   project/distributionManagement/relocation
/// ```
/// Properties are replaced as far as the POM itself has them; what is left open stands in a parent and is passed over.
struct PomRequirements {
    /// Dependencies of one POM.
    static let limit = 1_000
    private static let placeholdersMax = 16
    private static let textMax = 512

    private typealias Fields = [Substring: String]

    private(set) var parent: PackageDescription.Reference?
    private(set) var required: [PackageDescription.Reference] = []
    private(set) var relocation: PackageDescription.Reference?
    /// Whether there were more.
    private(set) var isCut = false

    private var properties: [String: String] = [:]
    private var own: Fields = [:]
    private var parentFields: Fields = [:]
    private var relocationFields: Fields?
    private var dependencies: [Fields] = []
    private var dependency: Fields = [:]
    /// Of the profile that is open.
    private var inProfile: [Fields] = []
    private var isActivated = false

    /// Reads a POM that lies in the place of these coordinates.
    init(_ document: [UInt8], _ coordinates: MavenCoordinates) throws(MarkupError) {
        var result = Self()
        try MavenXML.walk(document, restart: { result = Self() }) { path, text in
            if path.first == "project" { result.take(path.dropFirst(), text) }
            return true
        }
        self = result
        resolve(coordinates)
    }

    private init() {}

    private mutating func take(_ path: ArraySlice<Substring>, _ text: String) {
        guard let first = path.first, let last = path.last else { return }
        switch (first, path.count) {
        case ("properties", 2): if properties.count < Self.limit { properties[String(last)] = text }
        case ("parent", 2): parentFields[last] = text
        case ("distributionManagement", 2) where last == "relocation": relocationFields = relocationFields ?? [:]
        case ("distributionManagement", 3) where path.dropFirst().first == "relocation":
            relocationFields = relocationFields ?? [:]
            relocationFields?[last] = text
        case ("dependencies", _): takeDependency(path.dropFirst(), text, isInProfile: false)
        case ("profiles", _): takeProfile(path.dropFirst(), text)
        case (_, 1): own[last] = text
        default: break
        }
    }

    private mutating func takeProfile(_ path: ArraySlice<Substring>, _ text: String) {
        guard path.first == "profile" else { return }
        let rest = path.dropFirst()
        switch rest.first {
        case nil:
            if isActivated { dependencies += inProfile }
            (inProfile, isActivated) = ([], false)
        case "activation": isActivated = true
        case "dependencies": takeDependency(rest.dropFirst(), text, isInProfile: true)
        default: break
        }
    }

    private mutating func takeDependency(_ path: ArraySlice<Substring>, _ text: String, isInProfile: Bool) {
        guard path.first == "dependency" else { return }
        if path.count == 2, let last = path.last { dependency[last] = text }
        guard path.count == 1 else { return }
        let isRoom = dependencies.count + inProfile.count < Self.limit
        if !isRoom { isCut = true }
        if isRoom, isInProfile { inProfile.append(dependency) }
        if isRoom, !isInProfile { dependencies.append(dependency) }
        dependency = [:]
    }

    // MARK: Values

    private mutating func resolve(_ coordinates: MavenCoordinates) {
        let values = [
            "groupId": coordinates.group, "artifactId": coordinates.artifact, "version": coordinates.baseVersion,
            "parent.groupId": parentFields["groupId"] ?? "", "parent.version": parentFields["version"] ?? "",
        ]
        for (name, value) in values where !value.isEmpty {
            for prefix in ["project.", "pom.", ""] { properties[prefix + name] = value }
        }
        parent = reference(parentFields)
        for fields in dependencies {
            let scope = value(fields["scope"] ?? "") ?? ""
            guard ["", "compile", "runtime"].contains(scope), value(fields["optional"] ?? "") != "true",
                let found = reference(fields)
            else { continue }
            required.append(found)
        }
        guard let moved = relocationFields else { return }
        relocation = reference([
            "groupId": moved["groupId"] ?? coordinates.group,
            "artifactId": moved["artifactId"] ?? coordinates.artifact,
            "version": moved["version"] ?? coordinates.baseVersion,
        ])
    }

    private func reference(_ fields: Fields) -> PackageDescription.Reference? {
        guard let group = value(fields["groupId"] ?? ""), let artifact = value(fields["artifactId"] ?? ""),
            !group.isEmpty, !artifact.isEmpty
        else { return nil }
        let version = fields["version"].flatMap { value($0) }
        return PackageDescription.Reference(
            name: group + ":" + artifact, version: version?.isEmpty == false ? version : nil)
    }

    /// A text with its properties replaced; `nil` where one is not known here.
    private func value(_ text: String) -> String? {
        var text = text
        for _ in 0..<Self.placeholdersMax {
            guard text.utf8.count <= Self.textMax else { return nil }
            guard let start = text.firstRange(of: "${") else { return text }
            guard let end = text[start.upperBound...].firstIndex(of: "}"),
                let known = properties[String(text[start.upperBound..<end])]
            else { return nil }
            text = String(text[..<start.lowerBound]) + known + String(text[text.index(after: end)...])
        }
        return nil
    }
}
