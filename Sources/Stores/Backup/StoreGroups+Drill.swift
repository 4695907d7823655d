import Manifests
import SimulationKernel

/// Drills: what a restore would take, tried out beside the running system.
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
      member: member, epoch: members[member].epoch, run: run,
      pointAge: recoveryPointAge(of: store, now: now),
      base: base.bytes > 0 ? base.bytes : dataBytes(of: store), log: max(0, logged), chain: chain,
      now: now)
  }

  /// The member beside which a drill runs: one that leads nothing, or any that is there.
  private func drillMember(of store: Int) -> Int? {
    let there = stores[store].members.filter { members[$0].isUp }
    return there.last { !leads($0) } ?? there.last
  }

  private mutating func continueDrill(store: Int, now: SimTime) {
    guard var drill = stores[store].drill, let backup = stores[store].backup else { return }
    let restore = backup.rule.restore
    let replay = Double(restore.replay)
    guard members[drill.member].isUp, members[drill.member].epoch == drill.epoch,
      isHolderThere(of: store)
    else {
      stores[store].drill = nil
      stores[store].backup?.fail(
        run: drill.run, "the replica beside which it ran, or the store of the backups, is away",
        now: now)
      return
    }
    let wanted = drill.wanted(fetch: Double(restore.rate), replay: replay)
    let rate =
      wanted > 0 ? stream(wanted, of: store, at: drill.member, isBackup: false, now: now) : 0
    let work = drill.advance(
      rate: rate, replay: replay, interval: Self.watchInterval, start: restore.start, now: now)
    if work > .zero { actions.append(.drillWork(store: store, member: drill.member, work)) }
    guard drill.isDone(start: restore.start, now: now) else {
      stores[store].drill = drill
      return
    }
    stores[store].drill = nil
    stores[store].backup?.finish(
      run: drill.run, drill.chain, pointAge: drill.pointAge, now: now)
  }

  /// The cores have done what a drill gave them at one look.
  package mutating func drillWorked(store: Int) { stores[store].drill?.pending -= 1 }
}
