import SimulationKernel

/// An operator of Redis Cluster on a StatefulSet.
///
/// As it looks, each ten seconds: pods that failed a minute ago are deleted and come back; a node
/// without the cluster's file (its disk is new) is made to meet the others, its former name is
/// forgotten, and it replicates the master of its shard; slots that no node has left are given to
/// an empty one; masters that share a zone are moved by CLUSTER FAILOVER. It restarts replicas
/// first, then has each master fail over before it goes, and does not stop a master without a
/// replica that streams. (The OT-Container-Kit and Spotahome operators do the same but for zones;
/// the lengths are what their configuration says, or these.)
extension StoreOperator {
  /// The operator of Redis Cluster with the usual lengths.
  package static let redis: StoreOperator = {
    var value = StoreOperator("redis")
    value.order = .followersFirst
    value.safeguard = .othersSettled
    value.handsOver = true
    value.images = ["redis-operator"]
    value.repair = RepairRule(
      period: .seconds(10), patience: .seconds(60), spreadsLeaders: false)
    return value
  }()
}
