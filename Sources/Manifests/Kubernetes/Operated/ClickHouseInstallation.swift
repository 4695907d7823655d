extension OperatedKind {
  /// Altinity's operator of ClickHouse: a StatefulSet of one pod for each replica of each shard,
  /// with a Service of its own, a Service of all and a budget of each cluster
  /// (`pkg/model/chi`: `namer/patterns.go`, `creator`).
  static let clickhouseInstallation = OperatedKind(
    ["clickhouse.altinity.com/v1"], "ClickHouseInstallation"
  ) { spec, objects in
    let layout = ClickHouseLayout(&spec, prefix: "chi", objects)
    let ports: [OperatedObjects.Port] = [("http", 8_123), ("tcp", 9_000), ("interserver", 9_009)]
    objects.addService(
      "clickhouse-\(objects.name)", selector: layout.labels, type: "ClusterIP",
      ports: Array(ports.prefix(2)), changes: ["clusterIP": "None"])
    objects.addConfiguration(
      "chi-\(objects.name)-common-configd", layout.files(zookeeper: layout.zookeeper))
    let container: YAMLNode = [
      "name": "clickhouse", "image": "clickhouse/clickhouse-server:25.3",
      "ports": OperatedObjects.declared(ports),
      "livenessProbe": [
        "httpGet": ["path": "/ping", "port": "http"], "initialDelaySeconds": 60,
        "periodSeconds": 3, "failureThreshold": 10,
      ],
      "readinessProbe": [
        "httpGet": ["path": "/ping", "port": "http"], "initialDelaySeconds": 10,
        "periodSeconds": 3,
      ],
    ]
    layout.write(to: &objects, container, data: "/var/lib/clickhouse", ports: ports)
  }

  /// The same operator's ClickHouse Keeper: a StatefulSet of one pod for each replica.
  static let clickhouseKeeper = OperatedKind(
    ["clickhouse-keeper.altinity.com/v1"], "ClickHouseKeeperInstallation"
  ) { spec, objects in
    let layout = ClickHouseLayout(&spec, prefix: "chk", objects)
    let ports: [OperatedObjects.Port] = [("zk", 2_181), ("raft", 9_444)]
    objects.addService(
      "keeper-\(objects.name)", selector: layout.labels, type: "ClusterIP", ports: ports,
      changes: ["clusterIP": "None"])
    objects.addConfiguration("chk-\(objects.name)-common-configd", layout.files(zookeeper: []))
    let container: YAMLNode = [
      "name": "clickhouse-keeper", "image": "clickhouse/clickhouse-keeper:25.3",
      "ports": OperatedObjects.declared(ports),
    ]
    layout.write(to: &objects, container, data: "/var/lib/clickhouse-keeper", ports: ports)
  }
}
