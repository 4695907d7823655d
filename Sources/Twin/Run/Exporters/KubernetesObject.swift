/// The labels that kube-state-metrics gives to series of an object.
enum KubernetesObject {
  /// Those of an object in a namespace; `kind` is the name of the label with its name.
  static func labels(_ kind: String, namespace: String, name: String) -> [SeriesLabel] {
    [
      (name: "job", value: "kube-state-metrics"), (name: "namespace", value: namespace),
      (name: kind, value: name),
    ]
  }
}
