private import Inventory

/// All that can be set, flags first. The one list that configuration keys come from.
package enum SettingList {
    /// Flags in their order, then what only the file sets.
    package static let all: [any Setting] =
        FlagList.all + [
            KeepScansSetting(), KeepHistorySetting(), PrivateNamesSetting(), PrivateHostsSetting(),
            QuarantineBudgetSetting(), HostKeySetting(),
        ] + AgentSettingList.all

    /// What is in force, for `doctor`: each setting with a key, then the rules that are changed, then the tiers.
    package static func effective(in settings: Settings) -> [EffectiveSetting] {
        var rows = configurable.map { setting in
            let plain = setting.literal(in: settings)?.plain ?? ""
            return EffectiveSetting(
                key: setting.key ?? "", value: plain.isEmpty ? setting.withoutValue : plain,
                origin: setting.origin(in: settings))
        }
        for rule in settings.ruleOverrides {
            let values: [(RuleOverrideKey, String, Origin)?] = [
                rule.enabled.map { (.enabled, String($0.value), $0.origin) },
                rule.severity.map { (.severity, $0.value.rawValue, $0.origin) },
                rule.confidence.map { (.confidence, $0.value.rawValue, $0.origin) },
            ]
            rows += values.compactMap(\.self).map { key, value, origin in
                EffectiveSetting(key: "rule.\(rule.id).\(key.rawValue)", value: value, origin: origin)
            }
        }
        rows += settings.trust.enumerated().map { index, trust in
            EffectiveSetting(key: "trust.\(index + 1)", value: trust.shown, origin: trust.origin)
        }
        rows += settings.purgePolicies.enumerated().map { index, policy in
            EffectiveSetting(key: "purge.\(index + 1)", value: policy.shown, origin: policy.origin)
        }
        return rows
    }

    /// Those with a configuration key, in the order in which the file documents them.
    package static let configurable: [any Setting] = ConfigurationSection.all.flatMap { section in
        all.filter { $0.key?.hasPrefix(section.name + ".") == true }
    }
}
