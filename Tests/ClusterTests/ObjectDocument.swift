/// Objects as documents of a manifest, each behind its separator.
enum ObjectDocument {
  /// A Deployment whose pods have its name as their label `app`.
  ///
  /// - Parameter pod: the fields of its pods' spec, one a line.
  static func deployment(
    _ name: String = "web", in namespace: String = "shop", replicas: Int = 1, pod: String
  ) -> String {
    """

    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(name), namespace: \(namespace)}
    spec:
      replicas: \(replicas)
      selector: {matchLabels: {app: \(name)}}
      template:
        metadata: {labels: {app: \(name)}}
        spec:
          \(pod.replacing("\n", with: "\n      "))

    """
  }

  /// The quota `bounds` of the namespace `shop`.
  ///
  /// - Parameter scopes: more fields of its spec, each behind a comma.
  static func quota(_ hard: String, _ scopes: String = "") -> String {
    """

    ---
    apiVersion: v1
    kind: ResourceQuota
    metadata: {name: bounds, namespace: shop}
    spec: {hard: {\(hard)}\(scopes)}

    """
  }

  /// The configuration of the webhook `check.guard.example`, which is asked at a Service of the
  /// namespace `guard`.
  ///
  /// - Parameter fields: more of the webhook's fields, in one line.
  static func webhook(service: String, rules: String, _ fields: String) -> String {
    """

    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingWebhookConfiguration
    metadata: {name: guard}
    webhooks:
      - name: check.guard.example
        admissionReviewVersions: [v1]
        sideEffects: None
        clientConfig: {service: {name: \(service), namespace: guard, path: /check}}
        rules: \(rules)
        \(fields)

    """
  }
}
