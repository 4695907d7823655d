/// A position in a program that calls another service.
struct CallSite: BitwiseCopyable {
  /// The route taken.
  let route: UInt32
  /// Whether the caller goes on when the call fails.
  let isOptional: Bool
}
