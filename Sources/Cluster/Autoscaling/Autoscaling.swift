import SimulationKernel

/// The horizontal autoscalers of a cluster and the metrics that they follow.
package struct Autoscaling: Sendable {
  /// `--horizontal-pod-autoscaler-sync-period`.
  static let syncPeriod = SimDuration.seconds(15)
  /// `--horizontal-pod-autoscaler-downscale-stabilization`.
  static let downscaleStabilization = SimDuration.minutes(5)
  /// Until when a platform that has run before time zero may lack samples in the twin.
  ///
  /// That is two scrapes and a reading. What was sampled before is taken to have matched the
  /// replicas.
  var primedBy: SimTime { SimTime.zero + server.resolution * 3 }

  /// An autoscaler at work.
  package struct Autoscaler: Sendable {
    /// What was asked.
    package internal(set) var spec: AutoscalerSpec
    /// Whether its object is in the API.
    package internal(set) var exists: Bool
    /// How many objects of its name were deleted so far.
    var lives: UInt32 = 0
    /// Index of the workload that it scales; nil if there is none of that name.
    package internal(set) var workload: Int?
    /// When the controller looks at it next; `infinity` while its queue does not have it.
    var syncAt = SimTime.infinity
    /// How long its last sync waited for webhooks that did not answer.
    var waited = SimDuration.zero
    /// What it remembers.
    package internal(set) var history = ScalingHistory()
    /// What the last sync that came to a number asked of the target, within the bounds and after
    /// stabilisation (status.desiredReplicas); nil before the first.
    package internal(set) var desiredReplicas: Int?
    /// What each metric last asked for; nil while it fails.
    package internal(set) var observed: [ReplicaCalculator.Proposal?] = []
    /// Its conditions after the last sync.
    package internal(set) var conditions = AutoscalerConditions()

    /// Its object is deleted, and its status with it.
    mutating func delete() {
      exists = false
      lives += 1
      desiredReplicas = nil
      observed = []
      conditions = AutoscalerConditions()
    }
  }

  /// All autoscalers, by index.
  package internal(set) var autoscalers: [Autoscaler]
  /// Values of the custom and external metrics APIs.
  package var adapter = MetricsAdapter()
  var server = MetricsServer()
  /// Draws how old the values of a scrape are.
  var housekeeping: EntityRandom

  /// Makes autoscalers whose targets are found at the start.
  init(_ specs: [AutoscalerSpec] = [], seed: UInt64 = 0, resolution: SimDuration) {
    autoscalers = specs.map { Autoscaler(spec: $0, exists: !$0.isDormant) }
    housekeeping = EntityRandom(seed: seed, stream: "metrics-server/housekeeping")
    adapter = MetricsAdapter(specs)
    server.read = specs.map { _ in [] }
    server.published = server.read
    server.resolution = resolution
  }
}
