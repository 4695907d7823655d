import Manifests

extension VirtualService {
  /// Whether sidecars take its rules.
  var isBoundToMesh: Bool { gateways.contains("mesh") }

  /// Whether a Service is one of its hosts.
  func names(_ service: ServicePlace) -> Bool {
    hosts.contains { MeshHost($0, from: metadata.home).service == service }
  }

  /// Whether callers of a namespace see it.
  func isVisible(from caller: String?) -> Bool {
    exportTo.isEmpty || exportTo.contains("*")
      || exportTo.contains { ($0 == "." ? metadata.home : $0) == caller }
  }
}

/// How surely a call comes under a condition.
private enum Fit: Int {
  case none
  /// It asks for a path, and nobody says which paths the call's operation has.
  case unknown
  case sure
}

extension [HTTPRoute] {
  /// The rule that calls to an operation come under.
  ///
  /// It is the first whose conditions hold. A rule that asks for a path, where the operation's is
  /// not known, comes after those that ask for none. Calls carry no headers and no parameters.
  func rule(for operation: String, from caller: RoutedCaller?) -> HTTPRoute? {
    let fits = map { $0.fit(operation, from: caller) }
    let place = fits.firstIndex(of: .sure) ?? fits.firstIndex(of: .unknown)
    return place.map { self[$0] }
  }
}

extension HTTPRoute {
  fileprivate func fit(_ operation: String, from caller: RoutedCaller?) -> Fit {
    guard !match.isEmpty else { return .sure }
    return match.map { $0.fit(operation, from: caller) }.max { $0.rawValue < $1.rawValue } ?? .none
  }
}

extension HTTPMatchRequest {
  fileprivate func fit(_ operation: String, from caller: RoutedCaller?) -> Fit {
    guard headers.isEmpty, queryParams.isEmpty else { return .none }
    if let caller {
      guard sourceLabels.isSubset(of: caller.labels),
        sourceNamespace == nil || sourceNamespace == caller.namespace,
        gateways.isEmpty || caller.takesRules(of: gateways)
      else { return .none }
    } else if !sourceLabels.isEmpty || sourceNamespace != nil {
      return .none
    }
    return uri?.fit(path: operation.path, ignoringCase: ignoreUriCase) ?? .sure
  }
}

extension StringMatch {
  fileprivate func fit(path: String?, ignoringCase: Bool) -> Fit {
    if prefix == "/" { return .sure }
    guard let path, regex == nil else { return .unknown }
    func plain(_ text: String) -> String { ignoringCase ? text.lowercased() : text }
    if let exact { return plain(exact) == plain(path) ? .sure : .none }
    return plain(path).hasPrefix(plain(prefix ?? "")) ? .sure : .none
  }
}

extension String {
  /// The path of an operation that is called by it, after a method or alone.
  fileprivate var path: String? {
    let last = split(separator: " ").last.map(String.init) ?? self
    return last.hasPrefix("/") ? last : nil
  }
}
