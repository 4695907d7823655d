public import Cluster
public import SimulationKernel

/// Connections that clients of HTTP keep open for their next requests.
///
/// A client makes a connection when a call finds none idle, so that it has as many as its calls
/// needed at once, and keeps some of them idle. Two parts of the wire depend on it: behind
/// kube-proxy a connection stays with the pod to which it was made (`Balancer`), and a name is
/// looked up for new connections alone (`NameService`). Users outside keep none.
@usableFromInline
enum KeepAlive {
  /// How many idle connections a client keeps to one other side (urllib3's pool_maxsize; Go's and
  /// Node's clients keep from 2 to 256).
  @inlinable @inline(always) static var idleMost: Int32 { 10 }

  /// Whether a call finds its connection closed, by uniform bits: one in 1,024 does, as nginx
  /// closes a connection after 1,000 requests (keepalive_requests).
  @inlinable @inline(always)
  static func isClosed(_ bits: UInt64) -> Bool { bits & 0x3ff == 0 }
}

extension ClientLoads {
  /// Connections from a client to another side that no call uses.
  @inlinable @inline(always)
  func idleConnections(from client: UInt32, to other: UInt32) -> Int32 {
    let cell = cells[slot(of: ClientPair(client, other))]
    return max(0, cell.connections - cell.calls)
  }

  /// Counts a connection that opens (1) or closes (-1).
  @inlinable @inline(always)
  mutating func connect(_ step: Int32, from client: UInt32, to other: UInt32) {
    cells[cell(of: ClientPair(client, other))].connections &+= step
  }

  /// Counts a call that opens; whether no idle connection is left, so that one is made for it.
  ///
  /// A client that is `warm` begins with idle connections from before the run.
  @inlinable @inline(always)
  mutating func begin(from client: UInt32, to other: UInt32, isWarm: Bool) -> Bool {
    let slot = cell(of: ClientPair(client, other))
    cells[slot].calls &+= 1
    guard cells[slot].calls > cells[slot].connections else { return false }
    if cells[slot].connections == 0, isWarm, KeepAlive.idleMost >= cells[slot].calls {
      cells[slot].connections = KeepAlive.idleMost
      return false
    }
    cells[slot].connections = cells[slot].calls
    return true
  }

  /// Counts a call that closes; its connection stays, unless more than some are idle.
  @inlinable @inline(always)
  mutating func end(
    from client: UInt32, to other: UInt32, keeping idle: Int32 = KeepAlive.idleMost
  ) {
    let slot = slot(of: ClientPair(client, other))
    guard cells[slot].calls > 0 else { return }
    cells[slot].calls &-= 1
    if cells[slot].connections &- cells[slot].calls > idle { cells[slot].connections &-= 1 }
  }

  /// Closes the connections of a client that no call uses: its process has started again.
  ///
  /// Calls that are open still close, so they stay counted.
  ///
  /// - Complexity: as `forget(client:)`.
  mutating func closeIdleConnections(of client: UInt32) {
    for index in 0..<cells.count where cells[index].pair.client == client {
      cells[index].connections = min(cells[index].connections, cells[index].calls)
    }
  }
}

extension Balancer {
  /// The pod at the other end of one of the client's idle connections, each with equal probability;
  /// without an idle connection any pod, to which a new connection is made.
  @usableFromInline @inline(never)
  mutating func connected(
    _ state: Upstream, client: UInt32, bits: UInt64, _ one: Int
  ) -> UInt32 {
    let first = Int(state.first)
    let fresh = members[first + one]
    guard client != Network.outside else { return fresh }
    var free: Int32 = 0
    for index in first..<first + Int(state.count) {
      free += clientLoads.idleConnections(from: client, to: members[index])
    }
    if free > 0 {
      var left = Int32(((bits & 0x3f_ffff) * UInt64(free)) >> 22)
      for index in first..<first + Int(state.count) {
        left -= clientLoads.idleConnections(from: client, to: members[index])
        guard left < 0 else { continue }
        guard KeepAlive.isClosed(bits >> 22) else { return members[index] }
        clientLoads.connect(-1, from: client, to: members[index])
        break
      }
    }
    clientLoads.connect(1, from: client, to: fresh)
    return fresh
  }

  /// Closes a connection that became idle where the client would keep too many to the pod.
  @usableFromInline @inline(never)
  mutating func trim(from client: UInt32, to pod: UInt32) {
    guard clientLoads.idleConnections(from: client, to: pod) > KeepAlive.idleMost else { return }
    clientLoads.connect(-1, from: client, to: pod)
  }

  /// Closes the connection of a call to a pod that is over, if its client keeps connections.
  mutating func closeConnection(of upstream: Int, client: UInt32, pod: UInt32) {
    guard upstreams[upstream].keepsConnections, client != Network.outside,
      clientLoads.idleConnections(from: client, to: pod) > 0
    else { return }
    clientLoads.connect(-1, from: client, to: pod)
  }
}

extension Mesh {
  /// Counts a call that begins and takes one of its pod's connections; returns whether a new one
  /// has to be made.
  @inlinable @inline(always)
  mutating func takeConnection(for call: Call) -> Bool {
    guard call.owner == Room.workload.rawValue, call.client != Network.outside else { return false }
    return takeConnection(
      from: call.client, to: routes[Int(call.route)].service, bits: call.random.key)
  }

  /// Counts a request to a service or a host outside that begins and takes one of its client's
  /// connections; returns whether a new one has to be made.
  @inlinable @inline(always)
  mutating func takeConnection(from client: UInt32, to target: UInt32, bits: UInt64) -> Bool {
    let isWarm = network.places[Int(client)].isWarm
    let opens = names.connections.begin(from: client, to: target, isWarm: isWarm)
    return opens || KeepAlive.isClosed(bits)
  }

  /// Counts a call that is over: its connection is idle, if it ever had one that goes on.
  @inlinable @inline(always)
  mutating func freeConnection(of call: Call) {
    guard call.owner == Room.workload.rawValue, call.client != Network.outside else { return }
    names.connections.end(
      from: call.client, to: routes[Int(call.route)].service,
      keeping: call.flags.isDisjoint(with: [.lost, .refused]) ? KeepAlive.idleMost : 0)
  }

  /// Closes the connection of a call that was refused or got no answer: clients of HTTP send no
  /// other request along it, so that the next one comes to whatever pod kube-proxy picks.
  mutating func closeConnection(of call: Call) {
    guard network.places[call.serverIndex].pod == call.server else { return }
    balancer.closeConnection(
      of: Int(routes[Int(call.route)].upstream), client: call.client, pod: call.server)
  }

  /// A request to a host outside is over: its connection is idle.
  package mutating func freeConnection(toHost host: Int, client: UInt32) {
    guard names.isActive else { return }
    names.connections.end(from: client, to: UInt32(host) | NameService.hostBit)
  }
}
