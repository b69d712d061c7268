/// All that can be set, flags first. The one list that configuration keys come from.
package enum SettingList {
    package static let all: [any Setting] = FlagList.all + [KeepScansSetting(), KeepHistorySetting()]

    /// Those with a configuration key, in the order in which the file documents them.
    package static let configurable: [any Setting] = ConfigurationSection.all.flatMap { section in
        all.filter { $0.key?.hasPrefix(section.name + ".") == true }
    }
}
