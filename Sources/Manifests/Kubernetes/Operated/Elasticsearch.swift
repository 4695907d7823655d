extension OperatedKind {
  /// Elastic Cloud on Kubernetes: a StatefulSet of each node set, with the Services and the budget
  /// of the whole (`pkg/controller/elasticsearch`: `nodespec`, `services`, `pdb`).
  ///
  /// The budget is that of a green cluster, and a stricter one while it is not. The operator
  /// deletes pods of an old revision itself, as many at a time as the change budget has. The room
  /// of stores does so where a model says what the nodes are. Elsewhere, and for nodes that hold no
  /// data, a StatefulSet's own rolling update takes its place. New nodes come all at once, as a
  /// change budget without a `maxSurge` lets them.
  static let elasticsearch = OperatedKind(
    ["elasticsearch.k8s.elastic.co/v1"], "Elasticsearch"
  ) { spec, objects in
    let name = objects.name
    let cluster = StringMap([
      ("common.k8s.elastic.co/type", "elasticsearch"),
      ("elasticsearch.k8s.elastic.co/cluster-name", name),
    ])
    let version = spec.node("version")?.text ?? "9.1.0"
    let image = spec.node("image")
    let sets = (spec.node("nodeSets")?.elements ?? []).compactMap {
      ElasticNodeSet($0, of: name, version: version, image: image, objects.diagnostics)
    }
    let service = spec.node("http")?["service"]?["spec"]
    objects.addService(
      "\(name)-es-http", selector: cluster, type: service?["type"] ?? "ClusterIP",
      ports: [("https", 9_200)], changes: service)
    objects.addService(
      "\(name)-es-internal-http", selector: cluster, type: "ClusterIP", ports: [("https", 9_200)])
    objects.addService(
      "\(name)-es-transport", selector: cluster, type: nil, ports: [("tls-transport", 9_300)])
    objects.addConfiguration("\(name)-es-elastic-user", isSecret: true, [("elastic", "")])
    let budget = spec.node("updateStrategy")?["changeBudget"]
    let claims = spec.node("volumeClaimDeletePolicy")
    for set in sets { set.write(to: &objects, cluster, budget: budget, deletion: claims) }
    objects.addElasticBudget(cluster, sets, spec.node("podDisruptionBudget"))
  }
}

/// One node set of an Elasticsearch.
private struct ElasticNodeSet {
  let name: String
  let count: Int
  let setName: String
  private let config: YAMLNode
  private let node: YAMLNode
  private let image: YAMLNode

  init?(
    _ node: YAMLNode, of cluster: String, version: String, image: YAMLNode?,
    _ diagnostics: DiagnosticCollector
  ) {
    guard var reader = ObjectReader(node, diagnostics, what: "a node set"),
      let name: String = reader.required("name")
    else { return nil }
    self.name = name
    self.node = node
    count = reader.optional("count", default: 0)
    config = reader.node("config") ?? [:]
    setName = "\(cluster)-es-\(name)"
    self.image =
      image
      ?? YAMLNode(stringLiteral: "docker.elastic.co/elasticsearch/elasticsearch:\(version)")
  }

  /// Whether its nodes have a role: all have, unless the configuration names some.
  func has(_ role: String) -> Bool {
    if let roles = config["node.roles"] ?? config["node"]?["roles"] {
      let names = (roles.elements ?? [roles]).compactMap(\.text)
      return names.contains { $0 == role || role == "data" && $0.hasPrefix("data_") }
    }
    return (config["node.\(role)"] ?? config["node"]?[role])?.text != "false"
  }

  /// Writes the StatefulSet, its Service and its configuration.
  func write(
    to objects: inout OperatedObjects, _ cluster: StringMap, budget: YAMLNode?,
    deletion: YAMLNode?
  ) {
    let prefix = "elasticsearch.k8s.elastic.co/"
    let own = cluster.entries.map { ($0.key, $0.value) } + [("\(prefix)statefulset-name", setName)]
    let roles = ["master", "data", "ingest"].map { ("\(prefix)node-\($0)", String(has($0))) }
    let lines = ["cluster.name: \(objects.name)"] + config.lines()
    objects.addConfiguration(
      "\(setName)-es-config", isSecret: true,
      [
        (
          "elasticsearch.yml",
          YAMLNode(.scalar(lines.joined(separator: "\n") + "\n"), span: config.span)
        )
      ])
    objects.addService(setName, selector: StringMap(own), type: nil, ports: [("https", 9_200)])
    let most = budget?["maxUnavailable"].flatMap { Int(from: $0, objects.diagnostics) }
    objects.addStatefulSet(
      setName, selector: StringMap(own), replicas: count, service: setName,
      template: template(cluster, labels: StringMap(own + roles)), claims: claims,
      changes: changes(most: most, deletion))
  }

