import Manifests
import SimulationKernel
import Testing

/// What operators make of their resources; the names and defaults are those of the operators'
/// documentation and samples.
@Suite("Resources of operators")
struct OperatedResourceTests {
  static let rabbitmq = """
    apiVersion: rabbitmq.com/v1beta1
    kind: RabbitmqCluster
    metadata: {name: hello-world}
    """

  static let elasticsearch = """
    apiVersion: elasticsearch.k8s.elastic.co/v1
    kind: Elasticsearch
    metadata: {name: quickstart}
    spec:
      version: 9.1.0
      updateStrategy: {changeBudget: {maxUnavailable: 2}}
      nodeSets:
        - name: masters
          count: 3
          config: {node.roles: [master]}
        - name: data
          count: 2
          config:
            node.roles: [data, ingest]
            cluster.fault_detection.follower_check.timeout: 5s
          podTemplate:
            spec:
              initContainers: [{name: sysctl, command: [sysctl, -w, vm.max_map_count=262144]}]
              containers:
                - {name: elasticsearch, resources: {limits: {memory: 4Gi}}}
          volumeClaimTemplates:
            - metadata: {name: elasticsearch-data}
              spec:
                accessModes: [ReadWriteOnce]
                resources: {requests: {storage: 5Gi}}
    """

  static let postgresql = """
    apiVersion: acid.zalan.do/v1
    kind: postgresql
    metadata: {name: acid-minimal-cluster}
    spec:
      teamId: acid
      volume: {size: 1Gi}
      numberOfInstances: 2
      enableConnectionPooler: true
      users: {zalando: [superuser]}
      postgresql: {version: "17", parameters: {max_wal_size: 2GB}}
      patroni: {ttl: 40, loop_wait: 12, synchronous_mode: true}
    """

  static let clickhouse = """
    apiVersion: clickhouse.altinity.com/v1
    kind: ClickHouseInstallation
    metadata: {name: repl}
    spec:
      defaults: {templates: {dataVolumeClaimTemplate: data, podTemplate: server}}
      configuration:
        zookeeper: {nodes: [{host: keeper-simple, port: 2181}]}
        settings: {merge_tree/parts_to_throw_insert: 500}
        clusters: [{name: main, layout: {shardsCount: 2, replicasCount: 2}}]
      templates:
        podTemplates:
          - name: server
            spec:
              containers:
                - {name: clickhouse-pod, image: "clickhouse/clickhouse-server:24.8"}
        volumeClaimTemplates:
          - name: data
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 3Gi}}}
    ---
    apiVersion: clickhouse-keeper.altinity.com/v1
    kind: ClickHouseKeeperInstallation
    metadata: {name: simple}
    spec: {configuration: {clusters: [{name: three, layout: {replicasCount: 3}}]}}
    """

  static let tenant = """
    apiVersion: minio.min.io/v2
    kind: Tenant
    metadata: {name: myminio}
    spec:
      image: quay.io/minio/minio:RELEASE.2024-03-15T01-07-19Z
      pools:
        - name: pool-0
          servers: 4
          volumesPerServer: 4
          volumeClaimTemplate:
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Ti}}}
    """

