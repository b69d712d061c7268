/// Something that can be set: by a key of the configuration file, and, where it is a `Flag`, on the command line
/// and by a variable. Everything that is known about it is known here and nowhere else.
package protocol Setting: Sendable {
    associatedtype Form: Grammar

    /// One line for lists, without a full stop.
    var summary: String { get }
    /// Paragraphs for the long help, divided by blank lines; what stands in backquotes is literal.
    var details: String { get }
    /// Key in the configuration file: `audit.jobs`. `nil` where it cannot be set there.
    var key: String? { get }
    /// Which values there are.
    var grammar: Form { get }
    /// What holds where there is no value, in a few words for `doctor`.
    var withoutValue: String { get }
    /// Where the value stands in the settings.
    var place: WritableKeyPath<Settings, Sourced<Form.Value>> { get }
}

extension Setting {
    package var key: String? { nil }
    package var withoutValue: String { "" }

    /// The built-in value, as a literal; `nil` where the default is no value.
    package var defaultLiteral: Literal? { grammar.literal(Settings()[keyPath: place].value) }

    /// Where the value in these settings came from.
    package func origin(in settings: Settings) -> Origin { settings[keyPath: place].origin }

    /// The value in these settings as a literal; `nil` where it is no value.
    package func literal(in settings: Settings) -> Literal? { grammar.literal(settings[keyPath: place].value) }

    /// Takes the value of one occurrence on the command line. `false` means that the grammar refuses it.
    func set(argument: [UInt8], origin: Origin, in settings: inout Settings) -> Bool {
        guard let value = grammar.read(argument: argument) else { return false }
        store(value, origin: origin, in: &settings)
        return true
    }

    /// Takes the value of an environment variable.
    func set(variable: [UInt8], origin: Origin, in settings: inout Settings) -> Bool {
        guard let value = grammar.read(variable: variable) else { return false }
        // A toggle that says no takes back its own yes, not what another flag put into the same place.
        if grammar.isToggle, let on = grammar.read(argument: []), value != on, settings[keyPath: place].value != on {
            return true
        }
        store(value, origin: origin, in: &settings)
        return true
    }

    /// Takes the value of a configuration key.
    func set(literal: Literal, origin: Origin, in settings: inout Settings) -> Bool {
        guard let value = grammar.read(literal: literal) else { return false }
        store(value, origin: origin, in: &settings)
        return true
    }

    /// Copies the value with its origin from other settings.
    func copy(from source: Settings, to target: inout Settings) {
        target[keyPath: place] = source[keyPath: place]
    }

    private func store(_ value: Form.Value, origin: Origin, in settings: inout Settings) {
        let old = settings[keyPath: place]
        // Several flags of one name add up; a flag replaces whatever came from elsewhere.
        if case .flag = origin, case .flag = old.origin {
            settings[keyPath: place] = Sourced(grammar.join(old.value, value), from: origin)
        } else {
            settings[keyPath: place] = Sourced(value, from: origin)
        }
    }
}
