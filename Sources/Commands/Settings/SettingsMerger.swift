import Inventory

/// Joins defaults, configuration file, environment and flags, in this order: later ones win.
struct SettingsMerger {
    let command: any Command
    let environment: [(name: [UInt8], value: [UInt8])]

    /// The settings for the command. The file is read only if the command takes `--config`.
    func merge(
        _ occurrences: [FlagOccurrence], readFile: (ByteString) throws(FileUnavailable) -> [UInt8]
    ) throws(UsageError) -> Settings {
        var settings = Settings()
        if command.readsConfiguration {
            // Which file is itself a setting of a variable or a flag.
            var early = Settings()
            try applyEnvironment(to: &early)
            apply(occurrences, to: &early)
            settings.configuration = early.configuration
            try applyFile(to: &settings, readFile: readFile)
        }
        try applyEnvironment(to: &settings)
        apply(occurrences, to: &settings)
        adaptFormat(in: &settings)
        adaptColor(in: &settings)
        return settings
    }

    private func applyFile(
        to settings: inout Settings, readFile: (ByteString) throws(FileUnavailable) -> [UInt8]
    ) throws(UsageError) {
        let configuration = settings.configuration
        let bytes: [UInt8]
        do throws(FileUnavailable) {
            bytes = try readFile(configuration.value)
        } catch {
            if error.isMissing, configuration.origin == .builtIn { return }
            let path = Quotation.text(configuration.value.bytes)
            throw UsageError(
                "\(path): the configuration file cannot be read: \(error.reason) (\(configuration.origin.description))",
                help: nil, exit: error.isMissing ? .usage : .failed)
        }
        var file = ConfigurationFile(path: configuration.value)
        try file.apply(bytes, to: &settings)
        settings.configurationRead = configuration.value
    }

    private func applyEnvironment(to settings: inout Settings) throws(UsageError) {
        // The listed flag, not the command's own: a format that other commands offer is no error here.
        var given: [any Flag] = []
        for flag in FlagList.all where command.flags.contains(where: { $0.name == flag.name }) {
            guard let name = flag.variable, let value = variable(name) else { continue }
            guard flag.set(variable: value, origin: .variable(name), in: &settings) else {
                let shown = Quotation.text(value)
                throw UsageError(
                    "\(name): \(flag.grammar.expectation) is expected, found `\(shown)`",
                    nearest: Suggestion.nearest(to: shown, among: flag.grammar.words), help: nil)
            }
            guard flag.origin(in: settings) == .variable(name), flag.literal(in: settings) != .boolean(false) else {
                continue
            }
            if let other = given.first(where: { flag.excludes.contains($0.name) }), let otherName = other.variable {
                throw UsageError("\(name) contradicts \(otherName)", help: nil)
            }
            given.append(flag)
        }
    }

    /// The value of a variable; an empty one counts as not set. Of two of one name the first counts, as in `getenv`.
    private func variable(_ name: String) -> [UInt8]? {
        let bytes = Array(name.utf8)
        guard let value = environment.first(where: { $0.name == bytes })?.value, !value.isEmpty else { return nil }
        return value
    }

    /// The values were checked when the command line was read.
    private func apply(_ occurrences: [FlagOccurrence], to settings: inout Settings) {
        for occurrence in occurrences {
            _ = occurrence.flag.set(
                argument: occurrence.value, origin: .flag(occurrence.spelling), in: &settings)
        }
    }

    /// A format from variable or file that this command does not offer does not bind it.
    private func adaptFormat(in settings: inout Settings) {
        let offered = command.flags.compactMap { $0 as? FormatFlag }.first?.grammar.choices ?? [.text]
        if !offered.contains(settings.format.value) { settings.format = Sourced(.text) }
    }

    private func adaptColor(in settings: inout Settings) {
        if settings.color.value == .auto, variable("NO_COLOR") != nil {
            settings.color = Sourced(.never, from: .variable("NO_COLOR"))
        }
    }
}
