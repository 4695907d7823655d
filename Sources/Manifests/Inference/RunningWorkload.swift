/// A workload of the manifests whose pods run software.
struct RunningWorkload: Sendable {
  /// Kind as models write it: `deployment`, `cluster.postgresql.cnpg.io`.
  let kind: String
  let namespace: String
  let name: String
  /// Labels of its pods.
  var labels: StringMap
  /// What its pods run; operators' resources say only the image.
  var containers: [Container]
  /// What runs in its pods before that, and beside it as sidecars.
  var initContainers: [Container] = []
  /// The container whose software is what its pods are for; nil where an operator decides.
  let main: Container?
  let volumes: [Volume]
  /// How many pods are wanted; 1 where the nodes or an operator decide.
  var replicas = 1
  /// The software: the image of the main container.
  let image: ImageName
  /// Services that an operator makes for it.
  let operatedServices: [OperatedService]
  /// The StatefulSets that an operator makes of it; none of other workloads.
  var sets: [String] = []
  /// Parts that these cut its data into.
  var shards = 1
  /// Where the whole object was written.
  let span: SourceSpan
  /// Where the name was written.
  let nameSpan: SourceSpan

  /// The workload in findings.
  var subject: String { "\(namespace)/\(kind)/\(name)" }
}

/// A Service that an operator makes for its resource.
struct OperatedService: Sendable {
  let name: String
  let access: StoreAccess
}

/// What a store's Service is for.
enum StoreAccess: Sendable {
  case all, reading, writing
}

extension RunningWorkload {
  /// A workload whose pods have labels, a spec and a main container.
  init(
    _ kind: String, _ metadata: ObjectMeta, _ labels: StringMap, _ pod: PodSpec, main: Container?,
    _ span: SourceSpan
  ) {
    self.init(
      kind: kind, namespace: metadata.namespace ?? "default", name: metadata.name,
      labels: labels, containers: pod.containers,
      initContainers: pod.initContainers, main: main, volumes: pod.volumes,
      image: ImageName(main?.image ?? ""), operatedServices: [],
      span: span, nameSpan: metadata.nameSpan)
  }

  /// A resource whose operator makes the pods.
  init(
    _ kind: String, _ metadata: ObjectMeta, image: String, labels: StringMap,
    services: [OperatedService], _ span: SourceSpan
  ) {
    self.init(
      kind: kind, namespace: metadata.namespace ?? "default", name: metadata.name, labels: labels,
      containers: [], main: nil, volumes: [], image: ImageName(image), operatedServices: services,
      span: span,
      nameSpan: metadata.nameSpan)
  }
}

extension ManifestSet {
  /// Everything whose pods serve requests, in the order of kinds and of the input.
  ///
  /// Jobs and CronJobs run to their end and answer nobody.
  var runningWorkloads: [RunningWorkload] {
    templatedWorkloads + setWorkloads + operatedWorkloads
  }

  private var templatedWorkloads: [RunningWorkload] {
    deployments.map {
      workload("deployment", $0.metadata, $0.template, $0.span, replicas: $0.replicas)
    }
      + statefulSets.filter { operatedOwner(of: $0.metadata) == nil }.map {
        workload("statefulset", $0.metadata, $0.template, $0.span, replicas: $0.replicas)
      }
      + daemonSets.map { workload("daemonset", $0.metadata, $0.template, $0.span) }
      + replicaSets.map { workload($0.kind.lowercased(), $0.metadata, $0.template, $0.span) }
      + rollouts.compactMap { rollout in
        rollout.template.map { workload("rollout", rollout.metadata, $0, rollout.span) }
      }
      + pods.map {
        RunningWorkload(
          "pod", $0.metadata, $0.metadata.labels, $0.spec,
          main: mainContainer(of: $0.spec, $0.metadata, in: $0.metadata.home), $0.span)
      }
  }

