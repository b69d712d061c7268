/// A lockfile that pins were read from, and why it is believed.
package struct Lockfile: Sendable, Hashable {
    /// Where the trust comes from; the raw value is the word in every output.
    package enum Trust: String, Sendable, CaseIterable, Comparable {
        /// Lies in a state root because a build used it: whoever may build chose what it says.
        case discovered
        /// Came with a signed baseline from another host.
        case imported
        /// Somebody with the right to write the manifest has named it.
        case registered

        /// Whether a person vouched for it.
        package var isVouched: Bool { self != .discovered }

        private var rank: Int {
            switch self {
            case .discovered: 0
            case .imported: 1
            case .registered: 2
            }
        }

        package static func < (left: Trust, right: Trust) -> Bool { left.rank < right.rank }
    }

    /// Absolute path on this host; for an imported one the path where it was exported.
    package var path: ByteString
    /// Address of the project's repository without credentials, or the name that stands for it; empty where no record
    /// tells whose it is.
    package var project: ByteString
    package var trust: Trust
    /// How far the project's builds are trusted: a word of the configuration's tiers; `nil` where nobody said.
    package var tier: String?
    /// Which of the known formats it has: `package-lock.json`, `requirements.txt`.
    package var format: String
    /// Of the file as it was read.
    package var digest: SHA256Digest

    package init(
        path: ByteString, project: ByteString, trust: Trust = .registered, tier: String? = nil, format: String,
        digest: SHA256Digest
    ) {
        self.path = path
        self.project = project
        self.trust = trust
        self.tier = tier
        self.format = format
        self.digest = digest
    }
}

/// A lockfile with what it says.
package struct LockedPins: Sendable, Hashable {
    package var lockfile: Lockfile
    package var pins: [Pin]

    package init(lockfile: Lockfile, pins: [Pin]) {
        self.lockfile = lockfile
        self.pins = pins
    }
}

/// One pin and the lockfile that holds it.
package struct RegisteredPin: Sendable, Hashable {
    package var pin: Pin
    package var lockfile: Lockfile

    package init(pin: Pin, lockfile: Lockfile) {
        self.pin = pin
        self.lockfile = lockfile
    }
}
