import Cluster
import Manifests

/// Plugins in the scheduler's profiles that it does not have: it would end at its start
/// (pkg/scheduler/framework/runtime/framework.go).
enum ProfilePlugins: PlatformCheck {
  static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    PluginCatalog.checkNames(in: platform.models.cluster?.scheduler.profiles ?? [], diagnostics)
  }
}
