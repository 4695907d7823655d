extension StoreOperator {
  /// Spotahome's operator of Redis under Sentinel: replicas first, then the master, whose place the
  /// Sentinels give to another.
  package static let redisFailover: StoreOperator = {
    var value = StoreOperator("redis-failover")
    value.kinds = ["RedisFailover"]
    value.order = .followersFirst
    value.safeguard = .othersSettled
    return value
  }()
}
