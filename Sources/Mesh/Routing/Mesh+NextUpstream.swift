import Cluster
package import SimulationKernel

/// Requests that a proxy of nginx passes on from one pod to another.
extension Mesh {
  /// Whether the proxy passes a failed request on.
  ///
  /// Without a connection nothing was sent, so that the method does not matter (nginx,
  /// ngx_http_upstream_next, `request_sent`). What the proxy answers by itself, having no pod, is
  /// final, and so is an answer whose beginning went on to the user.
  func passesOn(_ call: Call, at now: SimTime) -> Bool {
    let rule = nextUpstreams[Int(call.route)]
    guard !call.flags.contains(.refused) else {
      let isLate = now - call.issuedAt >= rule.connectTimeout
      return rule.cases.contains(isLate ? .timeout : .error)
    }
    guard !call.flags.contains(.local), rule.repeatsSent else { return false }
    if call.isReset { return rule.cases.contains(.error) }
    return call.firstByteAfterMicroseconds == 0 && rule.cases.contains(.failure)
  }

  /// Whether the time is over in which the proxy passes a request on.
  func isPassingOver(_ handle: Handle<Call>, at now: SimTime) -> Bool {
    let call = calls[handle]
    let limit = nextUpstreams[Int(call.route)].limit
    guard limit > .zero else { return false }
    let end = call.attempt == 0 ? call.issuedAt + limit : attempts.end(of: handle)
    return now >= end
  }

  /// Hands a request on to its next try: to the pod that follows in the proxy's list, where there
  /// is another (ingress-nginx, rootfs/etc/nginx/lua/balancer/round_robin.lua).
  mutating func passOn(_ handle: Handle<Call>, to next: Handle<Call>) {
    let call = calls[handle]
    let limit = nextUpstreams[Int(call.route)].limit
    if limit > .zero {
      let end = call.attempt == 0 ? call.issuedAt + limit : attempts.end(of: handle)
      attempts.setEnd(of: next, end)
    }
    let members = balancer.members(of: Int(routes[Int(call.route)].upstream))
    guard members.count > 1, let tried = members.firstIndex(of: call.server) else { return }
    calls[next].server = members[(tried + 1) % members.count]
  }

  /// Whether an answer along a route of nginx, whose timeout is over, has begun.
  ///
  /// The timeout is one between two parts of an answer, so that it begins anew: an answer that began
  /// is taken to go on.
  func isStreaming(_ handle: Handle<Call>) -> Bool {
    let call = calls[handle]
    return call.firstByteAfterMicroseconds != 0 && !call.flags.contains(.lost)
      && routes[Int(call.route)].traits.contains(.passesOn)
  }

  /// Takes back the timeout of a call along a route of nginx that gets no connection: the time for
  /// an answer begins when the request is sent.
  mutating func stopReadTimer(of handle: Handle<Call>) {
    let call = calls[handle]
    guard call.flags.contains(.timed), routes[Int(call.route)].traits.contains(.passesOn) else {
      return
    }
    disarm(handle)
  }

  /// Fails a call whose connection the end of its server's process reset.
  package mutating func reset(_ handle: Handle<Call>, in simulation: inout Simulation) {
    respond(handle, failed: true, in: &simulation)
    guard calls.contains(handle), calls[handle].firstByteAfterMicroseconds == 0 else { return }
    calls[handle].firstByteAfterMicroseconds = Call.resetMark
  }
}

extension Call {
  /// Stands in place of a first byte's time in a call that was reset before one.
  fileprivate static var resetMark: UInt32 { .max }

  /// Whether its connection was reset before any of the answer came.
  fileprivate var isReset: Bool { firstByteAfterMicroseconds == Self.resetMark }
}
