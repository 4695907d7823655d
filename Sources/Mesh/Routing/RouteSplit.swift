public import SimulationKernel

/// A route whose calls are shared out among others by weight (Envoy's weighted clusters).
///
/// A call takes its route once: attempts after the first go where the first one went.
public struct RouteSplit: BitwiseCopyable, Sendable {
  /// The route of a share.
  @usableFromInline let route: UInt32
  /// The weights of this share and of those before it.
  @usableFromInline let upTo: UInt32
  /// The weights of all shares of the route.
  @usableFromInline let total: UInt32
}

extension Mesh {
  /// The route that a call takes of those that share its route, the first of which is given: where
  /// a number below the sum of the weights falls (Envoy, source/common/router/config_impl.cc).
  @usableFromInline @inline(never)
  mutating func drawn(_ first: UInt32, by random: RequestRandom) -> Int {
    var share = Int(first)
    let bits = random.bits(CallPurpose.sharing)
    let number = UInt32(bits.multipliedFullWidth(by: UInt64(splits[share].total)).high)
    while splits[share].upTo <= number { share += 1 }
    return Int(splits[share].route)
  }
}
