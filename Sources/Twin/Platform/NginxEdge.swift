import Manifests
import Metrics

/// A controller of ingress-nginx on a request's way, and how it passes the request on.
struct NginxEdge: Sendable {
  private let name: String
  private let namespace: String
  /// The Ingress that leads the request, with its namespace.
  private let ingress: String
  /// What the controller's ConfigMap and the Ingress say.
  let settings: NginxProxySettings
  /// Whether the request may be sent twice (nginx, ngx_http_upstream_next: all methods but these).
  let isIdempotent: Bool

  /// Knows a controller by the class of an Ingress or by its own image; nil for another's.
  init?(
    _ model: ServiceModel, of ingress: Ingress, method: String, isOfClass: Bool,
    in manifests: ManifestSet
  ) {
    let containers = manifests.containers(of: model)
    guard isOfClass || containers.contains(where: { $0.image.contains("ingress-nginx/controller") })
    else { return nil }
    name = model.workload.name
    namespace = model.workload.namespace ?? model.namespace
    self.ingress = "\(ingress.metadata.namespace ?? "default")/\(ingress.metadata.name)"
    let home = namespace
    let map = containers.lazy.compactMap(\.nginxConfigMap).first
    let settings = manifests.configMaps.first {
      $0.metadata.name == map && ($0.metadata.namespace ?? "default") == home
    }
    self.settings = NginxProxySettings(
      controller: settings?.data ?? StringMap(), annotations: ingress.metadata.annotations)
    isIdempotent = !["POST", "LOCK", "PATCH"].contains(method.uppercased())
  }

  /// How it passes the request on, as a part of a name.
  var manner: String { "by Ingress \(ingress)" + (isIdempotent ? "" : ", sent once") }

  /// What is said of the cases for passing a request on that no answer comes under; nil where there
  /// is none.
  private var note: RunNote? {
    let cases = settings.nextUpstream.filter(NginxProxySettings.unansweredCases.contains)
    guard !cases.isEmpty, !settings.nextUpstream.contains("off") else { return nil }
    return RunNote(
      kind: .notModelled, subject: "Ingress \(ingress)",
      text: "proxy-next-upstream \(cases.joined(separator: " ")): pods answer errors with the "
        + "status 500, or 503 where they have no room")
  }

  /// What is said of the ways of requests, once for each Ingress.
  static func notes(on requests: [EdgeChains.RoutedRequest]) -> [RunNote] {
    requests.compactMap { $0.nginx?.note }.reduce(into: []) { told, note in
      if !told.contains(where: { $0.subject == note.subject }) { told.append(note) }
    }
  }

  /// Whether a workload is the controller.
  func isController(_ workload: String, in namespace: String?) -> Bool {
    workload == name && namespace == self.namespace
  }
}

extension ManifestSet {
  /// The containers of the Deployment or DaemonSet that a model describes.
  fileprivate func containers(of model: ServiceModel) -> [Container] {
    let home = model.workload.namespace ?? model.namespace
    func isMeant(_ metadata: ObjectMeta) -> Bool {
      metadata.name == model.workload.name && (metadata.namespace ?? "default") == home
    }
    let deployed = deployments.first { isMeant($0.metadata) }?.template.spec
    let daemons = daemonSets.first { isMeant($0.metadata) }?.template.spec
    return (deployed ?? daemons)?.containers ?? []
  }
}

extension Container {
  /// The ConfigMap that `--configmap` names, in the controller's own namespace.
  fileprivate var nginxConfigMap: String? {
    (command + args).lazy.compactMap { argument in
      guard argument.hasPrefix("--configmap=") else { return nil }
      return argument.split(separator: "/").last.map(String.init)
    }.first
  }
}
