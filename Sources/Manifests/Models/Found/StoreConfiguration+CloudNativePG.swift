import SimulationKernel

/// What a CloudNativePG Cluster says of its replication and its failover beside the servers'
/// parameters.
extension StoreConfiguration {
  /// Synchronous standbys, slots, the delay of a failover and what ends a primary that is cut off:
  /// the settings of the Cluster that a store's model names; none for other workloads.
  func clusterSettings(
    of reference: WorkloadReference, in namespace: String, _ diagnostics: DiagnosticCollector
  ) -> StoreSettings {
    let cluster = manifests.postgresClusters.first { reference.names($0.metadata, in: namespace) }
    guard let cluster else { return StoreSettings(entries: []) }
    var values = cluster.synchronousSettings
    values.append(("replicationSlots", .flag(cluster.replicationSlots.highAvailability.enabled)))
    if cluster.failoverDelay > 0 {
      values.append(("failoverDelay", .duration(.seconds(Int64(cluster.failoverDelay)))))
    }
    values += cluster.livenessSettings
    return StoreSettings(
      entries: values.compactMap {
        StoreEngine.postgresql.entry(
          $0.name, $0.value, at: cluster.span, as: "Cluster \(cluster.metadata.name), \($0.name)",
          diagnostics)
      })
  }
}

extension PostgresCluster {
  /// What the liveness probe asks of a primary, and how often it may fail.
  fileprivate var livenessSettings: [(name: String, value: StoreSettings.Value)] {
    func seconds(_ count: Int?) -> StoreSettings.Value? {
      count.flatMap { $0 > 0 ? .duration(.seconds(Int64($0))) : nil }
    }
    return [
      ("isolationCheck", probes.liveness.isolationCheck.enabled.map { .flag($0) }),
      ("livenessProbeTimeout", seconds(livenessProbeTimeout)),
      ("livenessPeriod", seconds(probes.liveness.periodSeconds)),
      ("livenessFailures", probes.liveness.failureThreshold.map { .number(Double($0)) }),
    ].compactMap { name, value in value.map { (name, $0) } }
  }

  /// Synchronous standbys in the newer form, or else in the older one, which asks for fewer where
  /// fewer are ready (CloudNativePG docs, replication).
  fileprivate var synchronousSettings: [(name: String, value: StoreSettings.Value)] {
    if let synchronous = postgresql.synchronous {
      return [
        ("synchronous", .flag(synchronous.number > 0)),
        ("synchronousNodeCount", .number(Double(max(1, synchronous.number)))),
        ("synchronousStrict", .flag(synchronous.dataDurability == "required")),
        ("failoverQuorum", .flag(synchronous.failoverQuorum)),
      ]
    }
    guard maxSyncReplicas > 0 else { return [] }
    return [
      ("synchronous", .flag(true)), ("synchronousNodeCount", .number(Double(maxSyncReplicas))),
      ("synchronousStrict", .flag(false)),
    ]
  }
}
