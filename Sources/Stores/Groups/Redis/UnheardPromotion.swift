import SimulationKernel

/// What promotions cost of which clients have not learned yet; if they never do, it costs nothing.
struct UnheardPromotion {
  /// The slot that took writes before the first of these promotions, until when it did, and the
  /// last write that was acknowledged.
  let old: Int
  let lostAt: SimTime
  let acknowledged: UInt64
  /// When the loss was detected.
  let detectedAt: SimTime
  /// The slot that was promoted last, and the number of the last write that it has.
  var new: Int
  var logPosition: UInt64
  /// Writes that the former primary has taken since, writes that were refused, and reads that
  /// missed an acknowledged write.
  var inVain: UInt64 = 0
  var refused: UInt64 = 0
  var staleReads: UInt64 = 0

  /// How many acknowledged writes the promoted slot lacks.
  var lost: UInt64 { acknowledged - min(acknowledged, logPosition) }

  /// How many writes it has that were never acknowledged.
  var doubled: UInt64 { logPosition - min(acknowledged, logPosition) }
}

/// Promotions of which clients learn later than they happen, or never (Sentinels).
extension StoreGroups {
  /// Remembers what a promotion costs until clients learn of it.
  mutating func keep(
    _ promotion: LogShipping.Promotion, over acknowledged: UInt64, group: Int, now: SimTime
  ) {
    guard case .shipping(let index) = groups[group].protocolState else { return }
    var unheard =
      groups[group].promotion.unheard
      ?? UnheardPromotion(
        old: promotion.old, lostAt: endOfService(of: group, now: now), acknowledged: acknowledged,
        detectedAt: groups[group].detectedAt ?? now, new: promotion.new, logPosition: 0)
    unheard.new = promotion.new
    unheard.logPosition = shippings[index].fork
    groups[group].promotion.unheard = unheard
  }

  /// Clients learn of a promotion: records what it cost.
  ///
  /// A promotion that returned the role to the master that had it before, without a lost write, was
  /// no failover.
  mutating func recordUnheard(group: Int) {
    guard let unheard = groups[group].promotion.unheard else { return }
    groups[group].promotion.unheard = nil
    if unheard.new == unheard.old, unheard.lost == 0, groups[group].openRecord == nil { return }
    recordPromotion(
      group: group, new: unheard.new, lost: unheard.lost, doubled: unheard.doubled,
      lostAt: unheard.lostAt, detectedAt: unheard.detectedAt)
    guard let record = groups[group].openRecord else { return }
    failovers[record].lostWrites += unheard.new == unheard.old ? 0 : unheard.inVain
    failovers[record].refusedWrites += unheard.refused
    failovers[record].staleReads += unheard.staleReads
  }
}
