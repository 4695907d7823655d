/// What the configuration of a store's pods says about its engine's settings: environment, command
/// line and mounted files, as its software would read them.
///
/// A setting in the store's model wins.
package struct StoreConfiguration {
  private let workloads: [RunningWorkload]
  private let reader: ConfigurationReader

  /// Takes the workloads of a platform.
  package init(_ manifests: ManifestSet) {
    workloads = manifests.runningWorkloads
    reader = ConfigurationReader(manifests)
  }

  /// A model with the settings that its pods' configuration adds, and a sentence about each.
  package func completed(_ model: StoreModel) -> (model: StoreModel, findings: [String]) {
    guard let workload = workloads.first(where: { isMeant($0, by: model) }) else {
      return (model, [])
    }
    var entries = model.settings.entries
    var findings: [String] = []
    let texts = reader.texts(of: workload)
    for alias in model.engine.settingAliases
    where !entries.contains(where: {
      $0.name == alias.setting
    }) {
      guard let setting = model.engine.settings.first(where: { $0.name == alias.setting }),
        let (value, text) = find(alias, setting, in: texts)
      else { continue }
      entries.append(
        StoreSettings.Entry(name: setting.name, value: value, span: text.span))
      findings.append("\(setting.name) is \(alias.name) of \(text.origin)")
    }
    var result = model
    result.settings = StoreSettings(entries: entries)
    return (result, findings)
  }

  private func isMeant(_ workload: RunningWorkload, by model: StoreModel) -> Bool {
    let kind = model.workload.kind.map { $0.prefix { $0 != "." } }
    return workload.name == model.workload.name
      && workload.namespace == (model.workload.namespace ?? model.namespace)
      && (kind.map { workload.kind.lowercased().hasPrefix($0.lowercased()) } ?? true)
  }

  private func find(
    _ alias: StoreSettingAlias, _ setting: StoreSettingName, in texts: [ConfigurationText]
  ) -> (StoreSettings.Value, ConfigurationText)? {
    for text in texts {
      if let key = text.key, alias.isMeant(by: key),
        let value = setting.value(text.text, unit: alias.unit)
      {
        return (value, text)
      }
      for line in text.text.split(separator: "\n") {
        guard let found = value(of: alias, in: line),
          let value = setting.value(found, unit: alias.unit)
        else { continue }
        return (value, text)
      }
    }
    return nil
  }

  /// The value in a line: `name value`, `name: value`, `name = value`, or `--name value` among other
  /// words.
  private func value(of alias: StoreSettingAlias, in line: Substring) -> String? {
    let words = line.split { $0.isWhitespace || $0 == "=" || $0 == ":" }.map(String.init)
    guard let first = words.first, !first.hasPrefix("#") else { return nil }
    for (place, word) in words.enumerated() where place == 0 || word.hasPrefix("--") {
      guard alias.isMeant(by: word), place + 1 < words.count else { continue }
      return words[place + 1]
    }
    return nil
  }
}
