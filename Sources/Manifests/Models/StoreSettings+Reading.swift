extension SpecType where Value == StoreSettings {
  /// The settings of an engine; of any where it is not known.
  static func settings(of engine: StoreEngine?) -> SpecType {
    let engines = engine.map { [$0] } ?? StoreEngine.allCases
    let known = engines.flatMap(\.settings)
    let what = "the settings of " + (engine?.rawValue ?? "a store")
    let body = { (reader: inout SpecReader) -> StoreSettings in
      var entries: [StoreSettings.Entry] = []
      var asked: [String] = []
      for setting in known where !asked.contains(setting.name) {
        asked.append(setting.name)
        let value = reader.optional(setting.name, setting.type, "a setting of the engine")
        if let value {
          entries.append(
            StoreSettings.Entry(
              name: setting.name, value: value, span: reader.span(of: setting.name)))
        }
      }
      return StoreSettings(entries: entries)
    }
    return SpecType(
      schema: { SpecReader.describe(what, $0) { body(&$0) } },
      read: { node, context in SpecReader.read(node, context, what: what) { body(&$0) } })
  }
}
