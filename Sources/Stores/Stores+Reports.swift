package import Cluster
package import Metrics
package import SimulationKernel

/// Failovers and lost quorums as rows for the results.
extension Stores {
  /// The failovers of the run so far, one row each.
  package func failoverRows(in cluster: borrowing Cluster, now: SimTime) -> [FailoverRow] {
    groups.failovers.enumerated().map { index, record in
      let store = groups.stores[record.store]
      var row = FailoverRow(
        index: Int32(index), system: store.name, group: name(ofShard: record.shard, of: store),
        fault: nil, lostAt: record.lostAt)
      if let chain = record.chain {
        row.group = chain.sentence
      }
      row.detectedAt = record.detectedAt
      row.recoveredAt = record.readyAt
      row.writeGap = record.writeGap ?? now - record.lostAt
      row.clientGap = record.clientGap
      row.refusedWrites = Int64(record.refusedWrites)
      row.dataLossWindow = record.dataLossWindow
      row.lostWrites = Int64(record.lostWrites)
      row.duplicatedWrites = Int64(record.duplicatedWrites)
      row.staleReads = Int64(record.staleReads)
      row.oldPrimary = name(ofMember: record.oldPrimary, in: cluster)
      row.newPrimary = record.newPrimary.map { name(ofMember: $0, in: cluster) } ?? ""
      return row
    }
  }

  /// The times at which groups lacked a quorum in the run so far, one row each.
  package func quorumRows() -> [QuorumRow] {
    groups.quorums.enumerated().map { index, record in
      let store = groups.stores[record.store]
      var row = QuorumRow(
        index: Int32(index), system: store.name, group: name(ofShard: record.shard, of: store),
        lostAt: record.lostAt, need: record.lack.need.rawValue,
        needed: Int32(record.lack.needed), there: Int32(record.lack.there),
        stopsReads: record.lack.stopsReads)
      row.regainedAt = record.regainedAt
      return row
    }
  }

  private func name(ofShard shard: Int, of store: StoreState) -> String {
    if shard < 0 { return FailoverRow.coordination }
    return store.shards.count == 1 ? "" : String(shard)
  }

  func name(ofMember member: Int, in cluster: borrowing Cluster) -> String {
    let state = groups.members[member]
    let pod = pods[member]
    guard cluster.pods.contains(pod) else {
      return groups.stores[state.store].name + "-" + String(state.ordinal)
    }
    return cluster.namespace(of: pod) + "/" + cluster.name(of: pod)
  }
}
