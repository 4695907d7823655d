/// The workloads of a platform, what they run, and the Services by which they are reached.
struct PlatformSoftware: Sendable {
  let workloads: [RunningWorkload]
  /// What is known of each workload's software, by position.
  let profiles: [SoftwareProfile]
  let services: ServiceIndex

  init(_ manifests: ManifestSet) {
    workloads = manifests.runningWorkloads
    profiles = workloads.map { ImageCatalog.standard.profile(of: $0) }
    services = ServiceIndex(manifests, workloads)
  }
}

extension ImageRole {
  /// Whether what the configuration names is asked for requests.
  ///
  /// Data systems name each other for replication, what watches names what it watches, and an edge
  /// follows the routes.
  var asksOthers: Bool {
    switch self {
    case .application, .proxy: true
    case .edge, .telemetry, .database, .store, .broker: false
    }
  }
}
