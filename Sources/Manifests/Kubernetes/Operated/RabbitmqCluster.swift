extension OperatedKind {
  /// RabbitMQ's cluster operator: a StatefulSet, a Service for clients and one for the nodes, and
  /// the configuration (`internal/resource` of rabbitmq/cluster-operator; the defaults are those of
  /// its CRD).
  ///
  /// The pods' hook that waits for a quorum (`rabbitmq-upgrade await_online_quorum_plus_one`) is
  /// what the store's operator asks before it stops one.
  static let rabbitmqCluster = OperatedKind(["rabbitmq.com/v1beta1"], "RabbitmqCluster") {
    spec, objects in
    let name = objects.name
    let labels = StringMap([
      ("app.kubernetes.io/name", name), ("app.kubernetes.io/component", "rabbitmq"),
      ("app.kubernetes.io/part-of", "rabbitmq"),
    ])
    let selector = StringMap([("app.kubernetes.io/name", name)])
    let replicas: Int = spec.optional("replicas", default: 1)
    let resources = RabbitmqPods.resources(&spec)
    let service = spec.node("service")
    let override = spec.node("override")
    objects.addConfiguration(
      "\(name)-server-conf",
      RabbitmqPods.configuration(name, spec.node("rabbitmq"), replicas: replicas, resources))
    objects.addConfiguration(
      "\(name)-default-user", isSecret: true,
      [
        "username", "password", "host", "port", "provider", "type", "default_user.conf",
        "connection_string",
      ].map { ($0, "") })
    objects.addConfiguration("\(name)-erlang-cookie", isSecret: true, [(".erlang.cookie", "")])
    let ports = RabbitmqPods.clientPorts + RabbitmqPods.pluginPorts(spec.node("rabbitmq"))
    objects.addService(
      name, selector: selector, type: service?["type"] ?? "ClusterIP", ports: ports,
      changes: override?["service"]?["spec"])
    objects.addService(
      "\(name)-nodes", selector: selector, type: nil, ports: RabbitmqPods.nodePorts)
    let disk = RabbitmqPods.claim(spec.node("persistence"))
    let template = RabbitmqPods.template(
      name, labels, &spec, resources, ports, keepsData: disk != nil)
    objects.addStatefulSet(
      "\(name)-server", selector: selector, replicas: replicas, service: "\(name)-nodes",
      template: template, claims: disk.map { [$0] } ?? [],
      changes: override?["statefulSet"]?["spec"])
  }
}

/// The pods of a RabbitmqCluster.
private enum RabbitmqPods {
  /// What clients connect to.
  static let clientPorts: [OperatedObjects.Port] = [
    ("amqp", 5_672), ("management", 15_672), ("prometheus", 15_692),
  ]
  /// What the nodes connect to.
  static let nodePorts: [OperatedObjects.Port] = [("epmd", 4_369), ("cluster-rpc", 25_672)]

  /// What the plugins that the user adds listen on (`statefulset.go`, `service.go`).
  static func pluginPorts(_ rabbitmq: YAMLNode?) -> [OperatedObjects.Port] {
    let added = (rabbitmq?["additionalPlugins"]?.elements ?? []).compactMap(\.text)
    let known: [(plugin: String, port: OperatedObjects.Port)] = [
      ("rabbitmq_stream", ("stream", 5_552)), ("rabbitmq_stomp", ("stomp", 61_613)),
      ("rabbitmq_web_stomp", ("web-stomp", 15_674)), ("rabbitmq_mqtt", ("mqtt", 1_883)),
      ("rabbitmq_web_mqtt", ("web-mqtt", 15_675)),
    ]
    return known.filter { added.contains($0.plugin) }.map(\.port)
  }

  /// Requests and limits.
  static func resources(_ spec: inout ObjectReader) -> YAMLNode {
    spec.node("resources") ?? [
      "requests": ["cpu": "1000m", "memory": "2Gi"], "limits": ["cpu": "2000m", "memory": "2Gi"],
    ]
  }

  /// The claim of a node; nil where none is asked for (`storage: 0`).
  static func claim(_ persistence: YAMLNode?) -> YAMLNode? {
    let size = persistence?["storage"] ?? "10Gi"
    guard Quantity(from: size, DiagnosticCollector()) != .zero else { return nil }
    return OperatedObjects.claim(
      "persistence", size: size, storageClass: persistence?["storageClassName"])
  }

