/// How full something bounded was.
package struct BottleneckRecord: Sendable, Codable {
  /// What it is: the CPU of a node, the workers of a workload.
  package let resource: String
  /// Share of it that was in use, on average after the warm-up.
  package let utilisation: Double
  /// The factor on the scenario's load at which it would be full, if its use grows with the load;
  /// nil where it was not used at all.
  package let saturatesAt: Double?

  enum CodingKeys: String, CodingKey {
    case resource, utilisation
    case saturatesAt = "saturates_at_load_scale"
  }
}

/// What the pods of a workload request and use.
package struct RightsizingRecord: Sendable, Codable {
  /// `namespace/name`.
  package let workload: String
  /// Cores that each pod requests; nil where it requests none.
  package let request: Double?
  /// 95th percentile of the cores that a pod used.
  package let used: Double
  /// What it could request instead.
  package let suggested: Double
  /// Memory that each pod requests, in bytes; nil where it requests none.
  package let memoryRequest: Double?
  /// The most memory that a pod used, in bytes; nil where it is not modelled.
  package let memoryPeak: Double?
  /// What it could request instead, in bytes.
  package let memorySuggested: Double?

  enum CodingKeys: String, CodingKey {
    case workload, request, suggested
    case used = "p95_used"
    case memoryRequest = "memory_request"
    case memoryPeak = "memory_peak"
    case memorySuggested = "memory_suggested"
  }
}
