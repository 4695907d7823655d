import Cluster
public import SimulationKernel

/// Messages with a size: the network interfaces of both nodes and the rate of the connection limit
/// how fast they pass.
extension Mesh {
  /// The whole time that a message of a call takes with its size.
  ///
  /// - Parameter way: the one-way latency without a size.
  @usableFromInline @inline(never)
  mutating func carry(
    _ handle: Handle<Call>, isRequest: Bool, way: SimDuration, at now: SimTime
  ) -> SimDuration {
    let call = calls[handle]
    let server = UInt32(truncatingIfNeeded: call.serverIndex)
    let law =
      isRequest ? sizes[Int(call.route)].request : sizes[Int(call.route)].response
    guard !law.isZero else { return way }
    let purpose = isRequest ? CallPurpose.requestSize : CallPurpose.responseSize
    let bytes = laws.count(law, call.random.bits(call.purpose(purpose)))
    let (sender, receiver) = isRequest ? (call.client, server) : (server, call.client)
    return network.carry(bytes, from: sender, to: receiver, way: way, at: now)
  }

  /// The whole time that a packet between two pods takes with its size.
  ///
  /// - Parameter way: the one-way latency without a size.
  package mutating func packetTime(
    _ bytes: Int64, from sender: Int, to receiver: Int, way: SimDuration, at now: SimTime
  ) -> SimDuration {
    network.carry(
      Int(bytes), from: UInt32(truncatingIfNeeded: sender),
      to: UInt32(truncatingIfNeeded: receiver), way: way, at: now)
  }

  /// The rate of a node's interface in bytes a second each way; infinite where it has none.
  package func line(ofNode node: Int) -> Double {
    node >= 0 && node < network.interfaces.count
      ? network.interfaces[node].bytesPerSecond : .infinity
  }

  /// Sets the rate of the streams (backups, restores) that share a node's interface with the
  /// messages, in bytes a second each way.
  package mutating func setStreams(ofNode node: Int, sent: Double, received: Double) {
    guard node < network.interfaces.count else { return }
    network.interfaces[node].setStreams(sent: sent, received: received)
  }

  /// Bytes that streams moved through a node's interface.
  package mutating func countStream(ofNode node: Int, sent: Double, received: Double) {
    guard node < network.interfaces.count else { return }
    network.interfaces[node].countStream(sent: sent, received: received)
  }

  /// Bytes that a node's interface sent and received so far.
  package func bytes(ofNode node: Int) -> (sent: UInt64, received: UInt64) {
    guard node < network.interfaces.count else { return (0, 0) }
    return (network.interfaces[node].sentBytes, network.interfaces[node].receivedBytes)
  }
}

extension Network {
  /// Sets the line rates of the nodes and the highest rate of one connection, in bits a second.
  package mutating func setRates(ofNodes nodes: [Int64], flow: Int64) {
    for rate in nodes { interfaces.append(NIC(bitsPerSecond: rate)) }
    flowRate = NIC.Rate(bitsPerSecond: flow)
  }

  /// The whole time of a message between two pods, one of which may be outside the cluster.
  ///
  /// Pods of one node exchange messages through memory, at no cost of the line. Otherwise the
  /// sender is paced by the slower of its line and the connection, and the receiver's line may be
  /// busy when the message arrives.
  @inline(__always)
  mutating func carry(
    _ bytes: Int, from sender: UInt32, to receiver: UInt32, way: SimDuration, at now: SimTime
  ) -> SimDuration {
    let from = sender == Network.outside ? nil : Int(places[Int(sender)].node)
    let to = receiver == Network.outside ? nil : Int(places[Int(receiver)].node)
    guard from != to, let flowRate else { return way }
    var end = now + flowRate.time(of: bytes)
    if let from { end = max(end, interfaces[from].send(bytes, at: now)) }
    end = end + way
    if let to { end = interfaces[to].receive(bytes, at: end) }
    return end - now
  }
}