  /// rabbitmq.conf: the operator's own lines (`configmap.go`) behind the user's, as those count.
  static func configuration(
    _ name: String, _ rabbitmq: YAMLNode?, replicas: Int, _ resources: YAMLNode
  ) -> [(String, YAMLNode)] {
    let lines = rabbitmq?["additionalConfig"]
    var own = [
      "queue_master_locator = min-masters", "disk_free_limit.absolute = 2GB",
      "cluster_partition_handling = pause_minority",
      "cluster_formation.peer_discovery_backend = rabbit_peer_discovery_k8s",
      "cluster_formation.target_cluster_size_hint = \(replicas)", "cluster_name = \(name)",
    ]
    let limit = resources["limits"]?["memory"].flatMap { Quantity(from: $0, DiagnosticCollector()) }
    if let bytes = limit?.value, bytes > 0 {
      // A fifth, at most 2 GiB, is left to the Erlang VM (removeHeadroom).
      own.append("total_memory_available_override_value = \(bytes - min(bytes / 5, 2 << 30))")
    }
    let text = ([lines?.text ?? ""] + own).joined(separator: "\n")
    return [("rabbitmq.conf", YAMLNode(.scalar(text), span: lines?.span ?? .unknown))]
  }

  /// The template of the pods.
  static func template(
    _ name: String, _ labels: StringMap, _ spec: inout ObjectReader, _ resources: YAMLNode,
    _ ports: [OperatedObjects.Port], keepsData: Bool
  ) -> YAMLNode {
    let image = spec.node("image") ?? "rabbitmq:4.1.3-management"
    let volumes: [YAMLNode] =
      [["name": "server-conf", "configMap": ["name": "\(name)-server-conf"]]]
      + (keepsData
        ? [] : [["name": "persistence", "emptyDir": spec.node("persistence")?["emptyDir"] ?? [:]]])
    return [
      "metadata": ["labels": YAMLNode(labels)],
      "spec": [
        "terminationGracePeriodSeconds": spec.node("terminationGracePeriodSeconds") ?? 604_800,
        "affinity": spec.node("affinity") ?? .none,
        "tolerations": spec.node("tolerations") ?? .none,
        "imagePullSecrets": spec.node("imagePullSecrets") ?? .none,
        "topologySpreadConstraints": spread(name, &spec),
        "volumes": YAMLNode(.sequence(volumes)),
        "initContainers": [setup(image, delay: spec.node("delayStartSeconds"))],
        "containers": [
          [
            "name": "rabbitmq", "image": image, "resources": resources,
            // The distribution's port is open too, though the operator declares it in its Service
            // only.
            "ports": OperatedObjects.declared(ports + nodePorts),
            "readinessProbe": [
              "tcpSocket": ["port": "amqp"], "initialDelaySeconds": 10, "timeoutSeconds": 5,
              "periodSeconds": 10,
            ],
            "volumeMounts": [
              ["name": "persistence", "mountPath": "/var/lib/rabbitmq/mnesia/"],
              ["name": "server-conf", "mountPath": "/etc/rabbitmq/conf.d/"],
            ],
          ]
        ],
      ],
    ]
  }

  /// Over zones where that goes, unless the user does not want it.
  private static func spread(_ name: String, _ spec: inout ObjectReader) -> YAMLNode {
    guard !spec.optional("disableDefaultTopologySpreadConstraints", default: false) else {
      return .none
    }
    return [
      [
        "maxSkew": 1, "topologyKey": "topology.kubernetes.io/zone",
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": ["matchLabels": ["app.kubernetes.io/name": "\(name)"]],
      ]
    ]
  }

  /// The container that copies the cookie and waits until names are known (`delayStartSeconds`).
  private static func setup(_ image: YAMLNode, delay: YAMLNode?) -> YAMLNode {
    let resources: YAMLNode = ["cpu": "100m", "memory": "500Mi"]
    return [
      "name": "setup-container", "image": image,
      "command": ["sh", "-c", "sleep \(delay?.text ?? "30")"],
      "resources": ["requests": resources, "limits": resources],
    ]
  }
}
