import Manifests

/// How kubectl and the API server name kinds in what they print.
enum KubectlName {
  /// A kind with its group, as `deployment.apps` (cli-runtime pkg/printers/name.go printObj;
  /// kubectl pkg/cmd/delete PrintObj).
  static func singular(of kind: String) -> String { kind.lowercased() + suffix(ofKind: kind) }

  /// An object, as `deployment.apps/web`.
  static func object(_ kind: String, _ name: String) -> String { singular(of: kind) + "/" + name }

  /// A resource with its group, as `deployments.apps` (apimachinery pkg/api/errors NewNotFound).
  static func resource(of kind: String) -> String {
    QuotaObject.plural(of: kind) + suffix(ofKind: kind)
  }

  private static func suffix(ofKind kind: String) -> String {
    let group = ResourceCatalog.standard.group(ofKind: kind)
    return group.isEmpty ? "" : "." + group
  }
}
