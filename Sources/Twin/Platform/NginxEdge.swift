import Manifests

/// A controller of ingress-nginx on a request's way, and how it passes the request on.
struct NginxEdge: Sendable {
  private let name: String
  private let namespace: String
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
    let home = namespace
    let map = containers.lazy.compactMap(\.nginxConfigMap).first
    let settings = manifests.configMaps.first {
      $0.metadata.name == map && ($0.metadata.namespace ?? "default") == home
    }
    self.settings = NginxProxySettings(
      controller: settings?.data ?? StringMap(), annotations: ingress.metadata.annotations)
    isIdempotent = !["POST", "LOCK", "PATCH"].contains(method.uppercased())
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
