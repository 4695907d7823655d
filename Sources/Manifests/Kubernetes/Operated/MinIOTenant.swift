extension OperatedKind {
  /// MinIO's operator: a StatefulSet of each pool of a Tenant, and the Services of all
  /// (`pkg/resources/statefulsets`, `pkg/resources/services`).
  static let minioTenant = OperatedKind(["minio.min.io/v2"], "Tenant") { spec, objects in
    let tenant = MinIOTenant(&spec, objects.metadata, objects.diagnostics)
    let selector = StringMap([("v1.min.io/tenant", objects.name)])
    let exposed = spec.node("exposeServices")
    func type(_ service: String) -> YAMLNode {
      exposed?[service]?.text == "true" ? "LoadBalancer" : "ClusterIP"
    }
    objects.addService(
      "minio", selector: selector, type: type("minio"),
      ports: [tenant.hasTLS ? ("https-minio", 443) : ("http-minio", 80)],
      target: ["https-minio": 9_000, "http-minio": 9_000])
    objects.addService(
      "\(objects.name)-console", selector: selector, type: type("console"),
      ports: [tenant.hasTLS ? ("https-console", 9_443) : ("http-console", 9_090)])
    objects.addService(
      "\(objects.name)-hl", selector: selector, type: nil,
      ports: [(tenant.hasTLS ? "https-minio" : "http-minio", 9_000)])
    for pool in tenant.pools { tenant.write(pool, &spec, to: &objects) }
  }
}

/// A Tenant as its operator reads it.
private struct MinIOTenant {
  /// A pool of servers.
  struct Pool {
    let name: String
    let servers: Int
    let volumes: Int
    let node: YAMLNode
  }

  /// More disks than any machine has.
  private static let greatestVolumeCount = 1_000

  let pools: [Pool]
  /// Whether its servers speak TLS: certificates are asked for unless the user says no.
  let hasTLS: Bool
  private let metadata: ObjectMeta
  private let path: String

  init(_ spec: inout ObjectReader, _ metadata: ObjectMeta, _ diagnostics: DiagnosticCollector) {
    self.metadata = metadata
    let isCertified = !(spec.node("externalCertSecret")?.elements ?? []).isEmpty
    hasTLS = spec.optional("requestAutoCert", default: true) || isCertified
    path = spec.optional("mountPath", default: "/export")
    let written: [YAMLNode] = spec.required("pools") ?? []
    pools = written.enumerated().compactMap { index, node in
      guard var reader = ObjectReader(node, diagnostics, what: "a pool"),
        let servers: Int = reader.required("servers"),
        let volumes: Int = reader.required("volumesPerServer")
      else { return nil }
      let given: String = reader.optional("name", default: "")
      return Pool(
        name: given.isEmpty ? "pool-\(index)" : given, servers: servers,
        volumes: min(max(volumes, 0), Self.greatestVolumeCount), node: node)
    }
  }

  /// The server's arguments: a path where one server is alone, else the drives of each pool.
  private var drives: [YAMLNode] {
    func paths(_ pool: Pool) -> String {
      pool.volumes == 1 ? path : path + "{0...\(pool.volumes - 1)}"
    }
    if let pool = pools.first, pools.count == 1, pool.servers == 1 {
      return [YAMLNode(stringLiteral: paths(pool))]
    }
    let scheme = hasTLS ? "https" : "http"
    let domain = "\(metadata.name)-hl.\(metadata.home).svc.cluster.local"
    return pools.map { pool in
      let host = "\(metadata.name)-\(pool.name)-{0...\(max(0, pool.servers - 1))}"
      return YAMLNode(stringLiteral: "\(scheme)://\(host).\(domain)\(paths(pool))")
    }
  }

  /// Writes the StatefulSet of a pool.
  func write(_ pool: Pool, _ spec: inout ObjectReader, to objects: inout OperatedObjects) {
    let name = "\(metadata.name)-\(pool.name)"
    let labels = StringMap([
      ("v1.min.io/tenant", metadata.name), ("v1.min.io/pool", pool.name),
      ("v1.min.io/console", "\(metadata.name)-console"),
    ])
    let claim = pool.node["volumeClaimTemplate"]
    let base = claim?["metadata"]?["name"]?.text ?? "data"
    let claims = (0..<pool.volumes).map { index -> YAMLNode in
      ["metadata": ["name": "\(base)\(index)"], "spec": claim?["spec"] ?? .none]
    }
    let beside = spec.node("sideCars")?["volumeClaimTemplates"]?.elements ?? []
    let isOrdered = spec.node("podManagementPolicy")?.text == "OrderedReady"
    objects.addStatefulSet(
      name, selector: labels, replicas: pool.servers, service: "\(metadata.name)-hl",
      template: template(pool, labels, base, &spec), claims: claims + beside,
      isParallel: !isOrdered)
  }

