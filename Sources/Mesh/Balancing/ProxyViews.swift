import SimulationKernel

/// What the proxy of each client knows of guarded upstreams: those with connection limits or
/// outlier detection.
///
/// A view holds its own calls to one of them and the pods there that failed lately.
///
/// As in Envoy, each proxy, and so each client pod, knows its own calls only. A client has one view
/// of each guarded upstream; its views are made, in one row, with its first guarded call.
struct ProxyViews: ~Copyable {
  /// One upstream as one proxy sees it.
  struct View: BitwiseCopyable {
    /// The calls under way.
    var pool = ProxyPool()
    /// The first and the last call that wait for a connection, as raw handles; a waiting call's
    /// record holds the next one in the slot of its server.
    var firstWaiting = UInt32.max
    var lastWaiting = UInt32.max
    /// The first of the pods that are watched, by number; -1 for none.
    var firstWatched: Int32 = -1
    /// Pods left out.
    var ejected: Int32 = 0
  }

  /// A pod that failed lately, in the list of a view.
  struct WatchedPod: BitwiseCopyable {
    var pod = UInt32.max
    var next: Int32 = -1
    var monitor = OutlierMonitor()
    /// Sweeps of the proxy that it has been through.
    var sweeps: Int64 = 0
  }

  private let inPlace = InPlace()
  /// The guards, and the number of each upstream's; -1 for none.
  private var guards = Table<UpstreamGuard>()
  private var numbers = Table<Int32>()
  /// The first view of each client, by the client's index; -1 for none.
  private var rows = Table<Int32>()
  var views = Table<View>()
  private var watched = Table<WatchedPod>()
  /// The first of the places in `watched` that are free again.
  private var firstFree: Int32 = -1

  /// Gives the next upstream its guard, if it has one.
  mutating func add(_ rules: UpstreamGuard?) {
    numbers.append(rules == nil ? -1 : Int32(guards.count))
    if let rules { guards.append(rules) }
  }

  /// Whether an upstream has a guard.
  func isGuarded(_ upstream: Int) -> Bool { numbers[upstream] >= 0 }

  /// The connection limits of an upstream that has a guard.
  func limits(of upstream: Int) -> PoolLimits { guards[Int(numbers[upstream])].limits }

  /// When pods of an upstream that has a guard are ejected; nil where none ever is.
  func ejection(of upstream: Int) -> EjectionRules? { guards[Int(numbers[upstream])].ejection }

  /// The view that a client's proxy has of a guarded upstream.
  mutating func view(of upstream: Int, client: UInt32) -> Int {
    let client = Int(client)
    rows.resize(to: client + 1, filling: -1)
    if rows[client] < 0 {
      rows[client] = Int32(views.count)
      views.resize(to: views.count + guards.count, filling: View())
    }
    return Int(rows[client] &+ numbers[upstream])
  }

  /// Whether a pod is ejected from a view.
  func isEjected(_ pod: UInt32, from view: Int) -> Bool {
    let slot = slot(of: pod, in: view)
    return slot >= 0 && watched[slot].monitor.isEjected
  }

  /// Notes what an attempt says of a pod, and ejects the pod where that is due and allowed; returns
  /// whether it was ejected.
  mutating func note(
    _ verdict: AttemptVerdict, of pod: UInt32, among pods: Int, in view: Int,
    _ rules: EjectionRules, _ sweeps: Sweeps
  ) -> Bool {
    guard verdict != .success || views[view].firstWatched >= 0 else { return false }
    var slot = slot(of: pod, in: view)
    if slot < 0 {
      guard verdict != .success else { return false }
      slot = beginStreak(of: pod, in: view, since: sweeps.count)
    }
    catchUp(slot, in: view, rules, sweeps)
    let isDue = watched[slot].monitor.note(verdict, under: rules)
    if watched[slot].monitor.isClean { forget(pod, in: view) }
    guard isDue else { return false }
    sweep(view, rules, sweeps)
    guard rules.allowsEjection(besides: Int(views[view].ejected), of: pods) else { return false }
    slot = self.slot(of: pod, in: view)
    if slot < 0 { slot = beginStreak(of: pod, in: view, since: sweeps.count) }
    watched[slot].monitor.eject(at: sweeps.now, under: rules)
    views[view].ejected += 1
    return true
  }

  /// Lets the pods of a view return whose ejection had ended by one of the proxy's sweeps.
  mutating func sweep(_ view: Int, _ rules: EjectionRules, _ sweeps: Sweeps) {
    var slot = views[view].firstWatched
    while slot >= 0 {
      catchUp(Int(slot), in: view, rules, sweeps)
      slot = watched[Int(slot)].next
    }
  }

  private mutating func catchUp(
    _ slot: Int, in view: Int, _ rules: EjectionRules, _ sweeps: Sweeps
  ) {
    while watched[slot].sweeps < sweeps.count {
      let wasEjected = watched[slot].monitor.isEjected
      guard wasEjected || watched[slot].monitor.ejections > 0 else {
        watched[slot].sweeps = sweeps.count
        return
      }
      watched[slot].sweeps += 1
      watched[slot].monitor.sweep(at: sweeps.time(of: watched[slot].sweeps), under: rules)
      if wasEjected, !watched[slot].monitor.isEjected { views[view].ejected -= 1 }
    }
  }

  /// Forgets the pods that are no longer members of an upstream.
  mutating func keep(_ members: [UInt32], of upstream: Int) {
    guard isGuarded(upstream) else { return }
    for client in 0..<rows.count where rows[client] >= 0 {
      let view = Int(rows[client] &+ numbers[upstream])
      var slot = views[view].firstWatched
      while slot >= 0 {
        let pod = watched[Int(slot)].pod
        slot = watched[Int(slot)].next
        if !members.contains(pod) { forget(pod, in: view) }
      }
    }
  }

  /// Forgets what the proxy of a client knew of pods, because another pod now has the client's
  /// index.
  ///
  /// The former client's calls stay counted until they are over.
  mutating func forgetPods(of client: Int) {
    guard client < rows.count, rows[client] >= 0 else { return }
    for view in Int(rows[client])..<Int(rows[client]) + guards.count {
      while views[view].firstWatched >= 0 {
        forget(watched[Int(views[view].firstWatched)].pod, in: view)
      }
    }
  }

  private func slot(of pod: UInt32, in view: Int) -> Int {
    var slot = views[view].firstWatched
    while slot >= 0, watched[Int(slot)].pod != pod { slot = watched[Int(slot)].next }
    return Int(slot)
  }

  /// Watches a pod from now on; returns its slot among those that are watched.
  private mutating func beginStreak(of pod: UInt32, in view: Int, since sweep: Int64) -> Int {
    if firstFree < 0 {
      firstFree = Int32(watched.count)
      watched.append(WatchedPod())
    }
    let slot = Int(firstFree)
    firstFree = watched[slot].next
    watched[slot] = WatchedPod(pod: pod, next: views[view].firstWatched, sweeps: sweep)
    views[view].firstWatched = Int32(slot)
    return slot
  }

  private mutating func forget(_ pod: UInt32, in view: Int) {
    let slot = slot(of: pod, in: view)
    guard slot >= 0 else { return }
    let next = watched[slot].next
    if Int(views[view].firstWatched) == slot {
      views[view].firstWatched = next
    } else {
      var before = Int(views[view].firstWatched)
      while Int(watched[before].next) != slot { before = Int(watched[before].next) }
      watched[before].next = next
    }
    if watched[slot].monitor.isEjected { views[view].ejected -= 1 }
    watched[slot] = WatchedPod(next: firstFree)
    firstFree = Int32(slot)
  }
}
