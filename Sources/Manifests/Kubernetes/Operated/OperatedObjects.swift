/// The objects that an operator writes for a resource, as they are collected.
struct OperatedObjects {
  /// A port of a Service and of the container behind it.
  typealias Port = (name: String, port: Int)

  /// The resource.
  let metadata: ObjectMeta
  /// Where problems with its fields are reported.
  let diagnostics: DiagnosticCollector
  /// What was written so far.
  private(set) var nodes: [YAMLNode] = []
  /// Budgets that allow less while the system is not well, as pods that must stay healthy then.
  private(set) var strictBudgets: [(name: String, minAvailable: Int)] = []
  private let owner: YAMLNode

  /// Begins the objects of a resource.
  init(of metadata: ObjectMeta, _ node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    self.metadata = metadata
    self.diagnostics = diagnostics
    owner = [
      "apiVersion": node["apiVersion"] ?? .none, "kind": node["kind"] ?? .none,
      "name": YAMLNode(stringLiteral: metadata.name), "controller": true,
      "uid": YAMLNode(stringLiteral: metadata.uid ?? metadata.name),
    ]
  }

  /// The resource's name.
  var name: String { metadata.name }

  /// Writes an object that the resource owns.
  mutating func add(
    _ apiVersion: String, _ kind: String, _ name: String, labels: StringMap = StringMap(),
    _ body: [(String, YAMLNode)]
  ) {
    var fields: [(String, YAMLNode)] = [
      ("name", YAMLNode(stringLiteral: name)), ("labels", YAMLNode(labels)),
      ("ownerReferences", [owner]),
    ]
    if let namespace = metadata.namespace {
      fields.append(("namespace", YAMLNode(stringLiteral: namespace)))
    }
    let head: [(String, YAMLNode)] = [
      ("apiVersion", YAMLNode(stringLiteral: apiVersion)),
      ("kind", YAMLNode(stringLiteral: kind)), ("metadata", YAMLNode(fields)),
    ]
    nodes.append(YAMLNode(head + body))
  }

  /// Writes a StatefulSet; the labels select its pods, which have those of the template too.
  mutating func addStatefulSet(
    _ name: String, selector: StringMap, replicas: Int, service: String, template: YAMLNode,
    claims: [YAMLNode], isParallel: Bool = true, changes: YAMLNode? = nil
  ) {
    let spec: YAMLNode = [
      "replicas": YAMLNode(replicas), "serviceName": YAMLNode(stringLiteral: service),
      "selector": ["matchLabels": YAMLNode(selector)],
      "podManagementPolicy": isParallel ? "Parallel" : "OrderedReady",
      "template": template, "volumeClaimTemplates": YAMLNode(.sequence(claims)),
    ]
    add(
      "apps/v1", "StatefulSet", name, labels: selector, [("spec", spec.patched(with: changes))])
  }

  /// Writes a Service; one without a type is headless, and leads to pods that are not ready too.
  mutating func addService(
    _ name: String, selector: StringMap, type: YAMLNode?, ports: [Port],
    target: [String: Int] = [:], changes: YAMLNode? = nil
  ) {
    let listed = ports.map { port -> YAMLNode in
      [
        "name": YAMLNode(stringLiteral: port.name), "port": YAMLNode(port.port),
        "targetPort": YAMLNode(target[port.name] ?? port.port),
      ]
    }
    var spec: YAMLNode = [
      "selector": YAMLNode(selector), "ports": YAMLNode(.sequence(listed)),
    ]
    if let type {
      spec = spec.patched(with: ["type": type])
    } else {
      spec = spec.patched(with: ["clusterIP": "None", "publishNotReadyAddresses": true])
    }
    add("v1", "Service", name, labels: selector, [("spec", spec.patched(with: changes))])
  }

  /// Ports as a container declares them.
  static func declared(_ ports: [Port]) -> YAMLNode {
    YAMLNode(
      .sequence(
        ports.map { port in
          ["name": YAMLNode(stringLiteral: port.name), "containerPort": YAMLNode(port.port)]
        }))
  }

  /// Writes a budget for the pods with some labels.
  mutating func addBudget(_ name: String, selector: StringMap, minAvailable: Int) {
    add(
      "policy/v1", "PodDisruptionBudget", name, labels: selector,
      [
        (
          "spec",
          [
            "selector": ["matchLabels": YAMLNode(selector)],
            "minAvailable": YAMLNode(minAvailable),
          ]
        )
      ])
  }

  /// Says how many pods a budget keeps while the system is not well.
  mutating func tighten(_ budget: String, minAvailable: Int) {
    strictBudgets.append((budget, minAvailable))
  }

  /// Writes a ConfigMap or, where it is secret, a Secret.
  mutating func addConfiguration(
    _ name: String, isSecret: Bool = false, _ data: [(String, YAMLNode)]
  ) {
    add(
      "v1", isSecret ? "Secret" : "ConfigMap", name,
      [(isSecret ? "stringData" : "data", YAMLNode(data))])
  }

  /// A claim of a size, of the default class where none is given.
  static func claim(_ name: String, size: YAMLNode, storageClass: YAMLNode?) -> YAMLNode {
    [
      "metadata": ["name": YAMLNode(stringLiteral: name)],
      "spec": [
        "accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": size]],
        "storageClassName": storageClass ?? .none,
      ],
    ]
  }

  /// A preference for machines that have no other pod with some labels.
  static func apart(_ labels: StringMap, weight: Int = 100) -> YAMLNode {
    [
      "podAntiAffinity": [
        "preferredDuringSchedulingIgnoredDuringExecution": [
          [
            "weight": YAMLNode(weight),
            "podAffinityTerm": [
              "topologyKey": "kubernetes.io/hostname",
              "labelSelector": ["matchLabels": YAMLNode(labels)],
            ],
          ]
        ]
      ]
    ]
  }
}
