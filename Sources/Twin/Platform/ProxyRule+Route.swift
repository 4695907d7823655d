import Manifests
import Mesh
import SimulationKernel

/// What a VirtualService's rule lets proxies do before they route.
extension ProxyRule {
  /// The status of a call for which a host has no route (Envoy: NR).
  static var unrouted: ProxyRule {
    var rule = ProxyRule()
    rule.answer = ProxyAnswer(.noRoute, status: 404)
    return rule
  }

  /// Takes over the faults and the direct response of a rule; nil where it has none.
  init?(_ route: HTTPRoute) {
    guard route.fault != nil || route.directResponse != nil else { return nil }
    self.init()
    if let delay = route.fault?.delay {
      delayChance = Probability(delay.percentage)
      self.delay = delay.fixedDelay
    }
    if let abort = route.fault?.abort {
      abortChance = Probability(abort.percentage)
      self.abort = ProxyAnswer(abort)
    }
    answer = route.directResponse.map {
      ProxyAnswer(.directResponse, status: UInt16(clamping: $0.status))
    }
  }
}

extension ProxyAnswer {
  /// The error that a rule injects; gRPC's stands in the trailers of a response 200.
  fileprivate init(_ abort: FaultAbort) {
    if let status = abort.grpcStatus {
      self.init(.faultInjected, status: 200, isFailure: status != "OK" && status != "0")
    } else {
      self.init(.faultInjected, status: UInt16(clamping: abort.httpStatus ?? 503))
    }
  }
}

extension Probability {
  fileprivate init(_ share: PercentValue) { self.init(min(max(share.value / 100, 0), 1)) }
}
