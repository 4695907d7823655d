extension OperatedKind {
  /// Zalando's operator of PostgreSQL: a StatefulSet of Spilo, whose Patroni keeps its leader in
  /// the Kubernetes API, with a Service of the primary and one of the replicas
  /// (`pkg/cluster/k8sres.go`; the defaults are those of its shipped configuration).
  ///
  /// Patroni writes the Endpoints of the primary's Service; it has the primary's label as its
  /// selector here. Pods have no readiness probe (`enable_readiness_probe`).
  static let zalandoPostgres = OperatedKind(["acid.zalan.do/v1"], "postgresql") { spec, objects in
    let name = objects.name
    let replicas: Int = spec.required("numberOfInstances") ?? 0
    let labels = StringMap([("application", "spilo"), ("cluster-name", name)])
    func selector(_ role: String) -> StringMap {
      StringMap([("application", "spilo"), ("cluster-name", name), ("spilo-role", role)])
    }
    let port = [(name: "postgresql", port: 5_432)]
    /// The type of a Service, by a flag or its former name.
    func type(_ flag: String, _ former: String? = nil) -> YAMLNode {
      let isOld: Bool = former.map { spec.optional($0, default: false) } ?? false
      return spec.optional(flag, default: isOld) ? "LoadBalancer" : "ClusterIP"
    }
    objects.addService(
      name, selector: selector("master"),
      type: type("enableMasterLoadBalancer", "useLoadBalancer"), ports: port)
    objects.addService(
      "\(name)-repl", selector: selector("replica"),
      type: type("enableReplicaLoadBalancer", "replicaLoadBalancer"), ports: port)
    objects.addBudget(
      "postgres-\(name)-pdb", selector: selector("master"), minAvailable: min(1, replicas))
    let volume = spec.node("volume")
    objects.addStatefulSet(
      name, selector: labels, replicas: replicas, service: name,
      template: SpiloPods.template(name, labels, &spec),
      claims: [
        OperatedObjects.claim(
          "pgdata", size: volume?["size"] ?? "1Gi", storageClass: volume?["storageClass"])
      ], isParallel: false)
    let pooler = spec.node("connectionPooler")
    let isPooled: Bool = spec.optional("enableConnectionPooler", default: pooler != nil)
    let types = (type("enableMasterPoolerLoadBalancer"), type("enableReplicaPoolerLoadBalancer"))
    if isPooled { objects.addPooler(to: name, isOfReplicas: false, pooler, type: types.0) }
    if spec.optional("enableReplicaConnectionPooler", default: false) {
      objects.addPooler(to: name, isOfReplicas: true, pooler, type: types.1)
    }
    if spec.optional("enableLogicalBackup", default: false) {
      objects.addLogicalBackup(of: name, schedule: spec.node("logicalBackupSchedule"))
    }
  }
}

/// The pods of a PostgreSQL of Zalando's operator.
private enum SpiloPods {
  private static let dataPath = "/home/postgres/pgdata"

  /// The template of the pods.
  static func template(
    _ name: String, _ labels: StringMap, _ spec: inout ObjectReader
  ) -> YAMLNode {
    let containers = [server(name, &spec)] + (spec.node("sidecars")?.elements ?? [])
    let added = additions(spec.node("additionalVolumes"))
    return [
      "metadata": [
        "labels": YAMLNode(labels), "annotations": spec.node("podAnnotations") ?? .none,
      ],
      "spec": [
        "terminationGracePeriodSeconds": 300,
        "affinity": ["nodeAffinity": spec.node("nodeAffinity") ?? .none],
        "tolerations": spec.node("tolerations") ?? .none,
        "priorityClassName": spec.node("podPriorityClassName")
          ?? spec.node("pod_priority_class_name") ?? .none,
        "volumes": YAMLNode(.sequence(added.map(\.volume))),
        "initContainers": spec.node("initContainers") ?? spec.node("init_containers") ?? .none,
        "containers": YAMLNode(.sequence(containers.map { mounted($0, added) })),
      ],
    ]
  }

  /// The container of the database.
  private static func server(_ name: String, _ spec: inout ObjectReader) -> YAMLNode {
    let settings: YAMLNode = [
      "bootstrap": ["dcs": dynamic(spec.node("patroni"))],
      "postgresql": ["parameters": spec.node("postgresql")?["parameters"] ?? [:]],
    ]
    return [
      "name": "postgres",
      "image": spec.node("dockerImage") ?? "ghcr.io/zalando/spilo-17:4.0-p3",
      "resources": defaultResources.patched(with: spec.node("resources")),
      "ports": [
        ["name": "patroni", "containerPort": 8_008],
        ["name": "postgresql", "containerPort": 5_432], ["containerPort": 8_080],
      ],
      "env":
        ([
          ["name": "SCOPE", "value": YAMLNode(stringLiteral: name)],
          [
            "name": "SPILO_CONFIGURATION",
            "value": YAMLNode(stringLiteral: settings.json.rendered()),
          ],
        ] as YAMLNode).patched(with: spec.node("env")),
      "volumeMounts": [["name": "pgdata", "mountPath": YAMLNode(stringLiteral: dataPath)]],
    ]
  }

  /// A volume that the user adds, its mount, and the containers that have it.
  private typealias Addition = (volume: YAMLNode, mount: YAMLNode, containers: [String])

