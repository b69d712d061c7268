import BuildKit
package import Inventory
import Linux

/// Whose lockfile it is, where nobody says: the origin of the repository it lies in, else the folder's name.
package enum ProjectGuess {
    private static let configurationMax = 1 << 20
    /// Folders above that are looked at for a repository.
    private static let heightMax = 32

    /// The project of what lies in a folder, given by its absolute path.
    package static func project(of folder: ByteString) -> ByteString {
        var place = folder
        for _ in 0..<heightMax {
            if let here = try? Folder(place), let status = try? here.status(of: ".git") {
                if status.isDirectory, let origin = origin(in: here) { return origin }
                return RelativePath.name(of: place)
            }
            place = RelativePath.folder(of: place)
            if place.isEmpty { break }
        }
        return RelativePath.name(of: folder)
    }

    private static func origin(in repository: borrowing Folder) -> ByteString? {
        guard let folder = try? repository.folder(".git"),
            let bytes = try? folder.content(of: "config", limit: configurationMax)
        else { return nil }
        return origin(ofConfiguration: bytes)
    }

    /// `url` of `[remote "origin"]` in a configuration of git, without a password.
    package static func origin(ofConfiguration bytes: [UInt8]) -> ByteString? {
        var isOrigin = false
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let text = trimmed(line)
            if text.first == UInt8(ascii: "[") {
                isOrigin = text.elementsEqual(Array("[remote \"origin\"]".utf8))
                continue
            }
            guard isOrigin, let equals = text.firstIndex(of: UInt8(ascii: "=")),
                trimmed(text[..<equals]).elementsEqual(Array("url".utf8)),
                let url = String(validating: trimmed(text[(equals + 1)...]), as: UTF8.self), !url.isEmpty
            else { continue }
            return ByteString(PlainAddress.of(url))
        }
        return nil
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
        var rest = text.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest = rest.dropLast() }
        return rest
    }
}
