package import SimulationKernel

/// Redis Cluster's bus: pings, suspicion (PFAIL), gossip about it, and failure (FAIL).
///
/// Follows `clusterCron` and `clusterProcessGossipSection` (redis `cluster_legacy.c`): each node
/// pings the one of five random others with the oldest pong each second, and everyone whose pong is
/// older than half the node timeout; a ping unanswered for the node timeout makes a suspicion; a
/// suspecting node that hears of it from so many masters that they are a majority with itself
/// declares the failure and tells all whom it reaches. A packet tells of all suspects and of a few
/// random others; whoever hears that another had a later pong of a node that nobody doubts takes
/// that pong for its own, so that a node which stopped is soon the one with the oldest pong. An
/// answer takes no time here: round trips are short beside the cron's 100 ms. Requests for votes
/// and votes are packets that travel (`BusVoter`).
package struct ClusterBus: Sendable {
  /// What one node knows of another.
  private struct View {
    /// The last pong, and the last packet of any kind.
    var pongAt: SimTime
    var heardAt: SimTime
    /// When the ping that is not yet answered was sent.
    var pingAt: SimTime?
    var isSuspected = false
    var failedAt: SimTime?

    /// Whether the other is suspected and not yet taken to have failed.
    var isSuspect: Bool { isSuspected && failedAt == nil }
  }

  /// Times and counts of `cluster_legacy.c`.
  package let rules: ClusterBusRules
  /// Whether connecting to a host that refuses fails in the call itself, so that a node counts it
  /// as a ping at once; otherwise the event loop learns of it, and the ping waits for its turn.
  package let reportsRefusalAtOnce: Bool
  private let count: Int
  private var views: [View]
  /// When each node last heard from each reporter that it doubts a target, by node, target and
  /// reporter; nil where it does not.
  private var reports: [SimTime?]
  /// Cron rounds so far; each node's second begins at another.
  private var round = 0
  private var phases: [Int]
  /// When in a round each node's own cron would run.
  private var cronPhases: [SimDuration]
  /// What each node knows of epochs, and its votes.
  private var voters: [BusVoter]
  /// Since when each node's cluster state is ok again after it was not; nil while it is not ok.
  private var okSince: [SimTime?]
  /// When each node last saw only a minority of the masters.
  private var minorityAt: [SimTime?]

  /// Makes a bus whose nodes have all just heard from each other at drawn times.
  package init(
    nodes count: Int, rules: ClusterBusRules, reportsRefusalAtOnce: Bool, now: SimTime,
    random: inout EntityRandom
  ) {
    self.count = count
    self.rules = rules
    self.reportsRefusalAtOnce = reportsRefusalAtOnce
    views = []
    for _ in 0..<(count * count) {
      let age = random.duration(below: rules.pingInterval)
      views.append(View(pongAt: now - age, heardAt: now - age))
    }
    reports = Array(repeating: nil, count: count * count * count)
    phases = (0..<count).map { _ in random.below(10) }
    cronPhases = (0..<count).map { _ in random.duration(below: ClusterBusRules.cronPeriod) }
    voters = Array(repeating: BusVoter(nodes: count), count: count)
    okSince = Array(repeating: now - .minutes(1), count: count)
    minorityAt = Array(repeating: nil, count: count)
  }

  /// Whether a node believes that another has failed.
  package func hasFailed(_ target: Int, seenBy node: Int) -> Bool {
    views[node * count + target].failedAt != nil
  }

  /// Whether a node suspects another, or believes that it has failed.
  package func isDoubted(_ target: Int, by node: Int) -> Bool {
    let view = views[node * count + target]
    return view.isSuspected || view.failedAt != nil
  }

  /// Whether a node serves keys at all, by its view of the cluster.
  package func serves(_ node: Int, now: SimTime) -> Bool {
    guard let since = okSince[node] else { return false }
    return now - since >= rules.rejoinDelay
  }

  /// One round of every node's cron, each 100 ms.
  package mutating func cron(_ nodes: [BusNode], now: SimTime, random: inout EntityRandom) {
    round += 1
    for node in 0..<count where nodes[node].isUp {
      if (round + phases[node]) % 10 == 0 {
        pingOldest(of: node, nodes, now: now, random: &random)
      }
      for target in 0..<count where target != node {
        pingOrSuspect(target, from: node, nodes, now: now, random: &random)
      }
    }
  }

  /// Says what a node's own view makes of the cluster's state (`clusterUpdateState`).
  package mutating func updateState(
    of node: Int, _ nodes: [BusNode], requiresFullCoverage: Bool, now: SimTime
  ) {
    var masters = 0
    var reachable = 0
    var isCovered = true
    for other in 0..<count where nodes[other].isMaster {
      masters += 1
      if other == node || !isDoubted(other, by: node) { reachable += 1 }
      if other != node, hasFailed(other, seenBy: node) { isCovered = false }
    }
    let isOK = rules.isServing(
      allSlotsCovered: isCovered, requiresFullCoverage: requiresFullCoverage, masters: masters,
      reachable: reachable)
    if reachable < Quorum.majority(of: masters) { minorityAt[node] = now }
    if !isOK {
      okSince[node] = nil
    } else if okSince[node] == nil {
      // A replica, and a master after the loss of slots alone, goes on at once; a master that was
      // in a minority first learns whether it was replaced.
      let isLearning = nodes[node].isMaster ? minorityAt[node] : nil
      okSince[node] = isLearning ?? now - rules.rejoinDelay
    }
  }

  /// A node's process began anew: it knows its peers from its file and doubts none of them.
  package mutating func restart(_ node: Int, now: SimTime) {
    for other in 0..<count {
      views[node * count + other] = View(pongAt: now, heardAt: now)
      for reporter in 0..<count { reports[(node * count + other) * count + reporter] = nil }
    }
    voters[node].restart()
    minorityAt[node] = nil
    okSince[node] = now + rules.writableDelay - rules.rejoinDelay
  }

  /// A master was replaced: nobody holds its failure against its former role any longer.
  package mutating func forget(_ target: Int) {
    for node in 0..<count {
      views[node * count + target].failedAt = nil
      for reporter in 0..<count { reports[(node * count + target) * count + reporter] = nil }
    }
  }
}

