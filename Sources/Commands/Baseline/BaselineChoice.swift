import BuildKit
import Inventory
import Linux
import Manifest
import Report

/// The caches that a baseline is made of, each as its last audit saw it.
struct BaselineChoice {
    /// Names that a message lists; the rest is counted.
    private static let namesMax = 5

    /// Mount ids, in order; `nil` where all caches of the manifest are taken.
    let caches: Set<ByteString>?
    /// Those that are taken, and how much their last audit saw of them.
    private let taken: [CacheState]

    /// The caches that `--tree` names, by their real paths, or all. Each must stand in the manifest: of one that does
    /// not there is nothing to take.
    init(_ settings: Settings, in store: ManifestStore) throws(CommandFailure) {
        let states: [CacheState]
        do throws(ManifestError) {
            states = try store.cacheStates()
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        guard let chosen = try Self.named(settings) else {
            caches = nil
            taken = states
            return
        }
        let known = Set(states.map(\.cache))
        if let stranger = chosen.subtracting(known).min() {
            let path = Quotation.text(stranger.bytes)
            throw CommandFailure(
                "\(path): no audit in this manifest saw this directory; run `bezoar audit --tree \(path)` first")
        }
        caches = chosen
        taken = states.filter { chosen.contains($0.cache) }
    }

    /// Throws where the last audit of one of the caches left something unseen. What nobody saw must not become what a
    /// host is measured by, also not where another audit of other caches was complete since.
    func requireWhole(_ settings: Settings) throws(CommandFailure) {
        let partly = taken.filter { !$0.isWhole }
        if partly.isEmpty || settings.allowsIncomplete.value { return }
        throw CommandFailure(
            settings.database.value,
            "the last audit did not see everything of \(Self.names(partly)); audit that again, or give "
                + "--allow-incomplete")
    }

    /// What was taken, in words.
    var words: String {
        guard caches != nil else {
            return "the state of each cache at its last audit is the baseline now: \(Self.names(taken))"
        }
        return "taken into the baseline as last audited: \(Self.names(taken)); what was accepted of other caches stays"
    }

    /// What is said of findings that are still open in the caches that are taken; `nil` where there is none.
    func openFindings(in store: ManifestStore, _ settings: Settings) throws(CommandFailure) -> String? {
        let findings: [KeptFinding]
        do throws(ManifestError) {
            findings = try store.keptFindings().filter { caches?.contains($0.cache) ?? true }
        } catch {
            throw ManifestFile.failure(error, settings)
        }
        // Below that stands what is daily life.
        let grave = findings.filter { $0.severity >= .medium }
        if grave.isEmpty { return nil }
        let counts = Severity.allCases.reversed().compactMap { severity in
            let count = grave.count { $0.severity == severity }
            return count == 0 ? nil : "\(Human.count(count)) \(severity.rawValue)"
        }
        return Human.counted(grave.count, "open finding") + " (" + counts.joined(separator: ", ") + ")"
    }

    private static func names(_ states: [CacheState]) -> String {
        let shown = states.prefix(namesMax).map { Quotation.text($0.cache.bytes) }.joined(separator: ", ")
        let rest = states.count - namesMax
        return rest > 0 ? "\(shown) and \(Human.count(rest)) more" : shown
    }

    private static func named(_ settings: Settings) throws(CommandFailure) -> Set<ByteString>? {
        // What stands in the configuration file is a default for audits, not a choice for this command.
        if case .file = settings.trees.origin { return nil }
        if settings.trees.value.isEmpty { return nil }
        var caches: Set<ByteString> = []
        for path in settings.trees.value {
            do throws(SystemError) {
                caches.insert(try Folder.realPath(path))
            } catch {
                throw CommandFailure(path, "the directory cannot be opened: \(error)")
            }
        }
        return caches
    }
}
