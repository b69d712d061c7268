package import Audit
package import Ecosystems
package import Inventory
package import Report
package import Service

/// The checked result of flags, environment, configuration file and defaults. The initial values here are the
/// built-in defaults; help, man pages and the documented configuration file take them from here.
package struct Settings: Sendable, Equatable {
    /// Where the configuration is looked for when nobody names a file. It may be missing there.
    package static let defaultConfiguration: ByteString = "/etc/bezoar/bezoar.toml"

    /// Directories to audit, each as one cache.
    package var trees = Sourced<[ByteString]>([])
    /// State roots that are named instead of found.
    package var states = Sourced<[ByteString]>([])
    /// Whether state roots are looked for although directories are named.
    package var discovers = Sourced<Bool>(false)
    /// Where the host's root directory is mounted; `nil` means that this is the host.
    package var hostRoot = Sourced<ByteString?>(nil)
    /// Patterns of mount ids; empty means all.
    package var cachePatterns = Sourced<[ByteString]>([])
    /// Order of the caches in a list.
    package var cacheOrder = Sourced<CacheOrder>(.id)
    /// The manifest.
    package var database = Sourced<ByteString>("/var/lib/bezoar/manifest.db")
    /// The configuration file that was asked for; read only if it exists where this is the default.
    package var configuration = Sourced<ByteString>(Settings.defaultConfiguration)
    /// Folder of rules; `nil` means the rules built into the executable.
    package var rules = Sourced<ByteString?>(nil)
    package var format = Sourced<OutputFormat>(.text)
    /// File for the report; `nil` means stdout.
    package var output = Sourced<ByteString?>(nil)
    /// File for numbers about the run; `nil` means none.
    package var metrics = Sourced<ByteString?>(nil)
    /// What this host is called in reports; `nil` means the kernel's name for it.
    package var hostName = Sourced<String?>(nil)
    /// File for the whole report as JSON; `nil` means none.
    package var reportFile = Sourced<ByteString?>(nil)
    package var failOn = Sourced<FailureThreshold>(.high)
    /// Threads of the walk; `nil` means as many as processors.
    package var jobs = Sourced<Int?>(nil)
    /// Read every file again, whatever the manifest knows.
    package var full = Sourced<Bool>(false)
    /// Read every n-th part of the unchanged files again in each audit; 0 means none.
    package var rehash = Sourced<Int>(30)
    /// Bytes above which a file is not read but reported as too large.
    package var maxFileSize = Sourced<Int64>(16 << 30)
    /// Whether the manifest is used and written.
    package var records = Sourced<Bool>(true)
    package var verbosity = Sourced<Verbosity>(.normal)
    /// Whether a terminal may see a progress line.
    package var progress = Sourced<Bool>(true)
    /// `auto` was already turned into `never` where `NO_COLOR` asks for it.
    package var color = Sourced<ColorChoice>(.auto)
    /// Key that signs an export or checks an import.
    package var key = Sourced<ByteString?>(nil)
    /// Whether `baseline diff` compares with the audit before instead of with a baseline.
    package var comparesLast = Sourced<Bool>(false)
    /// Whether a baseline may be made from an audit that did not see everything.
    package var allowsIncomplete = Sourced<Bool>(false)
    /// Whether an export, an imported baseline or a feed may take the place of one that it would not take otherwise.
    package var replaces = Sourced<Bool>(false)
    /// Name of the baseline.
    package var baseline = Sourced<String>("accepted")
    /// Whose lockfiles are registered; `nil` means that the repository tells.
    package var project = Sourced<ByteString?>(nil)
    /// How far the builds of their project are trusted.
    package var tier = Sourced<TrustTier>(.internal)
    /// Files and folders of advisories that are looked for without being imported.
    package var advisoryPaths = Sourced<[ByteString]>([])
    /// Parts of names that are looked for.
    package var nameTexts = Sourced<[ByteString]>([])
    /// What is looked for in reports: packages, digests, names of files.
    package var finds = Sourced<[ByteString]>([])
    /// Seconds that a host's newest report may be old.
    package var maxAge = Sourced<Int64>(86_400)
    /// File with the names of hosts that should have sent a report.
    package var hostList = Sourced<ByteString?>(nil)
    /// What imported advisories are called; `nil` means that their file tells.
    package var feed = Sourced<String?>(nil)
    /// Patterns for names of packages that only hosts of `privateHosts` may give.
    package var privateNames = Sourced<[ByteString]>([])
    package var privateHosts = Sourced<[ByteString]>([])
    /// Seconds that versions of files which are gone stay in the manifest in full.
    package var keepScans = Sourced<Int64>(90 * 86_400)
    /// Seconds that the short history of gone files stays.
    package var keepHistory = Sourced<Int64>(400 * 86_400)
    /// Whether a purge acts on its plan.
    package var applies = Sourced<Bool>(false)
    /// An interrupted purge that is given up.
    package var drops = Sourced<Int?>(nil)
    /// What a purge chooses; nothing at all means that nothing was chosen.
    package var packages = Sourced<[PackagePattern]>([])
    package var findingRules = Sourced<[String]>([])
    package var minimumSeverity = Sourced<Severity?>(nil)
    /// Nanoseconds since 1970: builds that ended before do not count.
    package var since = Sourced<Int64?>(nil)
    /// Seconds.
    package var olderThan = Sourced<Int64?>(nil)
    /// A purge whose entries of the quarantine are meant.
    package var purgeNumber = Sourced<Int?>(nil)
    package var unusedFor = Sourced<Int64?>(nil)
    package var unverifiedFor = Sourced<Int64?>(nil)
    /// Bytes that caches may keep.
    package var budget = Sourced<Int64?>(nil)
    package var takesAll = Sourced<Bool>(false)
    /// Whether the configuration's tables choose.
    package var followsPolicy = Sourced<Bool>(false)
    /// Seconds to wait for builds, in all.
    package var waits = Sourced<Int64?>(nil)
    /// Whether caches in use are purged.
    package var forces = Sourced<Bool>(false)
    /// Whether what is removed is kept first; `nil` means that it depends on why it is removed.
    package var quarantines = Sourced<Bool?>(nil)
    /// Where it is kept; `nil` means beside the manifest.
    package var quarantineFolder = Sourced<ByteString?>(nil)
    /// Bytes on disk of all that is kept.
    package var quarantineBudget = Sourced<Int64>(10 << 30)
    /// The key that signs receipts where no flag names one.
    package var hostKey = Sourced<ByteString?>(nil)
    /// Bytes of content that an audit reads in a second at most.
    package var maxRead = Sourced<Int64?>(nil)
    /// Seconds from one run of the agent to the next.
    package var auditEvery = Sourced<Int64>(3_600)
    package var harvestEvery = Sourced<Int64>(300)
    package var purgeEvery = Sourced<Int64?>(nil)
    /// Percent of these by which they are longer or shorter.
    package var jitter = Sourced<Int>(10)
    /// Seconds that a run of the agent may take.
    package var deadline = Sourced<Int64>(1_800)
    /// Folder whose files the agent runs as incidents.
    package var incidentFolder = Sourced<ByteString?>(nil)
    /// Whether it may do what they allow.
    package var appliesIncidents = Sourced<Bool>(false)
    /// Where the agent serves metrics.
    package var listen = Sourced<ListenAddress?>(nil)
    /// File that it writes them to.
    package var textfile = Sourced<ByteString?>(nil)
    /// File that its audits leave their reports in.
    package var agentReport = Sourced<ByteString?>(nil)
    package var logFormat = Sourced<LogWriter.Format>(.text)
    /// Percent of pressure on the host above which an audit of the agent waits.
    package var pressure = Sourced<Int>(40)
    /// Bytes of content that its audits read in a second at most.
    package var agentMaxRead = Sourced<Int64?>(nil)
    /// Whether the agent runs each job once and ends.
    package var runsOnce = Sourced<Bool>(false)
    /// What `[rule.<id>]` tables say, in file order. Whether the ids exist is for the rule book to say.
    package var ruleOverrides: [RuleOverride] = []
    /// What `[[trust]]` tables say, in file order; the first that matches a build decides.
    package var trust: [TrustSetting] = []
    /// What `[[purge]]` tables say, in file order.
    package var purgePolicies: [PurgePolicy] = []
    /// The file that was read; `nil` where there was none.
    package var configurationRead: ByteString?
    /// Help or version asked for by a flag.
    package var answer = Sourced<StandardAnswer?>(nil)

    /// All defaults.
    package init() {}
}