  /// What `additionalVolumes` adds (`k8sres.go`, addAdditionalVolumes): none over the data, and one
  /// at each path.
  private static func additions(_ list: YAMLNode?) -> [Addition] {
    var paths = [dataPath]
    return (list?.elements ?? []).compactMap { one in
      guard let name = one["name"], let path = one["mountPath"]?.text, !paths.contains(path)
      else { return nil }
      paths.append(path)
      let targets = (one["targetContainers"]?.elements ?? []).compactMap(\.text)
      let field = one["isSubPathExpr"]?.text == "true" ? "subPathExpr" : "subPath"
      let part = YAMLNode([(field, one["subPath"] ?? .none)])
      let mount: YAMLNode = ["name": name, "mountPath": YAMLNode(stringLiteral: path)]
      return (
        volume: (["name": name] as YAMLNode).patched(with: one["volumeSource"]),
        mount: mount.patched(with: part),
        containers: targets.isEmpty ? ["postgres"] : targets
      )
    }
  }

  private static func mounted(_ container: YAMLNode, _ added: [Addition]) -> YAMLNode {
    let name = container["name"]?.text ?? ""
    let mounts = added.filter { $0.containers.contains(name) || $0.containers == ["all"] }
    guard !mounts.isEmpty else { return container }
    let all = (container["volumeMounts"]?.elements ?? []) + mounts.map(\.mount)
    return container.patched(with: ["volumeMounts": .none])
      .patched(with: ["volumeMounts": YAMLNode(.sequence(all))])
  }

  /// Patroni's dynamic configuration; what is no part of it stays out.
  private static func dynamic(_ patroni: YAMLNode?) -> YAMLNode {
    let pairs = (patroni?.pairs ?? []).filter { !["initdb", "pg_hba"].contains($0.key.text) }
    return YAMLNode(.mapping(pairs))
  }

  /// `postgres_pod_resources` of the shipped configuration.
  static let defaultResources: YAMLNode = [
    "requests": ["cpu": "100m", "memory": "100Mi"], "limits": ["cpu": "1", "memory": "500Mi"],
  ]
}

extension OperatedObjects {
  /// Writes the CronJob whose pods dump all databases (`k8sres.go`, generateLogicalBackupJob; the
  /// schedule, the prefix and the length of the name are the operator's own, and so is that no
  /// shortened name ends with a hyphen: `util.go`, trimCronjobName).
  fileprivate mutating func addLogicalBackup(of cluster: String, schedule: YAMLNode?) {
    let labels = StringMap([
      ("application", "spilo-logical-backup"), ("cluster-name", cluster),
    ])
    // The script of the image runs pg_dumpall.
    let container: YAMLNode = [
      "name": "logical-backup",
      "image": "ghcr.io/zalando/postgres-operator/logical-backup:v1.14.0",
      "command": ["/dump.sh", "pg_dumpall"], "resources": SpiloPods.defaultResources,
      "env": [
        ["name": "PGHOST", "value": YAMLNode(stringLiteral: cluster)],
        ["name": "PGPORT", "value": "5432"],
      ],
    ]
    let pod: YAMLNode = [
      "metadata": ["labels": YAMLNode(labels)],
      "spec": ["restartPolicy": "Never", "containers": [container]],
    ]
    var name = "logical-backup-\(cluster)".prefix(52)
    while name.last == "-" { name.removeLast() }
    add(
      "batch/v1", "CronJob", String(name), labels: labels,
      [
        (
          "spec",
          [
            "schedule": schedule ?? "30 00 * * *", "concurrencyPolicy": "Forbid",
            "jobTemplate": ["spec": ["template": pod]],
          ]
        )
      ])
  }

  /// Writes a Deployment of PgBouncer before the primary or the replicas, with its Service
  /// (`connection_pooler.go`: at least one, two unless it is told).
  fileprivate mutating func addPooler(
    to cluster: String, isOfReplicas: Bool, _ pooler: YAMLNode?, type: YAMLNode
  ) {
    let suffix = isOfReplicas ? "-repl" : ""
    let name = "\(cluster)-pooler\(suffix)"
    let labels = StringMap([
      ("application", "db-connection-pooler"), ("cluster-name", cluster),
      ("connection-pooler", name),
    ])
    let resources: YAMLNode = [
      "requests": ["cpu": "500m", "memory": "100Mi"], "limits": ["cpu": "1", "memory": "100Mi"],
    ]
    let container: YAMLNode = [
      "name": "connection-pooler",
      "image": pooler?["dockerImage"] ?? "registry.opensource.zalan.do/acid/pgbouncer:master-32",
      "resources": resources.patched(with: pooler?["resources"]),
      "ports": [["containerPort": 5_432]], "readinessProbe": ["tcpSocket": ["port": 5_432]],
      "env": [
        ["name": "PGHOST", "value": "\(cluster)\(suffix)"], ["name": "PGPORT", "value": "5432"],
      ],
    ]
    add(
      "apps/v1", "Deployment", name, labels: labels,
      [
        (
          "spec",
          [
            "replicas": pooler?["numberOfInstances"] ?? 2,
            "selector": ["matchLabels": YAMLNode(labels)],
            "template": [
              "metadata": ["labels": YAMLNode(labels)],
              "spec": ["terminationGracePeriodSeconds": 300, "containers": [container]],
            ],
          ]
        )
      ])
    addService(name, selector: labels, type: type, ports: [(name: name, port: 5_432)])
  }
}