  /// What the pods of a template run.
  func workload(
    _ kind: String, _ metadata: ObjectMeta, _ template: PodTemplateSpec, _ span: SourceSpan,
    replicas: Int = 1
  ) -> RunningWorkload {
    var workload = RunningWorkload(
      kind, metadata, template.metadata.labels, template.spec,
      main: mainContainer(of: template.spec, template.metadata, in: metadata.home), span)
    workload.replicas = replicas
    return workload
  }

  /// Names of pods' labels and Services are those of the operators: CloudNativePG
  /// (docs/src/service_management.md), Strimzi (documentation, "Services"), the OT-Container-Kit
  /// operator of Redis (`pkg/k8sutils/redis-cluster.go`), Spotahome's (`generator.go`), Prometheus
  /// Operator (`prometheus-operated`, `alertmanager-operated`).
  var operatedWorkloads: [RunningWorkload] {
    postgresClusters.map { postgres($0) }
      + kafkaClusters.map { kafka in
        let name = kafka.metadata.name
        return RunningWorkload(
          "kafka.kafka.strimzi.io", kafka.metadata, image: "strimzi/kafka",
          labels: StringMap([("strimzi.io/cluster", name), ("strimzi.io/kind", "Kafka")]),
          services: ["\(name)-kafka-bootstrap", "\(name)-kafka-brokers"].map {
            OperatedService(name: $0, access: .all)
          }, kafka.span)
      }
      + operatedRedis
      + prometheuses.map { prometheus in
        RunningWorkload(
          "prometheus.monitoring.coreos.com", prometheus.metadata, image: "prometheus",
          labels: prometheus.podLabels(),
          services: [OperatedService(name: "prometheus-operated", access: .all)], prometheus.span)
      }
      + alertmanagers.map { manager in
        RunningWorkload(
          "alertmanager.monitoring.coreos.com", manager.metadata, image: "alertmanager",
          labels: manager.podLabels,
          services: [OperatedService(name: "alertmanager-operated", access: .all)], manager.span)
      }
  }

  private var operatedRedis: [RunningWorkload] {
    redisClusters.map { redis in
      let name = redis.metadata.name
      return RunningWorkload(
        "rediscluster.redis.redis.opstreelabs.in", redis.metadata, image: "redis",
        labels: StringMap([("cluster", name), ("redis_setup_type", "cluster")]),
        services: ["\(name)-leader", "\(name)-follower"].flatMap {
          [
            OperatedService(name: $0, access: .all),
            OperatedService(name: $0 + "-headless", access: .all),
          ]
        }, redis.span)
    }
      + redisFailovers.map { redis in
        let name = redis.metadata.name
        return RunningWorkload(
          "redisfailover.databases.spotahome.com", redis.metadata, image: "redis",
          labels: StringMap([("app.kubernetes.io/name", name)]),
          services: [
            OperatedService(name: "rfrm-\(name)", access: .all),
            OperatedService(name: "rfrs-\(name)", access: .reading),
          ], redis.span)
      }
  }

  private func postgres(_ cluster: PostgresCluster) -> RunningWorkload {
    let name = cluster.metadata.name
    let own = [
      OperatedService(name: "\(name)-rw", access: .all),
      OperatedService(name: "\(name)-ro", access: .reading),
      OperatedService(name: "\(name)-r", access: .reading),
    ]
    let pooled = poolers.filter {
      $0.cluster.name == name && $0.metadata.home == cluster.metadata.home
    }
    return RunningWorkload(
      "cluster.postgresql.cnpg.io", cluster.metadata, image: "cloudnative-pg/postgresql",
      labels: StringMap([("cnpg.io/cluster", name)]),
      services: own
        + pooled.map {
          OperatedService(name: $0.metadata.name, access: $0.type == "ro" ? .reading : .all)
        }, cluster.span)
  }
}

extension RunningWorkload {
  /// Whether a model's reference means this workload.
  func isNamed(by reference: WorkloadReference, in namespace: String) -> Bool {
    guard self.namespace == reference.namespace ?? namespace else { return false }
    let isSet = sets.contains(reference.name) && reference.kind ?? "statefulset" == "statefulset"
    return isSet || name == reference.name && kind == reference.kind ?? kind
  }
}
