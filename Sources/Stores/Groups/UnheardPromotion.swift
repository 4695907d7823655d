import SimulationKernel

/// What promotions cost of which clients do not know yet: nothing if they never do.
struct UnheardPromotion {
  /// The slot that took writes before the first of them, until when, and the last write that was
  /// acknowledged.
  let old: Int
  let lostAt: SimTime
  let acknowledged: UInt64
  /// When somebody first acted on the loss.
  let detectedAt: SimTime
  /// The slot of the last of them, and the last write that it has.
  var new: Int
  var place: UInt64
  /// Writes that the former primary has taken since, writes that were refused, and reads that missed
  /// an acknowledged write.
  var inVain: UInt64 = 0
  var refused: UInt64 = 0
  var staleReads: UInt64 = 0

  /// Acknowledged writes that the promoted one lacks.
  var lost: UInt64 { acknowledged - min(acknowledged, place) }

  /// Writes that it has and nobody was told to be there.
  var doubled: UInt64 { place - min(acknowledged, place) }
}

/// Promotions that clients hear of later than they happen, or never (Sentinels).
extension StoreGroups {
  /// Remembers what a promotion costs until clients hear of it.
  mutating func keep(
    _ promotion: LogShipping.Promotion, over acknowledged: UInt64, group: Int, now: SimTime
  ) {
    guard case .shipping(let index) = groups[group].place else { return }
    var unheard =
      groups[group].unheard
      ?? UnheardPromotion(
        old: promotion.old, lostAt: endOfService(of: group, now: now), acknowledged: acknowledged,
        detectedAt: groups[group].detectedAt ?? now, new: promotion.new, place: 0)
    unheard.new = promotion.new
    unheard.place = shippings[index].fork
    groups[group].unheard = unheard
  }

  /// Clients hear of a promotion: says what it cost.
  ///
  /// One that gave the place back to the master that had it all the time was no failover: no write
  /// found another, or was lost.
  mutating func settleUnheard(group: Int) {
    guard let unheard = groups[group].unheard else { return }
    groups[group].unheard = nil
    if unheard.new == unheard.old, unheard.lost == 0, groups[group].openRecord == nil { return }
    settle(
      group: group, new: unheard.new, lost: unheard.lost, doubled: unheard.doubled,
      lostAt: unheard.lostAt, detectedAt: unheard.detectedAt)
    guard let record = groups[group].openRecord else { return }
    failovers[record].lostWrites += unheard.new == unheard.old ? 0 : unheard.inVain
    failovers[record].refusedWrites += unheard.refused
    failovers[record].staleReads += unheard.staleReads
  }
}
