import SimulationKernel

/// Streams of bytes beside the stores' own operations: copies that are made anew, backups,
/// restores, drills. Each goes as fast as the slowest of what it passes: its own throttle, the
/// disks at its ends, and the lines of their machines.
extension StoreGroups {
  /// Says which machine a member is on, and how many bytes a second its line brings each way.
  package mutating func setMachine(of member: Int, to machine: Int, line: Double) {
    members[member].machine = machine
    members[member].line = line
  }

  /// The streams of a store's last look are over.
  mutating func endStreams(of store: Int) {
    stores[store].streams.removeAll(keepingCapacity: true)
    for member in stores[store].members { members[member].disk.endStreams() }
  }

  /// Bytes a second that a member's line has left for a further stream, of all stores on its
  /// machine.
  func lineRoom(of member: Int, sending: Bool) -> Double {
    let machine = members[member].machine
    guard machine >= 0, members[member].line < .infinity else { return .infinity }
    var used = 0.0
    for store in stores.indices {
      for stream in stores[store].streams where members[stream.member].machine == machine {
        used += sending ? stream.sent : stream.received
      }
    }
    return max(0, members[member].line - used)
  }

  /// Lets a store's stream run from one member to another until the next look.
  ///
  /// Returns the bytes a second that it gets. What is sent may come from memory.
  mutating func stream(
    _ wanted: Double, of store: Int, from source: Int, to target: Int, readsDisk: Bool, now: SimTime
  ) -> Double {
    var rate = min(wanted, members[target].disk.room(now: now))
    if readsDisk { rate = min(rate, members[source].disk.room(now: now)) }
    if members[source].machine != members[target].machine || members[source].machine < 0 {
      rate = min(rate, lineRoom(of: source, sending: true))
      rate = min(rate, lineRoom(of: target, sending: false))
    }
    guard rate > 0 else { return 0 }
    if readsDisk { members[source].disk.stream(rate) }
    members[target].disk.stream(rate)
    stores[store].streams.append(MemberStream(member: source, sent: rate, received: 0))
    stores[store].streams.append(MemberStream(member: target, sent: 0, received: rate))
    return rate
  }

  /// Lets a store's stream run between a member and where its backups are until the next look.
  ///
  /// Returns the bytes a second that it gets. A holder among the platform's stores spreads it over
  /// its members, which write more than they get; what comes from outside passes none of them.
  mutating func stream(
    _ wanted: Double, of store: Int, at member: Int, isBackup: Bool, isOutside: Bool = false,
    now: SimTime
  ) -> Double {
    let there = isOutside ? [] : holders(of: store)
    let factor = stores[store].backupHolder.map { isBackup ? amplification(of: $0) : 1 } ?? 1
    let share = factor / Double(max(there.count, 1))
    var rate = min(wanted, members[member].disk.room(now: now))
    rate = min(rate, lineRoom(of: member, sending: isBackup))
    for other in there {
      rate = min(rate, members[other].disk.room(now: now) / share)
      rate = min(rate, lineRoom(of: other, sending: !isBackup) / share)
    }
    guard rate > 0 else { return 0 }
    members[member].disk.stream(rate)
    stores[store].streams.append(
      MemberStream(member: member, sent: isBackup ? rate : 0, received: isBackup ? 0 : rate))
    for other in there {
      members[other].disk.stream(rate * share)
      stores[store].streams.append(
        MemberStream(
          member: other, sent: isBackup ? 0 : rate * share,
          received: isBackup ? rate * share : 0))
    }
    return rate
  }

  /// The members that run of the store that holds a store's backups.
  private func holders(of store: Int) -> [Int] {
    guard let holder = stores[store].backupHolder else { return [] }
    return stores[holder].members.filter { members[$0].isUp }
  }
}
