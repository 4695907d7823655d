/// A Deployment of one pod, as a manifest.
enum WebDeployment {
  /// The Deployment `web` of the namespace `shop`.
  ///
  /// - Parameter pod: the fields of its pods' spec, one a line.
  static func text(_ pod: String) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 1
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          \(pod.replacing("\n", with: "\n      "))

    """
  }
}
