import Manifests
import Stores

/// A store of which some settings are written.
func configured(
  _ engine: StoreEngine, members: Int, _ settings: [(String, StoreSettings.Value)]
) -> StoreSetup {
  var options = EngineOptions(members: members)
  options.isOperated = engine == .postgresql
  options.settings = StoreSettings(
    entries: settings.map { StoreSettings.Entry(name: $0.0, value: $0.1, span: .unknown) })
  return StoreSetup(
    name: engine.rawValue, configuration: EngineCatalog.configuration(of: engine, options),
    memberCount: members, pod: StorePod(disk: .networkSSD))
}