  /// What the StatefulSet says of updates and of claims, which the operator deletes with the nodes
  /// and, unless the user keeps them then, with the cluster (`volumeClaimDeletePolicy`).
  private func changes(most: Int?, _ deletion: YAMLNode?) -> YAMLNode {
    let keeps = deletion?.text == "DeleteOnScaledownOnly"
    let retention: YAMLNode = [
      "persistentVolumeClaimRetentionPolicy": [
        "whenScaled": "Delete", "whenDeleted": keeps ? "Retain" : "Delete",
      ]
    ]
    guard let most else { return retention }
    // A negative number is no limit.
    let limit: YAMLNode = most < 0 ? "100%" : YAMLNode(max(1, most))
    return retention.patched(
      with: ["updateStrategy": ["rollingUpdate": ["maxUnavailable": limit]]])
  }

  private func template(_ cluster: StringMap, labels: StringMap) -> YAMLNode {
    var pod = usual(labels).patched(with: node["podTemplate"])
    let written = node["podTemplate"]?["spec"]
    // Init containers without an image have that of the server (`WithInitContainerDefaults`).
    if let setup = written?["initContainers"]?.elements {
      let whole = setup.map { (["image": image] as YAMLNode).patched(with: $0) }
      pod = pod.patched(with: ["spec": ["initContainers": YAMLNode(.sequence(whole))]])
    }
    // The operator's affinity and resources count only where the user writes none.
    if written?["affinity"] == nil {
      pod = pod.patched(with: ["spec": ["affinity": OperatedObjects.apart(cluster)]])
    }
    let container = written?["containers"]?.elements?.first { $0["name"]?.text == "elasticsearch" }
    guard container?["resources"] == nil else { return pod }
    let memory: YAMLNode = ["memory": "2Gi"]
    let server: YAMLNode = [
      "name": "elasticsearch", "resources": ["requests": memory, "limits": memory],
    ]
    return pod.patched(with: ["spec": ["containers": [server]]])
  }

  /// The template without the user's part (`nodespec/podspec.go`).
  private func usual(_ labels: StringMap) -> YAMLNode {
    let configuration: YAMLNode = [
      "name": "elastic-internal-elasticsearch-config",
      "secret": ["secretName": "\(setName)-es-config"],
    ]
    let server: YAMLNode = [
      "name": "elasticsearch", "image": image,
      "ports": [
        ["name": "https", "containerPort": 9_200], ["name": "transport", "containerPort": 9_300],
      ],
      "readinessProbe": [
        "exec": ["command": ["readiness-probe-script.sh"]], "initialDelaySeconds": 10,
        "timeoutSeconds": 5, "periodSeconds": 5,
      ],
      "lifecycle": ["preStop": ["exec": ["command": ["sleep", "50"]]]],
      "volumeMounts": [
        ["name": "elasticsearch-data", "mountPath": "/usr/share/elasticsearch/data"]
      ],
    ]
    return [
      "metadata": ["labels": YAMLNode(labels)],
      "spec": [
        "terminationGracePeriodSeconds": 180, "volumes": [configuration], "containers": [server],
      ],
    ]
  }

  /// 1Gi of the default class, unless the user has a claim or a volume of that name
  /// (`volume/defaults.go`).
  private var claims: [YAMLNode] {
    let data = "elasticsearch-data"
    let given = node["volumeClaimTemplates"]?.elements ?? []
    let volumes = node["podTemplate"]?["spec"]?["volumes"]?.elements ?? []
    let isKept =
      given.contains { $0["metadata"]?["name"]?.text == data }
      || volumes.contains { $0["name"]?.text == data }
    return isKept ? given : given + [OperatedObjects.claim(data, size: "1Gi", storageClass: nil)]
  }
}

extension OperatedObjects {
  /// Writes the budget of a green cluster.
  ///
  /// One node may go, unless it is the only one of a role, and none while the cluster is not green;
  /// a cluster of one node may always lose it (`pdb/reconcile_default.go`, allowedDisruptions). An
  /// empty budget of the user is none, and one with a `spec` stays as that says.
  fileprivate mutating func addElasticBudget(
    _ cluster: StringMap, _ sets: [ElasticNodeSet], _ given: YAMLNode?
  ) {
    if let given, given.pairs?.isEmpty ?? false { return }
    let nodes = sets.reduce(0) { $0 + $1.count.summable }
    let isAlone = ["master", "data", "ingest"].contains { role in
      sets.filter { $0.has(role) }.reduce(0) { $0 + $1.count.summable } == 1
    }
    let allowed = nodes == 1 || !isAlone ? 1 : 0
    let usual: YAMLNode = [
      "selector": ["matchLabels": YAMLNode(cluster)],
      "minAvailable": YAMLNode(max(0, nodes - allowed)),
    ]
    let budget = "\(name)-es-default"
    add(
      "policy/v1", "PodDisruptionBudget", budget, labels: cluster,
      [("spec", given?["spec"] ?? usual)])
    if given?["spec"] == nil, nodes > 1 { tighten(budget, minAvailable: nodes) }
  }
}
