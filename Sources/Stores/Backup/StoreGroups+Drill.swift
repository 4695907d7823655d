import Manifests
import SimulationKernel

/// Restore drills: a restore is tried out beside the running system, to measure how long it takes.
extension StoreGroups {
  /// Begins a drill that is due, and lets the one under way go on.
  mutating func watchDrill(store: Int, now: SimTime) {
    if stores[store].drill != nil {
      continueDrill(store: store, now: now)
    } else if stores[store].backup?.isDrillDue(now: now) ?? false {
      beginDrill(store: store, now: now)
    }
  }

  private mutating func beginDrill(store: Int, now: SimTime) {
    guard let backup = stores[store].backup else { return }
    let base = backup.newest(at: now, before: now, isRegionLost: false)
    guard let base, isHolderThere(of: store) else {
      let reason =
        base == nil ? "there is no backup to bring back" : "the store of the backups is away"
      stores[store].backup?.failDrill(reason, now: now)
      return
    }
    guard let member = drillMember(of: store) else {
      stores[store].backup?.failDrill("no member is there beside which to try it", now: now)
      return
    }
    let isArchived = stores[store].archive?.shipped(at: now) != nil
    let logged = isArchived ? stores[store].loggedBytes - base.logBytes : 0
    let restore = backup.rule.restore
    var chain = RestoreChain()
    chain.detect = restore.detect
    chain.decide = restore.decide
    chain.provision = restore.provision
    chain.reconnect = restore.reconnect
    let run = stores[store].backup?.beginDrill(now: now) ?? 0
    stores[store].drill = RunningDrill(
      run: run, pointAge: recoveryPointAge(of: store, now: now),
      restore: RunningRestore(
        member: member, epoch: members[member].epoch, attempt: beginAttempt(),
        base: Double(base.bytes > 0 ? base.bytes : dataBytes(of: store)),
        log: Double(max(0, logged)), chain: chain, from: .provision, now: now))
  }

  /// The member beside which a drill runs: a running one that leads nothing, or else any running
  /// one.
  private func drillMember(of store: Int) -> Int? {
    let there = stores[store].members.filter { members[$0].isUp }
    return there.last { !leads($0) } ?? there.last
  }

  private mutating func continueDrill(store: Int, now: SimTime) {
    guard var drill = stores[store].drill, let backup = stores[store].backup else { return }
    let member = drill.restore.member
    guard members[member].isUp, members[member].epoch == drill.restore.epoch,
      isHolderThere(of: store)
    else {
      stores[store].drill = nil
      stores[store].backup?.fail(
        run: drill.run, "the replica beside which it ran, or the store of the backups, is away",
        now: now)
      return
    }
    let rule = backup.rule.restore
    bringBack(
      &drill.restore, of: store, rule: rule, fetch: Double(rule.rate), isOutside: false, now: now)
    guard drill.restore.isDone(start: rule.start, now: now) else {
      stores[store].drill = drill
      return
    }
    stores[store].drill = nil
    stores[store].backup?.finish(
      run: drill.run, drill.restore.chain, pointAge: drill.pointAge, now: now)
  }

  /// What is brought back to a member goes on until the next look, as fast as the way lets it.
  ///
  /// - Parameters:
  ///   - fetch: Bytes a second that the backup gives it.
  ///   - isOutside: Whether the backup comes from another region.
  mutating func bringBack(
    _ restore: inout RunningRestore, of store: Int, rule: StoreRestore, fetch: Double,
    isOutside: Bool, now: SimTime
  ) {
    let replay = Double(rule.replay)
    let wanted = restore.wanted(fetch: fetch, replay: replay)
    var rate = 0.0
    if wanted > 0 {
      rate = stream(
        wanted, of: store, at: restore.member, isBackup: false, isOutside: isOutside, now: now)
    }
    let work = restore.advance(
      rate: rate, replay: replay, interval: Self.watchInterval, start: rule.start, now: now)
    guard work > .zero else { return }
    actions.append(.restoreWork(member: restore.member, attempt: restore.attempt, work))
  }

  /// The number of a restore that begins, or begins again.
  mutating func beginAttempt() -> UInt16 {
    restoreAttempts &+= 1
    return restoreAttempts
  }

  /// The cores have done what an attempt to bring a member's data back gave them at one look.
  package mutating func restoreWorked(member: Int, attempt: UInt16) {
    let store = members[member].store
    stores[store].drill?.restore.worked(at: member, attempt: attempt)
    for index in (stores[store].loss?.restores ?? []).indices {
      stores[store].loss?.restores[index].worked(at: member, attempt: attempt)
    }
  }
}
