import SimulationKernel

/// Servers of ClickHouse that do not reach the leader of their Keepers, and speak through another.
///
/// A server has a session with one Keeper, which passes writes on to the leader. A Keeper that
/// falls silent is given up after an operation's timeout; then the server tries all in turn, a mute
/// one for as long as it waits for a connection (ClickHouse's `ZooKeeperImpl.cpp`, connect). A
/// server is taken to be with the leader while it reaches that, so that only silence on this way is
/// seen.
extension StoreGroups {
  /// Notes since when a store's servers do not reach the leader of their Keepers.
  mutating func watchKeepers(store: Int, now: SimTime) {
    guard stores[store].configuration.keeperConnection != nil,
      let group = stores[store].coordination
    else { return }
    let leader = groups[group].leader.map { groups[group].members[$0] }
    for member in stores[store].members {
      if leader.map({ isLinked(member, $0) }) ?? true {
        members[member].keeperMuteSince = nil
      } else if members[member].keeperMuteSince == nil {
        members[member].keeperMuteSince = now
      }
    }
  }

  /// The Keeper to which a server speaks: the leader, or another to which it connected because it
  /// did not reach the leader.
  func keeper(of server: Int, group: Int, leader: Int, now: SimTime) -> Int {
    // First what most servers lack: the configuration is long, and this is asked twice an insert.
    guard let since = members[server].keeperMuteSince else { return leader }
    let store = groups[group].store
    guard let patience = stores[store].configuration.keeperConnection else { return leader }
    var connectedAt = since + stores[store].configuration.patience
    for keeper in groups[group].members {
      if members[keeper].isUp, isLinked(server, keeper) {
        return now >= connectedAt ? keeper : leader
      }
      // One that runs where nothing is reached, or whose machine is off, refuses nobody.
      if members[keeper].isUp || members[keeper].isSilent { connectedAt = connectedAt + patience }
    }
    return leader
  }

  /// A Keeper that does not lead passes a server's registration on to the leader; false where it
  /// does not reach one.
  mutating func passOn(_ packet: StorePacket) -> Bool {
    let (group, keeper) = (Int(packet.group), Int(packet.to))
    guard let slot = groups[group].leader, groups[group].members[slot] != keeper,
      isLinked(keeper, groups[group].members[slot])
    else { return false }
    var further = StorePacket(
      .register, from: keeper, to: groups[group].members[slot], bytes: packet.bytes)
    further.group = packet.group
    further.request = packet.request
    send(further)
    return true
  }

  /// Whether packets pass between two members in both directions.
  private func isLinked(_ one: Int, _ other: Int) -> Bool {
    one == other || (canReach(one, other) && canReach(other, one))
  }
}
