import SimulationKernel

/// etcd's space quota: the alarm that a member raises whose database has reached it is replicated
/// and refuses writes everywhere, while reads go on, until it is disarmed (etcdserver's
/// applierV3Capped and quotaApplierV3).
///
/// The member that is asked refuses the first write already for which its database has no room
/// (v3rpc, quotaKVServer; storage/quota.go, Available).
extension StoreGroups {
  /// Raises a member's alarm if its database has reached the quota, or would with some bytes more.
  @inline(__always)
  mutating func checkSpace(of member: Int, adding bytes: Int64 = 0, now: SimTime) {
    let store = members[member].store
    guard let quota = stores[store].configuration.spaceQuota,
      members[member].disk.used + bytes >= quota, stores[store].spaceAlarmAt == nil
    else { return }
    stores[store].spaceAlarmAt = now
    stores[store].spaceAlarm = member
  }

  /// Makes room where an administrator does: compacts the database, rewrites its file on each
  /// member that runs and disarms the alarm.
  ///
  /// The seconds for which a member answers nothing meanwhile are left out.
  mutating func reclaimSpace(store: Int, now: SimTime) {
    guard let patience = stores[store].configuration.spaceReclaim,
      let since = stores[store].spaceAlarmAt, now - since >= patience,
      stores[store].shards.allSatisfy({ groups[$0].leader != nil })
    else { return }
    let everything = Retention(age: .zero, checkInterval: .zero)
    for member in stores[store].members where members[member].isUp {
      let gone = members[member].retained.expire(everything, now: now)
      release(bytes: gone, member: member)
    }
    stores[store].spaceAlarmAt = nil
  }

  /// The members that raised an alarm and of which no event was recorded yet.
  mutating func takeSpaceAlarms() -> [Int] {
    var found: [Int] = []
    for store in stores.indices {
      guard let member = stores[store].spaceAlarm else { continue }
      found.append(member)
      stores[store].spaceAlarm = nil
    }
    return found
  }
}