  private func template(
    _ pool: Pool, _ labels: StringMap, _ volume: String, _ spec: inout ObjectReader
  ) -> YAMLNode {
    let secret = spec.node("imagePullSecret")
    let priority = spec.node("priorityClassName")
    let own = YAMLNode(metadata.labels).patched(with: YAMLNode(labels))
    let added = Additions(&spec)
    return [
      "metadata": [
        "labels": own.patched(with: pool.node["labels"]),
        "annotations": pool.node["annotations"] ?? .none,
      ],
      "spec": [
        "hostNetwork": spec.node("hostNetwork") ?? .none,
        "runtimeClassName": pool.node["runtimeClassName"] ?? .none,
        "affinity": pool.node["affinity"] ?? .none,
        "nodeSelector": pool.node["nodeSelector"] ?? .none,
        "tolerations": pool.node["tolerations"] ?? .none,
        "topologySpreadConstraints": pool.node["topologySpreadConstraints"] ?? .none,
        "priorityClassName": priority?.text == "" ? .none : priority ?? .none,
        "imagePullSecrets": secret?["name"] == nil ? .none : [secret ?? .none],
        "volumes": YAMLNode(.sequence(added.volumes)),
        "initContainers": added.mounted(spec.node("initContainers")?.elements ?? []),
        "containers": added.mounted([server(pool, volume, &spec)] + added.containers),
      ],
    ]
  }

  private func server(_ pool: Pool, _ volume: String, _ spec: inout ObjectReader) -> YAMLNode {
    let mounts = (0..<pool.volumes).map { index -> YAMLNode in
      [
        "name": "\(volume)\(index)",
        "mountPath": YAMLNode(stringLiteral: pool.volumes == 1 ? path : "\(path)\(index)"),
      ]
    }
    let console = hasTLS ? 9_443 : 9_090
    let words: [YAMLNode] = [
      "server", "--certs-dir", "/tmp/certs", "--console-address", ":\(console)",
    ]
    return [
      "name": "minio",
      "image": spec.node("image") ?? "quay.io/minio/minio:RELEASE.2024-10-02T17-50-41Z",
      "args": YAMLNode(.sequence(words + drives)), "env": spec.node("env") ?? .none,
      "resources": pool.node["resources"] ?? .none,
      "ports": [
        ["name": "minio", "containerPort": 9_000],
        ["name": "console", "containerPort": YAMLNode(console)],
      ],
      "livenessProbe": spec.node("liveness") ?? .none,
      "readinessProbe": spec.node("readiness") ?? .none,
      "startupProbe": spec.node("startup") ?? .none, "lifecycle": spec.node("lifecycle") ?? .none,
      "volumeMounts": YAMLNode(.sequence(mounts)),
    ]
  }
}

/// What a Tenant adds to the pods of all its pools (`minio-statefulset.go`, NewPool).
private struct Additions {
  /// Volumes of the pods.
  let volumes: [YAMLNode]
  /// Containers beside the server.
  let containers: [YAMLNode]
  private let mounts: [YAMLNode]

  /// Reads them; as many mounts as volumes are wanted, or else neither counts.
  init(_ spec: inout ObjectReader) {
    let given = spec.node("additionalVolumes")?.elements ?? []
    let places = spec.node("additionalVolumeMounts")?.elements ?? []
    let isPaired = given.count == places.count
    mounts = isPaired ? places : []
    let beside = spec.node("sideCars")
    containers = beside?["containers"]?.elements ?? []
    volumes =
      (containers.isEmpty ? [] : beside?["volumes"]?.elements ?? []) + (isPaired ? given : [])
  }

  /// Containers with the mounts that all have.
  func mounted(_ containers: [YAMLNode]) -> YAMLNode {
    YAMLNode(
      .sequence(
        containers.map { container in
          let all = (container["volumeMounts"]?.elements ?? []) + mounts
          return container.patched(with: ["volumeMounts": .none])
            .patched(with: ["volumeMounts": YAMLNode(.sequence(all))])
        }))
  }
}
