import Manifests

/// The roles for users that every API server brings
/// (plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go).
extension AccessRules {
  /// `cluster-admin`, and `admin`, `edit` and `view`, each of which has all that the next one has;
  /// ClusterRoles with their labels extend them.
  static let builtIn: [Role] = [
    Role(
      name: "cluster-admin", namespace: nil, labels: StringMap(),
      rules: [rule(["*"], "*", ["*"])], aggregates: nil),
    aggregate("admin", partOf: nil), aggregate("edit", partOf: "admin"),
    aggregate("view", partOf: "edit"), part(of: "admin", adminRules),
    part(of: "edit", editRules), part(of: "view", viewRules),
  ]

  private static let label = "rbac.authorization.k8s.io/aggregate-to-"
  private static let read = ["get", "list", "watch"]
  private static let write = ["create", "update", "patch", "delete", "deletecollection"]

  private static let workloads = [
    "daemonsets", "deployments", "deployments/scale", "replicasets", "replicasets/scale",
    "statefulsets", "statefulsets/scale",
  ]

  private static var adminRules: [PolicyRule] {
    [
      rule(["create"], "authorization.k8s.io", ["localsubjectaccessreviews"]),
      rule(read + write, "rbac.authorization.k8s.io", ["roles", "rolebindings"]),
    ]
  }

  private static var editRules: [PolicyRule] {
    let access = ["pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "services/proxy"]
    return [
      rule(read, "", access + ["secrets"]), rule(["impersonate"], "", ["serviceaccounts"]),
      rule(write, "", access + ["pods"]), rule(["create"], "", ["pods/eviction"]),
      rule(
        write, "",
        [
          "configmaps", "events", "persistentvolumeclaims", "replicationcontrollers",
          "replicationcontrollers/scale", "secrets", "serviceaccounts", "services",
        ]),
      rule(["create"], "", ["serviceaccounts/token"]),
      rule(write, "apps", workloads + ["deployments/rollback"]),
      rule(write, "autoscaling", ["horizontalpodautoscalers"]),
      rule(write, "batch", ["cronjobs", "jobs"]), rule(write, "policy", ["poddisruptionbudgets"]),
      rule(write, "networking.k8s.io", ["ingresses", "networkpolicies"]),
      rule(read + write, "coordination.k8s.io", ["leases"]),
    ]
  }

  private static var viewRules: [PolicyRule] {
    let states = ["daemonsets", "deployments", "replicasets", "statefulsets"].map { $0 + "/status" }
    return [
      rule(
        read, "",
        [
          "configmaps", "endpoints", "persistentvolumeclaims", "persistentvolumeclaims/status",
          "pods", "replicationcontrollers", "replicationcontrollers/scale", "serviceaccounts",
          "services", "services/status", "bindings", "events", "limitranges", "namespaces",
          "namespaces/status", "pods/log", "pods/status", "replicationcontrollers/status",
          "resourcequotas", "resourcequotas/status",
        ]),
      rule(read, "discovery.k8s.io", ["endpointslices"]),
      rule(read, "apps", workloads + states + ["controllerrevisions"]),
      rule(
        read, "autoscaling", ["horizontalpodautoscalers", "horizontalpodautoscalers/status"]),
      rule(read, "batch", ["cronjobs", "cronjobs/status", "jobs", "jobs/status"]),
      rule(read, "policy", ["poddisruptionbudgets", "poddisruptionbudgets/status"]),
      rule(
        read, "networking.k8s.io", ["ingresses", "ingresses/status", "networkpolicies"]),
    ]
  }

  private static func rule(
    _ verbs: [String], _ group: String, _ resources: [String]
  ) -> PolicyRule {
    var rule = PolicyRule()
    rule.verbs = verbs
    rule.apiGroups = [group]
    rule.resources = resources
    return rule
  }

  /// A role of all that is labelled for it, labelled itself for a greater one.
  private static func aggregate(_ name: String, partOf greater: String?) -> Role {
    let selector = LabelSelector(matchLabels: StringMap([(label + name, "true")]))
    return Role(
      name: name, namespace: nil, labels: StringMap(greater.map { [(label + $0, "true")] } ?? []),
      rules: [], aggregates: [selector])
  }

  /// What one of the aggregated roles has of the API server's own.
  private static func part(of name: String, _ rules: [PolicyRule]) -> Role {
    Role(
      name: "system:aggregate-to-" + name, namespace: nil,
      labels: StringMap([(label + name, "true")]), rules: rules, aggregates: nil)
  }
}
