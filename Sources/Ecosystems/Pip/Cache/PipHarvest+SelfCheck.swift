import Bytes
import Inventory

/// What pip remembers of its own newest version: it tells people to upgrade to it.
extension PipHarvest {
    /// Bytes of such a file.
    private static let selfCheckLimit = 64 << 10
    /// First numbers of versions of pip, by far.
    private static let majorLimit = 200

    /// Reads one file: `{"key": "/usr", "last_check": "…", "pypi_version": "23.2.1"}`.
    mutating func readSelfCheck(_ key: [UInt8], _ index: Int) {
        let document: JSONObject
        do throws(PipFailure) {
            guard files.files[index].size <= Int64(Self.selfCheckLimit) else {
                throw PipFailure(.tooLarge, "the note is larger than \(Self.selfCheckLimit) bytes")
            }
            let bytes: [UInt8]
            do throws(CacheReadError) {
                bytes = try files.read(index, at: 0, count: Self.selfCheckLimit)
            } catch {
                throw PipFailure(error)
            }
            do throws(ParseError) {
                guard let object = try JSON.parse(bytes).object else {
                    throw ParseError(format: "selfcheck", reason: "no object", offset: 0)
                }
                document = object
            } catch {
                throw PipFailure(error)
            }
        } catch {
            trouble(index, error)
            return
        }
        reading.settled.append(index)
        if let prefix = document["key"]?.string, PipURL.hexSHA224(Array(prefix.utf8)) != key {
            observe(
                "misplaced-entry", grade: "self-check", index,
                "The file's name does not follow from the folder that it speaks of")
        }
        guard let text = document["pypi_version"]?.string else { return }
        let known = (claimsByName["pip"] ?? []).compactMap { reading.claims[$0].version }.compactMap {
            PythonVersion($0)
        }
        guard let version = PythonVersion(text) else {
            observe(
                "index-mismatch", grade: "self-check", index, "What is said to be pip's newest version is no version")
            return
        }
        let major = Int(version.normalized.prefix { $0.isNumber }) ?? .max
        let isAbsent = !known.isEmpty && !known.contains(version)
        guard version.hasEpoch || version.isLocal || major > Self.majorLimit || isAbsent else { return }
        observe(
            "index-mismatch", grade: "self-check", index, "What is said to be pip's newest version was never published"
        )
    }
}