extension ClusterBus {
  /// When a node's own cron runs in the round that begins now.
  ///
  /// A round observes the others for all nodes at once; elections, in which milliseconds count,
  /// begin when the node's own cron runs.
  package func cronMoment(of node: Int, inRoundAt now: SimTime) -> SimTime {
    now + cronPhases[node]
  }

  /// A node asks for votes; returns the epoch that it begins.
  package mutating func beginElection(of node: Int) -> UInt64 { voters[node].beginElection() }

  /// A packet of an election arrives, with the epoch of its sender.
  package mutating func hear(_ epoch: UInt64, at node: Int) { voters[node].hear(epoch) }

  /// A replica of a master asks another master for its vote, by a packet whose epoch that one has
  /// heard; returns whether it gets it.
  package mutating func vote(
    of voter: Int, inEpoch epoch: UInt64, toReplace master: Int, now: SimTime
  ) -> Bool {
    voters[voter].vote(
      inEpoch: epoch, toReplace: master, hasFailed: hasFailed(master, seenBy: voter),
      lockout: rules.voteLockout, now: now)
  }
}

extension ClusterBus {
  /// Pings the node with the oldest pong among five random ones.
  private mutating func pingOldest(
    of node: Int, _ nodes: [BusNode], now: SimTime, random: inout EntityRandom
  ) {
    var oldest: Int?
    for _ in 0..<5 {
      let other = random.below(count)
      guard other != node, views[node * count + other].pingAt == nil else { continue }
      let isOlder = oldest.map {
        views[node * count + other].pongAt < views[node * count + $0].pongAt
      }
      if isOlder ?? true { oldest = other }
    }
    if let oldest { ping(oldest, from: node, nodes, now: now, random: &random) }
  }

  /// What a node does about another in each round: pings what is due, suspects what is silent.
  private mutating func pingOrSuspect(
    _ target: Int, from node: Int, _ nodes: [BusNode], now: SimTime, random: inout EntityRandom
  ) {
    let view = node * count + target
    if views[view].pingAt == nil {
      if reportsRefusalAtOnce, nodes[target].refuses {
        views[view].pingAt = now
      } else if now - views[view].pongAt > rules.pingInterval {
        ping(target, from: node, nodes, now: now, random: &random)
      }
    } else if canExchange(node, target, nodes) {
      ping(target, from: node, nodes, now: now, random: &random)
    }
    guard let since = views[view].pingAt else { return }
    let silence = min(now - since, now - views[view].heardAt)
    if silence > rules.nodeTimeout { views[view].isSuspected = true }
  }

