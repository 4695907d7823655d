import SimulationKernel

/// Requests that a proxy of nginx passes on from one pod to another.
///
/// Each try takes the next pod in turn, whichever was tried before: where other requests took
/// turns meanwhile, it may be the same pod again. No pod is left out for having failed: there is no
/// `max_fails` (ingress-nginx, rootfs/etc/nginx/lua/balancer.lua, balancer/round_robin.lua).
extension Mesh {
  /// Whether the proxy passes a failed request on.
  ///
  /// Without a connection nothing was sent, so that the method does not matter (nginx,
  /// ngx_http_upstream_next, `request_sent`). What the proxy answers by itself, having no pod, is
  /// final.
  func passesOn(_ call: Call, at now: SimTime) -> Bool {
    let rule = nextUpstreams[Int(call.route)]
    guard !call.flags.contains(.refused) else {
      let isLate = now - call.issuedAt >= rule.connectTimeout
      return rule.cases.contains(isLate ? .timeout : .error)
    }
    guard !call.flags.contains(.local), rule.repeatsSent else { return false }
    if call.flags.contains(.reset) { return rule.cases.contains(.error) }
    return rule.cases.contains(call.flags.contains(.unavailable) ? .unavailable : .failure)
  }

  /// Whether the proxy of a route of nginx passes a request on no more: a part of an answer went on
  /// to the user, or the time for it is over.
  func isPassingOver(_ handle: Handle<Call>, at now: SimTime) -> Bool {
    let call = calls[handle]
    guard routes[Int(call.route)].traits.contains(.passesOn) else { return false }
    guard call.firstByteAfterMicroseconds == 0 else { return true }
    let limit = nextUpstreams[Int(call.route)].limit
    guard limit > .zero else { return false }
    let end = call.attempt == 0 ? call.issuedAt + limit : attempts.end(of: handle)
    return now >= end
  }

  /// Hands what is left of a request's time on to its next try.
  mutating func passOn(_ handle: Handle<Call>, to next: Handle<Call>) {
    let call = calls[handle]
    let limit = nextUpstreams[Int(call.route)].limit
    guard limit > .zero else { return }
    let end = call.attempt == 0 ? call.issuedAt + limit : attempts.end(of: handle)
    attempts.setEnd(of: next, end)
  }

  /// Whether an answer along a route of nginx, whose timeout is over, has begun.
  ///
  /// The timeout is one between two parts of an answer, so that it begins anew: an answer that
  /// began is taken to go on.
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
}
