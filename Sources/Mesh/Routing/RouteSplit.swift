public import SimulationKernel

/// One share of a route whose calls are split among several routes by weight (Envoy's weighted
/// clusters).
///
/// The route is drawn once for a call: its retries take the same one.
public struct RouteSplit: BitwiseCopyable, Sendable {
  /// The route of a share.
  @usableFromInline let route: UInt32
  /// The sum of the weights of this share and of those before it.
  @usableFromInline let upTo: UInt32
  /// The sum of the weights of all shares of the route.
  @usableFromInline let total: UInt32
}

extension Mesh {
  /// Draws the route that a call takes among the shares of its own route.
  ///
  /// A uniform number below the sum of all weights falls into one share (Envoy,
  /// source/common/router/config_impl.cc).
  ///
  /// - Parameter first: the first of the shares in `splits`.
  @usableFromInline @inline(never)
  mutating func drawn(_ first: UInt32, by random: RequestRandom) -> Int {
    var share = Int(first)
    let bits = random.bits(CallPurpose.sharing)
    let number = UInt32(bits.multipliedFullWidth(by: UInt64(splits[share].total)).high)
    while splits[share].upTo <= number { share += 1 }
    return Int(splits[share].route)
  }
}
