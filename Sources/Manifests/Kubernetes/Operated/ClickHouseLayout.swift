/// The hosts of a resource of Altinity's operator, and the templates that they are made from.
struct ClickHouseLayout {
  /// One cluster: so many replicas of so many shards.
  private struct Cluster {
    let name: String
    let shards: Int
    let replicas: Int
    let node: YAMLNode
  }

  /// More shards, or replicas of one, than a store of a run may have members.
  private static let greatestCount = 100

  /// Labels of all pods.
  let labels: StringMap
  /// Whether the user stops it: its StatefulSets have no pods.
  private let isStopped: Bool
  /// The hosts of its ZooKeeper or Keeper.
  let zookeeper: [String]
  private let prefix: String
  private let group: String
  private let clusters: [Cluster]
  private let settings: YAMLNode
  private let profiles: YAMLNode
  private let templates: YAMLNode
  private let defaults: YAMLNode

  /// Reads the `spec` of a resource whose objects' names have a prefix.
  init(_ spec: inout ObjectReader, prefix: String, _ objects: OperatedObjects) {
    self.prefix = prefix
    group = prefix == "chi" ? "clickhouse.altinity.com" : "clickhouse-keeper.altinity.com"
    labels = StringMap([("\(group)/app", "chop"), ("\(group)/\(prefix)", objects.name)])
    isStopped = Self.isYes(spec.node("stop"))
    let configuration = spec.node("configuration") ?? [:]
    settings = configuration["settings"] ?? [:]
    profiles = configuration["profiles"] ?? [:]
    templates = spec.node("templates") ?? [:]
    defaults = spec.node("defaults")?["templates"] ?? [:]
    let written = configuration["clusters"]?.elements ?? [[:]]
    clusters = written.map { node in
      func count(_ field: String, _ list: String) -> Int {
        let given = node["layout"]?[field].flatMap { Int(from: $0, objects.diagnostics) }
        let count = given ?? node["layout"]?[list]?.elements?.count ?? 1
        return min(max(1, count), Self.greatestCount)
      }
      return Cluster(
        name: node["name"]?.text ?? "cluster", shards: count("shardsCount", "shards"),
        replicas: count("replicasCount", "replicas"), node: node)
    }
    let nodes =
      (configuration["zookeeper"] ?? written.first?["zookeeper"])?["nodes"]?.elements ?? []
    zookeeper = nodes.compactMap { $0["host"]?.text }
  }

  /// Whether one of the operator's words for yes stands somewhere (`StringBool`).
  private static func isYes(_ node: YAMLNode?) -> Bool {
    ["1", "true", "yes", "on", "enable", "enabled"].contains(node?.text?.lowercased() ?? "")
  }

  /// The files of `config.d` and `users.d`: settings by their paths, and the hosts of ZooKeeper.
  func files(zookeeper: [String]) -> [(String, YAMLNode)] {
    func lines(_ node: YAMLNode) -> [String] {
      node.lines().map { line in
        let key = line.prefix { $0 != ":" }
        return key.split(separator: "/").joined(separator: ".") + line.dropFirst(key.count)
      }
    }
    let hosts = zookeeper.map { "zookeeper.node.host: \($0)" }
    let own = clusters.flatMap { lines($0.node["settings"] ?? [:]) }
    let text =
      own + lines(settings) + lines(profiles) + hosts + ["macros.installation: generated"]
    let place = settings.span.isKnown ? settings.span : profiles.span
    return [
      (
        "chop-generated.yaml",
        YAMLNode(.scalar(text.joined(separator: "\n") + "\n"), span: place)
      )
    ]
  }

