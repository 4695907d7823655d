extension UnmodelledField {
  /// Fields without an effect of the kinds of which operators make plain objects.
  static let operated = elastic + rabbitmq + zalando + altinity + minio

  private static func all(
    _ group: String, _ kind: String, _ fields: [(path: String, effect: String)]
  ) -> [UnmodelledField] {
    fields.map { UnmodelledField(group, kind, "spec \($0.path)", $0.effect) }
  }

  private static let elastic = all(
    "elasticsearch.k8s.elastic.co", "Elasticsearch",
    [
      ("updateStrategy changeBudget maxSurge", "nodes that are added come all at once"),
      ("monitoring", "no Beats run beside the nodes"),
      ("remoteClusters", "nothing is read from or copied to another cluster"),
      ("secureSettings", "the settings in its Secrets are not read"),
    ])

  private static let rabbitmq = all(
    "rabbitmq.com", "RabbitmqCluster",
    [
      ("tls", "clients and nodes speak without TLS"),
      ("rabbitmq advancedConfig", "its terms are not read: write settings as additionalConfig"),
      ("rabbitmq envConfig", "its variables are not read"),
      ("rabbitmq erlangInetConfig", "names are found as the cluster's DNS finds them"),
      ("secretBackend", "the credentials are in Secrets of the cluster"),
    ])

  private static let zalando =
    all(
      "acid.zalan.do", "postgresql",
      [
        ("clone", "the cluster starts empty"),
        ("standby", "the cluster has a primary of its own"),
        ("logicalBackupRetention", "all of its backups are kept"),
        ("maintenanceWindows", "changes are carried out at any time"),
        ("allowedSourceRanges", "users from everywhere are let in"),
        ("tls", "clients speak without TLS"),
        ("patroni slots", "no log is kept for these slots"),
        ("streams", "no changes are streamed to others"),
        ("volume iops", "the disk is as fast as its StorageClass says"),
        ("volume throughput", "the disk is as fast as its StorageClass says"),
        ("connectionPooler mode", "the pooler holds connections as its model says"),
        ("connectionPooler maxDBConnections", "the pooler holds connections as its model says"),
      ]) + [
      UnmodelledField(
        "acid.zalan.do", "postgresql", "spec schedulerName",
        "the default scheduler's rules place the pods", unless: ["default-scheduler"])
    ]

  private static let altinity =
    all(
      "clickhouse.altinity.com", "ClickHouseInstallation",
      [
        ("useTemplates", "no template of another resource is merged into it"),
        (
          "templates serviceTemplates",
          "the Services are those that the operator makes by itself"
        ),
        ("templates hostTemplates", "hosts have the names and ports that they have by themselves"),
        ("configuration files", "the settings in these files are not read"),
        ("configuration clusters[] files", "the settings in these files are not read"),
        ("defaults storageManagement", "claims are the StatefulSets' and stay when those go"),
      ]) + [
      UnmodelledField(
        "clickhouse.altinity.com", "ClickHouseInstallation", "spec suspend",
        "changes of it are carried out all the same",
        unless: ["no", "false", "0", "off", "disabled"])
    ]

  private static let minio =
    all(
      "minio.min.io", "Tenant",
      [
        ("kes", "objects are not encrypted"),
        ("configuration", "the settings in its Secret are not read"),
        ("pools[] reclaimStorage", "claims stay when the Tenant goes"),
      ]) + [
      UnmodelledField(
        "minio.min.io", "Tenant", "scheduler name",
        "the default scheduler's rules place the pods", unless: ["default-scheduler"])
    ]
}
