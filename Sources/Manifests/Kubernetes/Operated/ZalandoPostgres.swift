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
    func type(_ flag: String) -> YAMLNode {
      spec.optional(flag, default: false) ? "LoadBalancer" : "ClusterIP"
    }
    objects.addService(
      name, selector: selector("master"), type: type("enableMasterLoadBalancer"), ports: port)
    objects.addService(
      "\(name)-repl", selector: selector("replica"), type: type("enableReplicaLoadBalancer"),
      ports: port)
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
    if isPooled { objects.addPooler(to: name, isOfReplicas: false, pooler) }
    if spec.optional("enableReplicaConnectionPooler", default: false) {
      objects.addPooler(to: name, isOfReplicas: true, pooler)
    }
  }
}

/// The pods of a PostgreSQL of Zalando's operator.
private enum SpiloPods {
  /// The template of the pods.
  static func template(
    _ name: String, _ labels: StringMap, _ spec: inout ObjectReader
  ) -> YAMLNode {
    let settings: YAMLNode = [
      "bootstrap": ["dcs": dynamic(spec.node("patroni"))],
      "postgresql": ["parameters": spec.node("postgresql")?["parameters"] ?? [:]],
    ]
    let postgres: YAMLNode = [
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
      "volumeMounts": [["name": "pgdata", "mountPath": "/home/postgres/pgdata"]],
    ]
    let containers = [postgres] + (spec.node("sidecars")?.elements ?? [])
    return [
      "metadata": ["labels": YAMLNode(labels)],
      "spec": [
        "terminationGracePeriodSeconds": 300,
        "affinity": ["nodeAffinity": spec.node("nodeAffinity") ?? .none],
        "tolerations": spec.node("tolerations") ?? .none,
        "priorityClassName": spec.node("podPriorityClassName") ?? .none,
        "initContainers": spec.node("initContainers") ?? spec.node("init_containers") ?? .none,
        "containers": YAMLNode(.sequence(containers)),
      ],
    ]
  }

  /// Patroni's dynamic configuration; what is no part of it stays out.
  private static func dynamic(_ patroni: YAMLNode?) -> YAMLNode {
    let pairs = (patroni?.pairs ?? []).filter { !["initdb", "pg_hba"].contains($0.key.text) }
    return YAMLNode(.mapping(pairs))
  }

  /// `postgres_pod_resources` of the shipped configuration.
  private static let defaultResources: YAMLNode = [
    "requests": ["cpu": "100m", "memory": "100Mi"], "limits": ["cpu": "1", "memory": "500Mi"],
  ]
}

extension OperatedObjects {
  /// Writes a Deployment of PgBouncer before the primary or the replicas, with its Service
  /// (`connection_pooler.go`: at least one, two unless it is told).
  fileprivate mutating func addPooler(
    to cluster: String, isOfReplicas: Bool, _ pooler: YAMLNode?
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
    addService(name, selector: labels, type: "ClusterIP", ports: [(name: name, port: 5_432)])
  }
}
