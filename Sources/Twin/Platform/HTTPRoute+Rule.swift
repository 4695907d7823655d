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
  /// The rule that calls for a path come under.
  ///
  /// It is the first whose conditions hold. A rule that asks for a path, where the calls' is not
  /// known, comes after those that ask for none. Calls carry no headers and no parameters.
  func rule(for path: String?, from caller: RoutedCaller) -> HTTPRoute? {
    let fits = map { $0.fit(path, from: caller) }
    let index = fits.firstIndex(of: .sure) ?? fits.firstIndex(of: .unknown)
    return index.map { self[$0] }
  }
}

extension HTTPRoute {
  /// Whether the proxy of a caller gets the rule: a condition may name the pods that it is for.
  func isGiven(to caller: RoutedCaller) -> Bool {
    match.isEmpty || match.contains { $0.isGiven(to: caller) }
  }

  fileprivate func fit(_ path: String?, from caller: RoutedCaller) -> Fit {
    guard !match.isEmpty else { return .sure }
    return match.map { $0.fit(path, from: caller) }.max { $0.rawValue < $1.rawValue } ?? .none
  }
}

extension HTTPMatchRequest {
  fileprivate func isGiven(to caller: RoutedCaller) -> Bool {
    sourceLabels.isSubset(of: caller.labels)
      && (sourceNamespace == nil || sourceNamespace == caller.namespace)
      && (gateways.isEmpty || caller.takesRules(of: gateways))
  }

  fileprivate func fit(_ path: String?, from caller: RoutedCaller) -> Fit {
    guard headers.isEmpty, queryParams.isEmpty, isGiven(to: caller) else { return .none }
    return uri?.fit(path: path, ignoringCase: ignoreUriCase) ?? .sure
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
  var operationPath: String? {
    let last = split(separator: " ").last.map(String.init) ?? self
    return last.hasPrefix("/") ? last : nil
  }
}