  /// Writes the StatefulSet and the Service of each host, and the budget of each cluster.
  func write(
    to objects: inout OperatedObjects, _ container: YAMLNode, data: String,
    ports: [OperatedObjects.Port]
  ) {
    for cluster in clusters {
      let whole = labels.entries.map { ($0.key, $0.value) } + [("\(group)/cluster", cluster.name)]
      // Keeper has replicas only.
      for shard in 0..<(prefix == "chi" ? cluster.shards : 1) {
        for replica in 0..<cluster.replicas {
          let name = "\(prefix)-\(objects.name)-\(cluster.name)-\(shard)-\(replica)"
          let own = StringMap(
            whole + [("\(group)/shard", "\(shard)"), ("\(group)/replica", "\(replica)")])
          objects.addService(name, selector: own, type: nil, ports: ports)
          objects.addStatefulSet(
            name, selector: own, replicas: isStopped ? 0 : 1, service: name,
            template: pod(of: cluster, own, container, objects.name, data), claims: claims(cluster),
            isParallel: false)
        }
      }
      if let managed = cluster.node["pdbManaged"], !Self.isYes(managed) { continue }
      objects.add(
        "policy/v1", "PodDisruptionBudget", "\(prefix)-\(objects.name)-\(cluster.name)",
        labels: labels,
        [
          (
            "spec",
            [
              "selector": ["matchLabels": YAMLNode(StringMap(whole))],
              "maxUnavailable": cluster.node["pdbMaxUnavailable"] ?? 1,
            ]
          )
        ])
    }
  }

  /// A template that a cluster, or else the defaults, name; the only one of a kind where neither
  /// does is not used.
  private func template(_ field: String, _ list: String, _ cluster: Cluster) -> YAMLNode? {
    guard let name = (cluster.node["templates"]?[field] ?? defaults[field])?.text else {
      // A Keeper takes the template with the name that is the default's.
      return templates[list]?.elements?.first { $0["name"]?.text == "default" }
    }
    return templates[list]?.elements?.first { $0["name"]?.text == name }
  }

  private func claims(_ cluster: Cluster) -> [YAMLNode] {
    let named = ["dataVolumeClaimTemplate", "volumeClaimTemplate", "logVolumeClaimTemplate"]
      .compactMap { (cluster.node["templates"]?[$0] ?? defaults[$0])?.text }
    let mounted =
      (template("podTemplate", "podTemplates", cluster)?["spec"]?["containers"]?
      .elements ?? []).flatMap { $0["volumeMounts"]?.elements ?? [] }.compactMap {
        $0["name"]?.text
      }
    let isKeeper = prefix == "chk"
    return (templates["volumeClaimTemplates"]?.elements ?? []).filter { claim in
      let name = claim["name"]?.text ?? ""
      return isKeeper || named.contains(name) || mounted.contains(name)
    }.map { claim in
      ["metadata": ["name": claim["name"] ?? "data"], "spec": claim["spec"] ?? .none]
    }
  }

  private func pod(
    of cluster: Cluster, _ own: StringMap, _ container: YAMLNode, _ resource: String,
    _ data: String
  ) -> YAMLNode {
    let given = template("podTemplate", "podTemplates", cluster)
    let written = given?["spec"]?["containers"]?.elements ?? []
    // The first container is the server whatever it is called, unless one has the usual name.
    let main = written.first { $0["name"]?.text == container["name"]?.text } ?? written.first
    var server = container.patched(with: main)
    let mounts = server["volumeMounts"]?.elements ?? []
    let first = claims(cluster).first?["metadata"]?["name"]
    if mounts.isEmpty, let first {
      server = server.patched(with: ["volumeMounts": [["name": first, "mountPath": "\(data)"]]])
    }
    let others = written.filter { $0["name"]?.text != main?["name"]?.text }
    let spec: YAMLNode = [
      "volumes": [
        [
          "name": "\(prefix)-common-configd",
          "configMap": ["name": "\(prefix)-\(resource)-common-configd"],
        ]
      ]
    ]
    return [
      "metadata": [
        "labels": (given?["metadata"]?["labels"] ?? [:]).patched(with: YAMLNode(own))
      ],
      "spec": spec.patched(with: given?["spec"]).patched(with: ["containers": .none])
        .patched(with: ["containers": YAMLNode(.sequence([server] + others))]),
    ]
  }
}
