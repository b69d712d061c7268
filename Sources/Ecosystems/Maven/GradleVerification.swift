package import Bytes
package import Inventory
internal import Markup

/// Reads `gradle/verification-metadata.xml`, the only digests that Gradle asks of files it has.
///
/// ```
///   <verification-metadata>
///     <configuration>
///       <verify-metadata>true</verify-metadata>
///       <trusted-artifacts> <trust group="…" file=".*-javadoc[.]jar" regex="true"/> </trusted-artifacts>
///     </configuration>
///     <components>
///       <component group="org.slf4j" name="slf4j-api" version="2.0.9">
///         <artifact name="slf4j-api-2.0.9.jar">
///           <sha256 value="hex" origin="…"> <also-trust value="hex"/> </sha256>
///           <pgp value="…"/>
/// ```
package enum GradleVerification {
    static let format = "verification-metadata.xml"
    private static let limits = XMLLimits(size: 64 << 20, nesting: 32)

    /// Reads a whole file.
    package static func read(_ bytes: Span<UInt8>) throws(ParseError) -> PinList {
        var document: [UInt8] = []
        document.reserveCapacity(bytes.count)
        for index in 0..<bytes.count { document.append(bytes[index]) }
        var state = State()
        do throws(MarkupError) {
            var reader = try XMLReader(document, limits: limits)
            while let event = try reader.next() { state.take(event) }
        } catch {
            throw error.error
        }
        guard state.hasRoot else { throw ParseError(format: format, reason: "found no such document", offset: 0) }
        return state.list
    }

    /// What is open while the document goes by.
    private struct State {
        var list = PinList()
        var hasRoot = false
        private var path: [Substring] = []
        private var component: (group: String, name: String, version: String)?
        private var pin: Pin?
        private var hasUnknown = false
        private var algorithm: ContentDigest.Algorithm?
        private var isOfCache = false
        /// Files that have a pin already, by their paths.
        private var places: [String: Int] = [:]

        mutating func take(_ event: XMLEvent) {
            switch event.kind {
            case .doctype: break
            case .begin(let name, let attributes):
                path.append(XMLEvent.localName(of: name))
                if path.count == 1 { hasRoot = path == ["verification-metadata"] }
                begin(Dictionary(attributes.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }), event.position.line)
            case .text(let text):
                let isOff = path.last == "verify-metadata" && text.utf8.elementsEqual("false".utf8)
                if isOff { note(.digestsNotRequired, event.position.line, "verify-metadata") }
            case .end:
                end()
                if !path.isEmpty { path.removeLast() }
            }
        }

        private mutating func note(_ kind: PinList.Note.Kind, _ line: Int, _ detail: String) {
            list.notes.append(PinList.Note(kind, line: line, detail: detail))
        }

        private mutating func begin(_ attributes: [String: String], _ line: Int) {
            switch path.dropFirst() {
            case ["configuration", "trusted-artifacts", "trust"]:
                // Whatever fits is not checked at all.
                let what = ["group", "name", "version", "file"].compactMap { key in
                    attributes[key].map { key + "=" + $0 }
                }
                note(.digestsNotRequired, line, "trust " + what.joined(separator: " "))
            case ["components", "component"]:
                component = nil
                guard let group = attributes["group"], let name = attributes["name"],
                    let version = attributes["version"], [group, name, version].allSatisfy(Self.isPlain)
                else { return note(.malformed, line, "component") }
                component = (group, name, version)
            case ["components", "component", "artifact"]:
                beginArtifact(attributes, line)
            case let place where place.count == 4 && place.starts(with: ["components", "component", "artifact"]):
                algorithm = path.last.flatMap { ContentDigest.Algorithm(rawValue: String($0)) }
                if algorithm != nil { add(attributes, line) }
            case let place where place.count == 5 && place.last == "also-trust":
                if algorithm != nil { add(attributes, line) }
            default: break
            }
        }

        private mutating func beginArtifact(_ attributes: [String: String], _ line: Int) {
            guard let component else { return }
            guard let file = attributes["name"], Self.isPlain(file) else { return note(.malformed, line, "artifact") }
            let path = [
                component.group.replacing(".", with: "/"), component.name, component.version, file,
            ].joined(separator: "/")
            pin = Pin(
                ecosystem: .maven, name: component.group + ":" + component.name, version: component.version,
                file: file, line: line, path: path)
            hasUnknown = false
        }

        private mutating func add(_ attributes: [String: String], _ line: Int) {
            guard let algorithm, pin != nil else { return }
            guard let digest = attributes["value"].flatMap({ DigestText.hex(algorithm, $0) }) else {
                hasUnknown = true
                return note(.malformed, line, algorithm.rawValue)
            }
            pin?.digests.append(digest)
            // So Gradle marks what it took from the files it had, without anybody's having looked.
            if !isOfCache, attributes["origin"] == "Generated by Gradle" {
                isOfCache = true
                note(.digestsFromCache, line, "Generated by Gradle")
            }
        }

        private mutating func end() {
            switch path.dropFirst() {
            case ["components", "component"]: component = nil
            case ["components", "component", "artifact"]:
                guard var finished = pin else { return }
                pin = nil
                finished.unusable = LockedEntry.judge(finished.digests, hasUnknown: hasUnknown)
                if let path = finished.path, let earlier = places.updateValue(list.pins.count, forKey: path) {
                    if list.pins[earlier].digests != finished.digests {
                        list.pins[earlier].unusable = .ambiguous
                        finished.unusable = .ambiguous
                    }
                    note(.duplicateKey, finished.line, path)
                }
                list.pins.append(finished)
            default: break
            }
        }

        /// Whether a text can be a part of a path in a repository.
        private static func isPlain(_ text: String) -> Bool {
            !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"/\\:\"<>|?*".utf8.contains($0) }
        }
    }
}