  private func canExchange(_ one: Int, _ other: Int, _ nodes: [BusNode]) -> Bool {
    nodes[other].isUp && nodes[one].reach.contains(other)
      && nodes[other].reach.contains(one)
  }

  private mutating func ping(
    _ target: Int, from node: Int, _ nodes: [BusNode], now: SimTime, random: inout EntityRandom
  ) {
    let view = node * count + target
    guard canExchange(node, target, nodes) else {
      if views[view].pingAt == nil { views[view].pingAt = now }
      return
    }
    gossip(from: node, to: target, nodes, now: now, random: &random)
    gossip(from: target, to: node, nodes, now: now, random: &random)
    views[view].pingAt = nil
    views[view].pongAt = now
    views[view].isSuspected = false
    // A master with slots stays failed for a while, in case it was replaced (FAIL undo).
    if let failed = views[view].failedAt,
      !nodes[target].isMaster || now - failed > rules.reportValidity
    {
      views[view].failedAt = nil
    }
  }

  /// A packet arrives with all the suspicions of its sender, and what it knows of a few others.
  private mutating func gossip(
    from sender: Int, to node: Int, _ nodes: [BusNode], now: SimTime,
    random: inout EntityRandom
  ) {
    views[node * count + sender].heardAt = now
    voters[node].hear(voters[sender].currentEpoch)
    let others = drawGossip(of: sender, random: &random)
    for target in 0..<count where target != node && target != sender {
      guard views[sender * count + target].isSuspect || others.contains(target) else {
        continue
      }
      let isDoubted = isDoubted(target, by: sender)
      if nodes[sender].isMaster {
        reports[(node * count + target) * count + sender] = isDoubted ? now : nil
        if isDoubted { judge(target, by: node, nodes, now: now) }
      }
      if !isDoubted { takePong(of: target, from: sender, to: node, now: now) }
    }
  }

  /// The nodes that a packet tells of beside the suspects, by index: a tenth of all, but at
  /// least three, drawn again at most three times as often as wanted.
  private mutating func drawGossip(of sender: Int, random: inout EntityRandom) -> BitSet {
    let wanted = min(max(3, count / 10), count - 2)
    var drawn = BitSet()
    var left = 0..<max(0, wanted * 3)
    while !left.isEmpty, drawn.count < wanted {
      left.removeFirst()
      let other = random.below(count)
      if other != sender, !views[sender * count + other].isSuspect { drawn.insert(other) }
    }
    return drawn
  }

  /// A node takes over a later pong that a peer had, in whole seconds as packets carry it, of a
  /// node of which it awaits no answer itself and that no master doubts.
  private mutating func takePong(of target: Int, from sender: Int, to node: Int, now: SimTime) {
    let view = node * count + target
    guard views[view].pingAt == nil else { return }
    for reporter in 0..<count {
      guard let report = reports[view * count + reporter] else { continue }
      if now - report <= rules.reportValidity { return }
    }
    let second: Int64 = 1_000_000_000
    let told = views[sender * count + target].pongAt.nanoseconds / second * second
    let pong = SimTime(nanoseconds: told)
    if pong > views[view].pongAt { views[view].pongAt = pong }
  }

  /// A suspecting node counts the masters that say the same (`markNodeAsFailingIfNeeded`).
  private mutating func judge(_ target: Int, by node: Int, _ nodes: [BusNode], now: SimTime) {
    let view = node * count + target
    guard views[view].isSuspected, views[view].failedAt == nil else { return }
    var valid = 0
    for reporter in 0..<count where nodes[reporter].isMaster {
      guard let report = reports[view * count + reporter] else { continue }
      if now - report <= rules.reportValidity { valid += 1 }
    }
    let masters = nodes.count(where: \.isMaster)
    guard
      rules.isFailure(
        reports: valid, isObserverMaster: nodes[node].isMaster, masters: masters)
    else { return }
    for other in 0..<count
    where nodes[other].isUp && (other == node || canExchange(node, other, nodes)) {
      let seen = other * count + target
      guard other != target, views[seen].failedAt == nil else { continue }
      views[seen].failedAt = now
      views[seen].isSuspected = true
    }
  }
}
