/// What a value means to the API server, as one text: values that it would store alike have equal
/// texts.
///
/// The order of keys, quotes, spellings of numbers and quantities, empty lists, and fields at their
/// defaults make no difference. Sources: the tags `omitempty` of core/v1 types; Kubernetes
/// pkg/apis/core/v1/defaults.go, pkg/apis/apps/v1/defaults.go.
package struct CanonicalText: Hashable, Sendable {
  /// The text.
  package let text: String

  /// Writes a value, which stands under a key in the object under another key; nil and null have
  /// an empty text.
  package init(_ node: YAMLNode?, key: String = "", in parent: String = "") {
    text = node.flatMap { Self.write($0, key: key, parent: parent) } ?? ""
  }

  /// The text of a value; nil for one that is as good as absent.
  private static func write(_ node: YAMLNode, key: String, parent: String) -> String? {
    switch node.content {
    case .null: return nil
    case .scalar(let text):
      if text.isEmpty, FieldDefaults.isVoidText(key, in: parent) { return nil }
      let written = scalar(text, node, parent: parent, key: key)
      return FieldDefaults.isDefault(written, of: key, in: parent) ? nil : written
    case .sequence(let elements):
      guard !elements.isEmpty else { return nil }
      let texts = elements.map { write($0, key: key, parent: parent) ?? "~" }
      return "[" + texts.joined(separator: ",") + "]"
    case .mapping(let pairs):
      var fields: [String] = []
      for pair in pairs {
        guard let name = pair.key.text, !isDefaultPull(name, pair.value, in: node),
          let value = write(pair.value, key: name, parent: key)
        else { continue }
        fields.append(quoted(name) + "=" + value)
      }
      let isVoid = fields.isEmpty && FieldDefaults.isVoid(key, in: parent)
      return isVoid ? nil : "{" + fields.sorted().joined(separator: ",") + "}"
    }
  }

  private static func scalar(
    _ text: String, _ node: YAMLNode, parent: String, key: String
  ) -> String {
    if FieldDefaults.isQuantity(key, in: parent), let quantity = Quantity(parsing: text) {
      return "q\(quantity.nanos)"
    }
    switch node.scalar ?? .string {
    case .bool(let value): return "\(value)"
    case .integer(let value): return "\(value)"
    case .float(let value): return "\(value)"
    case .string: return quoted(text)
    }
  }

  private static func quoted(_ text: String) -> String { "\(text.utf8.count):\(text)" }

  /// Whether a field is a container's pull policy as its image's tag gives it.
  private static func isDefaultPull(
    _ name: String, _ value: YAMLNode, in container: YAMLNode
  ) -> Bool {
    guard name == "imagePullPolicy", let image = container["image"]?.text else { return false }
    let last = image.split(separator: "/").last ?? ""
    let isLatest = !last.contains("@") && (!last.contains(":") || last.hasSuffix(":latest"))
    return value.text == (isLatest ? "Always" : "IfNotPresent")
  }
}

/// Fields that the API server fills in or leaves out: such a value says what its absence says.
private enum FieldDefaults {
  /// The canonical default of a field, by the key of its object and its own.
  private static let values: [String: String] = {
    var values = [
      "spec.restartPolicy": "6:Always", "spec.dnsPolicy": "12:ClusterFirst",
      "spec.schedulerName": "17:default-scheduler", "spec.terminationGracePeriodSeconds": "30",
      "spec.enableServiceLinks": "true", "spec.hostNetwork": "false", "spec.hostPID": "false",
      "spec.hostIPC": "false", "spec.volumeMode": "10:Filesystem",
      "spec.podManagementPolicy": "12:OrderedReady", "ports.protocol": "3:TCP",
      "ports.hostPort": "0", "httpGet.scheme": "4:HTTP", "httpGet.path": "1:/",
      "fieldRef.apiVersion": "2:v1", "hostPath.type": "0:", "volumeMounts.readOnly": "false",
      "env.value": "0:", "emptyDir.medium": "0:",
    ]
    for probe in probes {
      values["\(probe).initialDelaySeconds"] = "0"
      values["\(probe).timeoutSeconds"] = "1"
      values["\(probe).periodSeconds"] = "10"
      values["\(probe).successThreshold"] = "1"
      values["\(probe).failureThreshold"] = "3"
    }
    for list in ["containers", "initContainers"] {
      values["\(list).terminationMessagePath"] = "20:/dev/termination-log"
      values["\(list).terminationMessagePolicy"] = "4:File"
      for flag in ["stdin", "stdinOnce", "tty"] { values["\(list).\(flag)"] = "false" }
    }
    for volume in ["configMap", "secret", "downwardAPI", "projected"] {
      values["\(volume).defaultMode"] = "420"
    }
    return values
  }()

  private static let probes: Set = ["livenessProbe", "readinessProbe", "startupProbe"]
  /// Counts of a probe of which 0 means the default (SetDefaults_Probe).
  private static let probeCounts: Set = [
    "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold",
  ]

  /// Whether a canonical value says what the absence of its field says.
  static func isDefault(_ written: String, of key: String, in parent: String) -> Bool {
    values["\(parent).\(key)"] == written
      || written == "0" && probes.contains(parent) && probeCounts.contains(key)
  }

  /// Maps from names to texts, in which an empty text is a value.
  private static let textMaps: Set = [
    "labels", "annotations", "nodeSelector", "matchLabels", "selector", "data", "binaryData",
    "stringData", "parameters", "volumeAttributes", "attributes",
  ]

  /// Whether an empty text is as good as none: it is in fields that are no pointers, which the API
  /// server leaves out or gives their default; the storage class of a claim is a pointer, and its
  /// empty text means no class.
  static func isVoidText(_ key: String, in parent: String) -> Bool {
    !textMaps.contains(parent) && key != "storageClassName"
  }

  private static let voids: Set<String> = [
    "labels", "annotations", "resources", "limits", "requests", "nodeSelector", "matchLabels",
    "data", "binaryData", "stringData", "metadata", "parameters",
  ]

  /// Whether an empty mapping under a key is as good as none; `emptyDir: {}` is not.
  static func isVoid(_ key: String, in parent: String) -> Bool {
    voids.contains(key) || (key == "securityContext" && parent == "spec")
  }

  /// Whether a field is an amount, which has many spellings.
  static func isQuantity(_ key: String, in parent: String) -> Bool {
    parent == "limits" || parent == "requests" || key == "sizeLimit" || key == "divisor"
  }
}
