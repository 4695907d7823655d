package import Manifests
package import SimulationKernel

/// A cluster-proportional-autoscaler: software in a pod that looks at the number of nodes and cores
/// every few seconds and scales one workload by it (kubernetes-sigs/cluster-proportional-autoscaler
/// pkg/autoscaler autoscaler_server.go).
struct ProportionalAutoscaler: Sendable {
  /// Index of the workload whose pods run it.
  let workload: Int
  /// What failed in its last poll; nil where nothing did.
  var problem: String?
  /// Polls that failed since the last one that did not.
  var failures = 0
}

/// The flags of a cluster-proportional-autoscaler
/// (cmd/cluster-proportional-autoscaler/options options.go).
package struct ProportionalFlags: Sendable {
  /// Part of the images' names by which the software is known.
  static let image = "cluster-proportional-autoscaler"

  /// The resource that it scales in the plural, as `deployments`.
  package private(set) var resource = ""
  /// The resource's API group.
  package private(set) var group = "apps"
  /// The name of what it scales.
  package private(set) var name = ""
  /// Where that and the ConfigMap are; nil for the namespace of its own pods.
  package private(set) var namespace: String?
  /// The ConfigMap with its parameters.
  package private(set) var configMap = ""
  /// The parameters of the ConfigMap that it makes where there is none; nil where it makes none.
  package private(set) var defaults: ClusterProportion?
  /// Time between its polls.
  package private(set) var period = SimDuration.seconds(10)
  /// Labels of the nodes that count.
  package private(set) var nodeLabels = LabelSelector()
  /// Polls that may fail in a row until it ends; 0 for any number.
  package private(set) var failureLimit = 0
  /// Why it ends at its start, or never gets to know the nodes; nil where it does neither.
  package private(set) var problem: String?

  /// Kind of what it scales.
  var kind: String { resource.hasSuffix("s") ? String(resource.dropLast()) : resource }

  /// The resource with its group, as `deployments.apps`.
  var fullResource: String { group.isEmpty ? resource : resource + "." + group }

  /// Reads a container's words; nil for other software.
  init?(_ container: Container) {
    guard container.image.contains(Self.image) else { return nil }
    let words = FlagWords(container.command + container.args)
    configMap = words["configmap"] ?? ""
    let own = container.env.first { $0.name == "MY_POD_NAMESPACE" }
    namespace = words["namespace"] ?? own?.value
    period = .seconds(words["poll-period-seconds"].flatMap { Int64($0) } ?? 10)
    failureLimit = words["max-sync-failures"].flatMap { Int($0) } ?? 0
    let parameters = words["default-params"]
    defaults = parameters.flatMap { ClusterProportion(defaults: $0) }
    // The flags are parsed before anything else is looked at.
    if let parameters, defaults == nil {
      problem = "invalid argument \"\(parameters)\" for \"--default-params\" flag: no JSON object"
    }
    let wrongTarget = readTarget((words["target"] ?? "").lowercased())
    problem = problem ?? wrongTarget
    if configMap.isEmpty { problem = problem ?? "--configmap parameter cannot be empty" }
    if namespace == nil, own?.valueFrom == nil {
      problem = problem ?? "--namespace parameter not set and failed to fallback"
    }
    if period < .seconds(1) { problem = problem ?? "--poll-period-seconds cannot be less than 1" }
    // The list of nodes is asked for by the flag as it stands (k8sclient.go NewK8sClient).
    let labels = words["nodelabels"] ?? ""
    if let selector = LabelSelector(text: labels) {
      nodeLabels = selector
    } else {
      problem = problem ?? "--nodelabels is no label selector: \(labels)"
    }
  }

  /// Reads `deployment/NAME`, `RESOURCE.GROUP/NAME` or `RESOURCE.VERSION.GROUP/NAME`; returns why
  /// it is none (apimachinery pkg/runtime/schema ParseResourceArg).
  private mutating func readTarget(_ target: String) -> String? {
    guard !target.isEmpty else { return "--target parameter cannot be empty" }
    let parts = target.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else { return "--target must include resource and name" }
    name = parts[1]
    let names = parts[0].split(separator: ".", maxSplits: 2).map(String.init)
    let known = ["deployment", "replicaset", "statefulset", "replicationcontroller"]
    guard let first = names.first, names.count > 1 || known.contains(where: first.hasPrefix) else {
      return "--target must include valid resource"
    }
    resource = first.hasSuffix("s") ? first : first + "s"
    group =
      names.count > 1 ? names[names.count - 1] : resource == "replicationcontrollers" ? "" : "apps"
    return nil
  }
}

/// The words of a Go program: `--flag=value` and `--flag value`.
private struct FlagWords {
  private let words: [String]

  init(_ words: [String]) { self.words = words }

  subscript(flag: String) -> String? {
    for (index, word) in words.enumerated() where word.hasPrefix("-") {
      let text = word.drop { $0 == "-" }
      if text.hasPrefix(flag + "=") { return String(text.dropFirst(flag.count + 1)) }
      if text == flag, index + 1 < words.count { return words[index + 1] }
    }
    return nil
  }
}

extension PodTemplate {
  /// The flags of its cluster-proportional-autoscaler; nil where its pods run none.
  package var proportional: ProportionalFlags? { proportionalFlags.first }
}
