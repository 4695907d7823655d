/// Altinity's operator of ClickHouse: the first shard alone, then several at a time.
package enum AltinityOperator {
  /// Shards that are changed first, and then at most at a time: as many as there are threads, and
  /// no more than a rounded share of all (`reconcile.runtime`; getReconcileShardsWorkersNum).
  package static func batches(
    shards: Int, threads: Int = 5, percent: Int = 50
  ) -> (first: Int, next: Int) {
    (1, max(1, min(threads, (shards * percent + 50) / 100)))
  }
}

extension StoreOperator {
  /// Altinity's operator.
  package static let altinity: StoreOperator = {
    var value = StoreOperator("altinity")
    value.kinds = ["ClickHouseInstallation"]
    value.order = .byShard
    value.batch = .ofShards
    return value
  }()
}
