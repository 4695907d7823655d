package import Cluster
package import Mesh
package import SimulationKernel

/// How much the systems do that observe, name, secure and repair the others: Prometheus, CoreDNS,
/// cert-manager, operators and the like.
///
/// This room only counts. Once a second it derives each system's activity from what the rest of the
/// platform did, while at least one of the system's pods is ready. Their pods run in the room
/// `Cluster` and their core time is spent by their models; alert rules are not evaluated.
package struct Observability: ~Copyable {
  private let inPlace = InPlace()
  /// The objects of the platform that these systems work on.
  package struct Inventory: Sendable {
    /// Certificates kept by cert-manager.
    package var certificates = 0
    /// Custom resources kept by operators.
    package var operatedResources = 0

    /// Makes an empty inventory.
    package init() {}
  }

  private struct Watcher {
    let system: String
    let activity: Activity
    /// The workload whose pods do it; -1 for the sidecars, of which every meshed pod has one.
    let workload: Int
    var done = 0.0
  }

  private let inventory: Inventory
  private var watchers: [Watcher] = []
  private var callsBefore: UInt64 = 0
  private var queriesBefore: UInt64 = 0
  private var meshedCallsBefore: UInt64 = 0
  private var endpointChangesBefore: UInt64 = 0

  /// Finds the systems among a cluster's workloads by their images.
  ///
  /// - Parameter systems: the row that each workload is counted under.
  package init(
    _ cluster: borrowing Cluster, systems: [String], inventory: Inventory, isMeshed: Bool
  ) {
    self.inventory = inventory
    for (index, workload) in cluster.workloads.enumerated() {
      let images = workload.spec.template.containers.map(\.image)
      guard let activity = images.compactMap(Activity.of).first else { continue }
      watchers.append(Watcher(system: systems[index], activity: activity, workload: index))
    }
    if isMeshed {
      watchers.append(Watcher(system: "envoy", activity: .proxiedCalls, workload: -1))
    }
  }

  /// Schedules the first count.
  package mutating func start(in simulation: inout Simulation) {
    simulation.schedule(
      after: .seconds(1), room: Room.observability.rawValue, kind: 0, argument: 0)
  }

  /// Counts what was done in the second that ends now.
  package mutating func countSecond(
    in simulation: inout Simulation, mesh: borrowing Mesh, cluster: borrowing Cluster
  ) {
    let calls = mesh.callCount
    let meshedCalls = mesh.meshedCallCount
    let changes = mesh.endpointChangeCount
    let queries = mesh.nameQueryCount
    let second = Second(
      calls: Double(calls - callsBefore), meshedCalls: Double(meshedCalls - meshedCallsBefore),
      nameQueries: Double(queries - queriesBefore),
      endpointChanges: Double(changes - endpointChangesBefore),
      readyPods: Double(cluster.readyPodCount), meshedPods: Double(cluster.meshedPodCount))
    (callsBefore, meshedCallsBefore, endpointChangesBefore) = (calls, meshedCalls, changes)
    queriesBefore = queries
    for index in watchers.indices {
      let workload = watchers[index].workload
      let ready = workload < 0 ? 1 : cluster.workloads[workload].readyCount
      guard ready > 0 else { continue }
      watchers[index].done += amount(watchers[index].activity, second, replicas: Double(ready))
    }
    simulation.schedule(
      after: .seconds(1), room: Room.observability.rawValue, kind: 0, argument: 0)
  }

  /// What a system did since the run began.
  package func done(by system: String) -> UInt64? {
    let own = watchers.filter { $0.system == system }
    return own.isEmpty ? nil : UInt64(own.reduce(0) { $0 + $1.done })
  }

  /// The systems found.
  package var systems: [String] { watchers.map(\.system) }

  /// What happened on the platform within a second.
  private struct Second {
    let calls: Double
    let meshedCalls: Double
    let nameQueries: Double
    let endpointChanges: Double
    let readyPods: Double
    let meshedPods: Double
  }

  /// How much of an activity a second brings.
  private func amount(_ activity: Activity, _ second: Second, replicas: Double) -> Double {
    switch activity {
    // Every 30 s (prometheus-operator's default).
    case .scrapes: replicas * second.readyPods / 30
    // The Watchdog of each Prometheus, resent every minute (prometheus --rules.alert.resend-delay).
    case .alerts: 2.0 / 60
    // A client's and a server's span of every traced call, which one in a hundred is (Istio's
    // default).
    case .spans: second.calls * 0.01 * 2
    // One access-log line a call.
    case .logLines: second.calls
    // Every proxy on a change of endpoints, and each proxy's reconnection after half an hour
    // (istiod keepaliveMaxServerConnectionAge).
    case .configurationPushes:
      second.endpointChanges * second.meshedPods + second.meshedPods / 1_800
    case .proxiedCalls: second.meshedCalls
    case .nameQueries: second.nameQueries
    // Each certificate is examined every five minutes (assumed; cert-manager also acts on events).
    case .certificateChecks: Double(inventory.certificates) / 300
    // A full reconciliation every two minutes (STRIMZI_FULL_RECONCILIATION_INTERVAL_MS; assumed for
    // the other operators).
    case .reconciles: Double(max(1, inventory.operatedResources)) / 120
    }
  }
}
