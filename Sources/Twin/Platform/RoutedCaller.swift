import Manifests

/// What rules of routing know of one that calls.
struct RoutedCaller: Sendable {
  /// Its namespace; nil for users outside.
  var namespace: String?
  /// Its name; nil for users outside.
  var name: String?
  /// Labels of its pods.
  var labels = StringMap()
  /// What it takes rules of: `mesh` for a sidecar, else gateways as `namespace/name`.
  var gateways: [String] = []

  /// Whether it takes rules that are bound to any of some gateways.
  func takesRules(of bound: [String]) -> Bool { gateways.contains { bound.contains($0) } }
}