  @Test(
    "Samples are read without a word, and make the workloads and Services that the operators name",
    arguments: [
      (rabbitmq, ["hello-world-server"], ["hello-world", "hello-world-nodes"]),
      (
        elasticsearch, ["quickstart-es-masters", "quickstart-es-data"],
        [
          "quickstart-es-http", "quickstart-es-internal-http", "quickstart-es-transport",
          "quickstart-es-masters", "quickstart-es-data",
        ]
      ),
      (
        postgresql, ["acid-minimal-cluster"],
        ["acid-minimal-cluster", "acid-minimal-cluster-repl", "acid-minimal-cluster-pooler"]
      ),
      (
        clickhouse,
        [
          "chi-repl-main-0-0", "chi-repl-main-0-1", "chi-repl-main-1-0", "chi-repl-main-1-1",
          "chk-simple-three-0-0", "chk-simple-three-0-1", "chk-simple-three-0-2",
        ],
        [
          "clickhouse-repl", "chi-repl-main-0-0", "chi-repl-main-0-1", "chi-repl-main-1-0",
          "chi-repl-main-1-1", "keeper-simple", "chk-simple-three-0-0", "chk-simple-three-0-1",
          "chk-simple-three-0-2",
        ]
      ),
      (tenant, ["myminio-pool-0"], ["minio", "myminio-console", "myminio-hl"]),
    ])
  func names(text: String, sets: [String], services: [String]) {
    let platform = DecodedPlatform(text)
    #expect(platform.items.map(\.message) == [])
    #expect(platform.set.statefulSets.map(\.metadata.name) == sets)
    #expect(platform.set.services.map(\.metadata.name) == services)
    #expect(
      platform.set.statefulSets.allSatisfy { platform.set.operatedOwner(of: $0.metadata) != nil })
  }

  @Test("A RabbitmqCluster of which nothing is said has the defaults of its CRD")
  func rabbitDefaults() throws {
    let set = try #require(DecodedPlatform(Self.rabbitmq).set.statefulSets.first)
    #expect(set.replicas == 1)
    let pod = set.template.spec
    #expect(pod.terminationGracePeriodSeconds == 7 * 24 * 3_600)
    let resources = try #require(pod.containers.first).resources
    #expect(resources.requests.cpu == Quantity(1) && resources.limits.cpu == Quantity(2))
    #expect(resources.limits.memory == Quantity(2 << 30))
    let claim = try #require(set.volumeClaimTemplates.first)
    #expect(claim.metadata.name == "persistence")
    #expect(claim.spec.resources.requests["storage"] == Quantity(10 << 30))
  }

  @Test("The pods of an Elasticsearch have what its node sets write over the operator's defaults")
  func elasticPods() throws {
    let set = DecodedPlatform(Self.elasticsearch).set
    let memory = set.statefulSets.map { $0.template.spec.containers.first?.resources.limits.memory }
    #expect(memory == [Quantity(2 << 30), Quantity(4 << 30)])
    let setup = set.statefulSets.last?.template.spec.initContainers.first
    #expect(setup?.image == "docker.elastic.co/elasticsearch/elasticsearch:9.1.0")
    let disks = set.statefulSets.map {
      $0.volumeClaimTemplates.map { $0.spec.resources.requests["storage"] }
    }
    #expect(disks == [[Quantity(1 << 30)], [Quantity(5 << 30)]])
    #expect(set.statefulSets.allSatisfy { $0.template.spec.terminationGracePeriodSeconds == 180 })
    #expect(
      set.statefulSets.allSatisfy {
        $0.updateStrategy.rollingUpdate.maxUnavailable == .int(2)
      })
    // The default change budget has no maxSurge: nodes come all at once.
    #expect(set.statefulSets.allSatisfy { $0.podManagementPolicy == .parallel })
    let budget = try #require(set.podDisruptionBudgets.first)
    #expect(budget.metadata.name == "quickstart-es-default")
    #expect(budget.minAvailable == .int(4))
    let none = Self.elasticsearch.replacing("count: 3", with: "count: 0")
      .replacing("count: 2", with: "count: 0")
    #expect(DecodedPlatform(none).set.podDisruptionBudgets.map(\.minAvailable) == [.int(0)])
    let most = Self.elasticsearch.replacing("count: 3", with: "count: \(Int.max)")
    #expect(DecodedPlatform(most).set.operated.count == 1)
  }

  @Test("A cluster that is not green keeps all of its nodes, unless the user writes the budget")
  func strictBudget() {
    func minimum(_ text: String) -> Int? {
      let resource = DecodedPlatform(text).set.operated.first
      return resource?.strictMinimum(ofBudget: "quickstart-es-default")
    }
    #expect(minimum(Self.elasticsearch) == 5)
    let single = Self.elasticsearch.replacing("count: 3", with: "count: 0")
      .replacing("count: 2", with: "count: 1")
    #expect(minimum(single) == nil)
    let own = "\n  podDisruptionBudget: {spec: {minAvailable: 1, selector: {}}}"
    #expect(minimum(Self.elasticsearch + own) == nil)
  }

  @Test("What a resource adds to its pods is on them")
  func additions() throws {
    let postgres = DecodedPlatform(
      Self.postgresql + """

          podAnnotations: {team: data}
          enableMasterPoolerLoadBalancer: true
          sidecars: [{name: exporter, image: "exporter:1"}]
          additionalVolumes:
            - {name: scratch, mountPath: /scratch, volumeSource: {emptyDir: {}}}
            - {name: all, mountPath: /all, targetContainers: [all], volumeSource: {emptyDir: {}}}
            - {name: twice, mountPath: /scratch, volumeSource: {emptyDir: {}}}
        """)
    #expect(postgres.items.map(\.message) == [])
    let template = try #require(postgres.set.statefulSets.first).template
    #expect(template.metadata.annotations["team"] == "data")
    #expect(template.spec.volumes.map(\.name) == ["scratch", "all"])
    let mounts = template.spec.containers.map { $0.volumeMounts.map(\.name) }
    #expect(mounts == [["pgdata", "scratch", "all"], ["all"]])
    let pooler = postgres.set.services.first { $0.metadata.name.hasSuffix("-pooler") }
    #expect(pooler?.type == .loadBalancer)

    let minio = DecodedPlatform(
      Self.tenant + """

          hostNetwork: true
          additionalVolumes: [{name: extra, emptyDir: {}}]
          additionalVolumeMounts: [{name: extra, mountPath: /extra}]
          sideCars: {containers: [{name: proxy, image: "proxy:1"}]}
        """)
    #expect(minio.items.map(\.message) == [])
    let pod = try #require(minio.set.statefulSets.first).template.spec
    #expect(pod.hostNetwork && pod.volumes.map(\.name) == ["extra"])
    #expect(pod.containers.map(\.name) == ["minio", "proxy"])
    #expect(pod.containers.allSatisfy { $0.volumeMounts.last?.name == "extra" })
  }

  @Test("The CronJob of a logical backup is how the store is backed up")
  func logicalBackup() throws {
    let lines = "\n  enableLogicalBackup: true\n  logicalBackupSchedule: \"15 * * * *\""
    for (text, schedule) in [
      (Self.postgresql, nil), (Self.postgresql + lines, "15 * * * *"),
      (Self.postgresql + "\n  enableLogicalBackup: true", "30 00 * * *"),
    ] {
      let set = DecodedPlatform(text).set
      let stores = InferredPlatform(text).models.stores
      let found = try FoundBackups(set, stores: stores).backup(of: #require(stores.first))
      #expect(set.cronJobs.map(\.schedule.text) == [schedule].compactMap { $0 })
      let names = schedule == nil ? [] : ["logical-backup-acid-minimal-cluster"]
      #expect(found.jobs.map(\.name) == names)
    }
    // 52 characters would end with the hyphen of the cluster's name.
    let long = "acid-" + String(repeating: "a", count: 31)
    let set = DecodedPlatform(
      (Self.postgresql + lines).replacing("acid-minimal-cluster", with: long + "-b")
    ).set
    #expect(set.cronJobs.map(\.metadata.name) == ["logical-backup-" + long])
  }

  @Test("Plugins have their ports, a stopped ClickHouse no pods, and claims go with their nodes")
  func effects() throws {
    let rabbit = DecodedPlatform(
      Self.rabbitmq + "\nspec: {rabbitmq: {additionalPlugins: [rabbitmq_mqtt]}}")
    let service = try #require(rabbit.set.services.first)
    #expect(service.ports.contains { $0.name == "mqtt" && $0.port == 1_883 })
    #expect(rabbit.items.map(\.message) == [])
    let stopped = Self.clickhouse.replacing(
      "spec:\n  defaults:", with: "spec:\n  stop: \"yes\"\n  defaults:")
    let replicas = DecodedPlatform(stopped).set.statefulSets.map(\.replicas)
    #expect(replicas == [0, 0, 0, 0, 1, 1, 1])
    for (policy, whenDeleted) in [
      ("", ClaimRetentionPolicy.delete),
      ("\n  volumeClaimDeletePolicy: DeleteOnScaledownOnly", .retain),
    ] {
      let sets = DecodedPlatform(Self.elasticsearch + policy).set.statefulSets
      let kept = sets.map(\.persistentVolumeClaimRetentionPolicy)
      #expect(kept.allSatisfy { $0.whenScaled == .delete && $0.whenDeleted == whenDeleted })
    }
  }

  @Test("What a resource without a spec lacks is told at the resource")
  func noSpec() {
    let tenant = DecodedPlatform(
      "apiVersion: minio.min.io/v2\nkind: Tenant\nmetadata: {name: a}\n")
    #expect(tenant.places.contains("missing-field 1:1"))
  }

  @Test("A Tenant's servers are told all drives of all pools")
  func drives() throws {
    let set = try #require(DecodedPlatform(Self.tenant).set.statefulSets.first)
    let drives = "myminio-pool-0-{0...3}.myminio-hl.default.svc.cluster.local/export{0...3}"
    #expect(set.template.spec.containers.first?.args.last == "https://" + drives)
    #expect(set.volumeClaimTemplates.map(\.metadata.name) == ["data0", "data1", "data2", "data3"])
  }

  @Test(
    "Each resource is one store of its engine, whatever it is made of",
    arguments: [
      (rabbitmq, StoreEngine.rabbitmq, "rabbitmqcluster.rabbitmq.com", "hello-world"),
      (
        elasticsearch, .elasticsearch, "elasticsearch.elasticsearch.k8s.elastic.co",
        "quickstart-es-http"
      ),
      (postgresql, .postgresql, "postgresql.acid.zalan.do", "acid-minimal-cluster"),
      (
        clickhouse, .clickhouse, "clickhouseinstallation.clickhouse.altinity.com",
        "clickhouse-repl"
      ),
      (tenant, .minio, "tenant.minio.min.io", "minio"),
    ])
  func inference(text: String, engine: StoreEngine, kind: String, service: String) throws {
    let stores = InferredPlatform(text).models.stores
    let store = try #require(stores.first)
    #expect(stores.count == 1)
    #expect(store.engine == engine)
    #expect(store.workload.kind == kind)
    #expect(store.services.write?.name == service)
  }

  @Test("The shards of a ClickHouseInstallation, and its Keeper, are those of its store")
  func shards() throws {
    let models = InferredPlatform(Self.clickhouse).models
    let store = try #require(models.stores.first)
    #expect(store.shards == 2 && store.replicas == 1)
    #expect(models.services.isEmpty)
    let set = DecodedPlatform(Self.clickhouse).set
    let keeper = StoreConfiguration(set).keeper(of: store)
    #expect(keeper?.name == "simple")
  }

  @Test("What a resource configures is found as the software's own settings")
  func settings() throws {
    func found(_ text: String) throws -> StoreSettings {
      let store = try #require(InferredPlatform(text).models.stores.first)
      let collector = DiagnosticCollector()
      let found = StoreConfiguration(DecodedPlatform(text).set).settings(
        of: store, diagnostics: collector)
      #expect(collector.diagnostics.items.isEmpty)
      return found
    }
    let postgres = try found(Self.postgresql)
    #expect(postgres.duration("ttl") == .seconds(40))
    #expect(postgres.duration("loopWait") == .seconds(12))
    #expect(postgres.flag("synchronous") == true)
    #expect(postgres.number("maxWalSize") == 2_147_483_648)
    #expect(try found(Self.elasticsearch).duration("checkTimeout") == .seconds(5))
    #expect(try found(Self.clickhouse).number("partsToThrow") == 500)
    #expect(try found(Self.tenant).word("endpoints")?.contains("export{0...3}") == true)
    // A fifth of 2 GiB is left to the Erlang VM, and pause_minority is the operator's choice.
    let rabbit = try found(Self.rabbitmq)
    #expect(rabbit.word("partitionHandling") == "pause_minority")
    #expect(rabbit.number("memory") == Double((2 << 30) - (2 << 30) / 5))
    let lines = "spec: {rabbitmq: {additionalConfig: \"cluster_partition_handling = ignore\\n\"}}"
    let own = try found(Self.rabbitmq + "\n" + lines)
    #expect(own.word("partitionHandling") == "ignore")
  }

  @Test("An object that the input has itself, as a dump has, is not made again")
  func dump() {
    let text =
      Self.rabbitmq + """

        ---
        apiVersion: v1
        kind: Service
        metadata: {name: hello-world}
        spec: {selector: {app: other}, ports: [{port: 1}]}
        """
    let services = DecodedPlatform(text).set.services.filter {
      $0.metadata.name == "hello-world"
    }
    #expect(services.map { $0.ports.map(\.port) } == [[1]])
  }

  @Test("A misspelt field is a warning, and a wrong value an error, each at its place")
  func mistakes() {
    let platform = DecodedPlatform(
      """
      apiVersion: rabbitmq.com/v1beta1
      kind: RabbitmqCluster
      metadata: {name: queue}
      spec:
        replica: 3
        replicas: many
      """)
    #expect(platform.places.sorted() == ["unknown-field 5:3", "wrong-type 6:13"])
  }
}
