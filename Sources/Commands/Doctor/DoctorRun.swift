import Audit
import BuildKit
import Hashing
import Inventory
import Linux
import Manifest
import Report
import SQLite

/// `bezoar doctor`: what this host allows and what is in force. Changes nothing.
struct DoctorRun {
    private let settings: Settings
    private var console: Console

    init(_ settings: Settings) {
        self.settings = settings
        console = Console(settings)
    }

    /// Looks at everything and writes it; fails where something stands in the way of an audit.
    mutating func run() throws(CommandFailure) -> ExitCode {
        let report = DoctorReport(
            version: Version.current, host: settings.host,
            sections: [program, kernel, privileges] + directories + state + DoctorTrust(settings: settings).sections
                + [rules, manifest, settingsInForce])
        let writer = DoctorWriter(style: console.style)
        let format = DocumentFormat(rawValue: settings.format.value.rawValue) ?? .text
        try console.write { output in writer.write(report, as: format, to: output) }
        return report.count(.failed) == 0 ? .clean : .failed
    }

    // MARK: Sections

    private var program: DoctorReport.Section {
        let version = DoctorReport.Check("bezoar", .info, ByteString(Version.current))
        let parts = VersionRun.parts.map { DoctorReport.Check($0.name, .info, ByteString($0.version)) }
        return DoctorReport.Section("Program", [version] + parts)
    }

    private var kernel: DoctorReport.Section {
        var checks = [
            DoctorReport.Check("kernel", .info, ByteString(Host.kernelRelease)),
            DoctorReport.Check("processors", .info, ByteString("\(Host.processors)")),
        ]
        if let complaint = ConfinedOpen.complaint() {
            checks.append(
                DoctorReport.Check("openat2", .failed, ByteString(complaint), remedy: "use Linux 5.6 or newer"))
        } else {
            checks.append(DoctorReport.Check("openat2", .ok, "nothing is opened outside of a cache"))
        }
        checks += containment
        let limit = Host.raiseDescriptorLimit(to: 65_536)
        checks.append(
            limit >= 256
                ? DoctorReport.Check("open files", .ok, ByteString("\(limit)"))
                : DoctorReport.Check(
                    "open files", .warning, ByteString("\(limit)"),
                    remedy: "raise the limit (ulimit -n) to 256 or more"))
        return DoctorReport.Section("Kernel", checks)
    }

    /// Whether a fault in a parser would be contained: tried, not asked for.
    private var containment: [DoctorReport.Check] {
        let proof = CallFilter.prove()
        let landlock =
            switch proof.openedForWriting {
            case false?:
                DoctorReport.Check(
                    "Landlock", .ok, ByteString("version \(Landlock.version): an audit writes nowhere else (tried)"))
            case true?:
                DoctorReport.Check(
                    "Landlock", .failed, "an audit could write elsewhere (tried)", remedy: "report this: it should hold"
                )
            case nil:
                DoctorReport.Check(
                    "Landlock", .warning, "not available: a fault in a parser could write elsewhere",
                    remedy: "use a kernel with CONFIG_SECURITY_LANDLOCK and landlock in lsm=")
            }
        let calls =
            switch proof.madeSocket {
            case false?:
                DoctorReport.Check("system calls", .ok, "an audit makes no sockets and runs no programs (tried)")
            case true?:
                DoctorReport.Check(
                    "system calls", .failed, "an audit could make a socket (tried)",
                    remedy: "report this: it should hold")
            case nil:
                DoctorReport.Check(
                    "system calls", .warning, "no filters: a fault in a parser could use the network",
                    remedy: "use a kernel with CONFIG_SECCOMP_FILTER")
            }
        return [landlock, calls]
    }

    private var privileges: DoctorReport.Section {
        let user = Host.effectiveUser
        var checks = [
            user == 0
                ? DoctorReport.Check("user", .ok, "0 (root)")
                : DoctorReport.Check(
                    "user", .warning, ByteString("\(user)"),
                    remedy: "caches of other users need root or CAP_DAC_READ_SEARCH")
        ]
        let view = Self.probeView()
        checks.append(
            view
                ? DoctorReport.Check("confined view", .ok, "the kernel keeps audits read-only, without devices")
                : DoctorReport.Check(
                    "confined view", .warning, "not available: each file is opened in two steps, which is slower",
                    remedy: "give CAP_SYS_ADMIN, on Linux 5.12 or newer"))
        return DoctorReport.Section("Privileges", checks)
    }

    private static func probeView() -> Bool {
        guard let folder = try? Descriptor.open([UInt8(ascii: "/")], [.directory]),
            let view = try? folder.confinedView()
        else { return false }
        return view.number >= 0
    }

    /// State roots and engines; nothing where only named directories are audited.
    private var state: [DoctorReport.Section] {
        guard HostState.isWanted(settings) else { return [] }
        let found = HostState.find(settings)
        let isWhole = settings.discovers.value || settings.states.value.isEmpty
        let states = DoctorStates(
            roots: found.roots, steps: found.steps, troubles: found.troubles,
            listsSteps: console.style.detail == .verbose)
        let survey = EngineSurvey(hostRoot: settings.hostRoot.value ?? "/")
        let engines = DoctorEngines(survey: survey, roots: found.roots, isWhole: isWhole)
        return [states.section, engines.section]
    }

    private var directories: [DoctorReport.Section] {
        if settings.trees.value.isEmpty { return [] }
        let checks = settings.trees.value.map { path -> DoctorReport.Check in
            do throws(SystemError) {
                let target = try AuditTarget.open(tree: path, index: 0)
                return DoctorReport.Check("tree", .ok, target.cache.path)
            } catch {
                return DoctorReport.Check(
                    "tree", .failed, path, why: "it cannot be opened: \(error)")
            }
        }
        return [DoctorReport.Section("Directories", checks)]
    }

    private var rules: DoctorReport.Section {
        do throws(CommandFailure) {
            let book = try RuleLoader.load(settings)
            let active = book.rules.count { $0.enabled }
            return DoctorReport.Section(
                "Rules", [DoctorReport.Check("rules", .ok, ByteString("\(active) of \(book.rules.count) active"))])
        } catch {
            return DoctorReport.Section(
                "Rules", [DoctorReport.Check("rules", .failed, ByteString(error.message), remedy: "mend the rules")])
        }
    }

    private var manifest: DoctorReport.Section {
        let path = settings.database.value
        if let check = missing(path) { return DoctorReport.Section("Manifest", [check]) }
        var checks = [DoctorReport.Check("file", .info, path)]
        do throws(ManifestError) {
            let store = try ManifestStore(path: path, mode: .read)
            let problems = try store.integrityCheck()
            checks.append(
                problems.isEmpty
                    ? DoctorReport.Check("pages", .ok, "sound")
                    : DoctorReport.Check(
                        "pages", .failed, ByteString(problems.joined(separator: "; ")),
                        remedy: "set the file aside, keep it as evidence, and run again"))
            checks.append(Self.sums("hash chain", try store.verifyChain().mismatches))
            checks.append(Self.sums("content", try store.verifyContent().mismatches))
        } catch {
            checks.append(DoctorReport.Check("state", .failed, ByteString(error.description)))
        }
        return DoctorReport.Section("Manifest", checks)
    }

    /// What is said of a manifest that is not there or cannot be looked at; `nil` where it can.
    private func missing(_ path: ByteString) -> DoctorReport.Check? {
        do throws(SystemError) {
            _ = try Descriptor.status(ofPath: path.bytes)
            return nil
        } catch {
            guard error.number == SystemError.notFound else {
                return DoctorReport.Check(
                    "file", .failed, path, why: "it cannot be looked at: \(error)",
                    remedy: "run as root or as the file's owner, or name another one with --db")
            }
        }
        do throws(SystemError) {
            // An audit makes the folder of the default path, and no other.
            let folder = ManifestFile.folder(of: path)
            let parent = settings.database.origin == .builtIn ? ManifestFile.folder(of: folder) : folder
            _ = try Descriptor.open(parent.bytes, [.directory, .path])
            return DoctorReport.Check("file", .info, path, why: "not there yet: the first audit makes it")
        } catch {
            return DoctorReport.Check(
                "file", .failed, path, why: "not there yet, and its folder cannot be opened: \(error)",
                remedy: "make the folder, or name another file with --db")
        }
    }

    private static func sums(_ name: String, _ mismatches: [String]) -> DoctorReport.Check {
        if mismatches.isEmpty { return DoctorReport.Check(name, .ok, "adds up") }
        return DoctorReport.Check(
            name, .failed, ByteString("does not add up: " + mismatches.joined(separator: ", ")),
            remedy: "somebody edited the manifest; `bezoar rules explain manifest-edited` says what to do")
    }

    private var settingsInForce: DoctorReport.Section {
        let checks = SettingList.effective(in: settings).map { row in
            let origin = "(\(row.origin.description))"
            return DoctorReport.Check(row.key, .info, ByteString(row.value.isEmpty ? origin : "\(row.value) \(origin)"))
        }
        return DoctorReport.Section("Settings", checks)
    }
}
