import Manifests
import SimulationKernel
import Testing

/// What old manifests and other people's resources do that clusters still take.
@Suite("Habits of other manifests")
struct UpstreamHabitTests {
  @Test("the annotation of a storage class comes before the field")
  func storageClass() {
    let annotated = "annotations: {volume.beta.kubernetes.io/storage-class: fast}"
    let claim = "accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}"
    let platform = DecodedPlatform(
      """
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: fast}
      provisioner: k8s.io/minikube-hostpath
      ---
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: old, annotations: {storageclass.beta.kubernetes.io/is-default-class: "true"}}
      provisioner: k8s.io/minikube-hostpath
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: a, \(annotated)}
      spec: {storageClassName: slow, \(claim)}
      ---
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: v, \(annotated)}
      spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, hostPath: {path: /v}}
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: s}
      spec:
        serviceName: s
        selector: {matchLabels: {app: s}}
        template:
          metadata: {labels: {app: s}}
          spec: {containers: [{name: a, image: b}]}
        volumeClaimTemplates: [{metadata: {name: d, \(annotated)}, spec: {\(claim)}}]
      """)
    #expect(platform.items.isEmpty)
    #expect(platform.set.persistentVolumeClaims.map(\.spec.storageClassName) == ["fast"])
    #expect(platform.set.persistentVolumes.map(\.storageClassName) == ["fast"])
    let templates = platform.set.statefulSets.flatMap(\.volumeClaimTemplates)
    #expect(templates.map(\.spec.storageClassName) == ["fast"])
    #expect(platform.set.storageClasses.map(\.isDefault) == [false, true])
  }

  @Test(
    "a kind that Kubernetes' own groups lack is refused, and one of others is no typing error",
    arguments: [
      ("apiregistration.k8s.io/v1", "APIService", nil),
      ("cilium.io/v2", "CiliumNetworkPolicy", nil),
      ("v1", "Deploymnt", "did you mean \"Deployment\"?"),
      ("apps/v1", "deployment", "did you mean \"Deployment\"?"),
      ("serving.knative.dev/v1", "Service", nil),
      ("gateway.networking.k8s.io/v1", "Gateway", nil),
      ("v1", "VirtualService", "VirtualService is known as networking.istio.io/*"),
      ("apps/v2", "StatefulSet", "StatefulSet is known as apps/v1"),
      (
        "kafka.strimzi.io/v1beta1", "Kafka",
        "Kafka is known as kafka.strimzi.io/v1, kafka.strimzi.io/v1beta2"
      ),
      ("cert-manger.io/v1", "Issuer", "Issuer is known as cert-manager.io/v1"),
    ] as [(String, String, String?)])
  func foreignKinds(version: String, kind: String, help: String?) {
    let platform = DecodedPlatform(
      "apiVersion: \(version)\nkind: \(kind)\nmetadata: {name: a}\n")
    let isOwn = version == "v1" || version.hasPrefix("apps/")
    #expect(platform.items.map(\.code) == [isOwn ? "unserved-kind" : "unknown-kind"])
    #expect(platform.items.map(\.severity) == [isOwn ? .error : .warning])
    #expect(platform.items.map(\.help) == [help])
  }

  /// Other servers have kinds in `v1`, as OpenShift has its routes.
  @Test("a kind that is like none of Kubernetes' own may be of another server")
  func otherServers() {
    let platform = DecodedPlatform("apiVersion: v1\nkind: Zzyzx\nmetadata: {name: a}\n")
    #expect(platform.items.map(\.code) == ["unknown-kind"])
  }

  /// pkg/apis/apiregistration/validation ValidateAPIService: a name is its version and its group.
  @Test("the APIService of the core group has a name that ends in a dot")
  func coreService() {
    let platform = DecodedPlatform(
      "apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {name: v1.}\n"
        + "spec: {version: v1, groupPriorityMinimum: 1, versionPriority: 1}\n")
    #expect(platform.items.map(\.code) == ["unknown-kind"])
  }

  @Test("a ReplicationController is called by its own name")
  func replicationController() {
    let platform = DecodedPlatform(
      """
      apiVersion: v1
      kind: ReplicationController
      metadata: {name: a}
      spec:
        template:
          metadata: {labels: {app: a}}
          spec: {restartPolicy: Never, containers: [{name: a, image: a}]}
      """)
    #expect(
      platform.items.map(\.message) == [
        "the restartPolicy Never is not possible in a ReplicationController"
      ])
  }

  @Test(
    "a version that Kubernetes gave up is refused, and the release is told",
    arguments: [
      ("apps/v1beta2", "StatefulSet", "1.16"), ("extensions/v1beta1", "DaemonSet", "1.16"),
      ("extensions/v1beta1", "Ingress", "1.22"),
      ("rbac.authorization.k8s.io/v1beta1", "Role", "1.22"),
      ("policy/v1beta1", "PodSecurityPolicy", "1.25"),
      ("autoscaling/v2beta2", "HorizontalPodAutoscaler", "1.26"),
      ("storage.k8s.io/v1beta1", "VolumeAttributesClass", nil), ("apps/v2", "Deployment", nil),
    ] as [(String, String, String?)])
  func retiredVersions(version: String, kind: String, since: String?) throws {
    let platform = DecodedPlatform(
      "apiVersion: \(version)\nkind: \(kind)\nmetadata: {name: a}\n")
    let item = try #require(platform.items.first)
    let object = "\(kind) of \(version)"
    let end = since.map { ": Kubernetes serves it no more since \($0) and refuses it" } ?? ""
    #expect(
      item.message
        == (version == "apps/v2"
          ? "Kubernetes refuses \(object): there is no such kind"
          : "\(object) is not simulated" + end))
    #expect(item.severity == (version == "apps/v2" ? .error : .warning))
    let lenient = DecodedPlatform(
      "apiVersion: \(version)\nkind: \(kind)\nmetadata: {name: a}\n", lenient: true)
    #expect(lenient.items.first?.severity == .warning)
  }

  /// Where no version is said, it is the default one, 1.31.
  @Test(
    "a version is served by clusters that are older than its end",
    arguments: [
      ("v1beta2", 29, [false, true, true]), ("v1beta3", 32, [false, true, false]),
    ])
  func retiredLater(version: String, end: Int, isOver: [Bool]) {
    let text = """
      apiVersion: flowcontrol.apiserver.k8s.io/\(version)
      kind: FlowSchema
      metadata: {name: a}
      """
    let ends = [end - 1, end, nil].map { minor in
      let read = ReadText(text, lenient: false)
      _ = ManifestSet.decode(
        read.documents, read.collector, version: minor.map { ClusterVersion(minor: $0) })
      return read.collector.diagnostics.items.map { $0.message.contains("no more since 1.\(end)") }
    }
    #expect(ends == isOver.map { [$0] })
  }

  @Test(
    "Prometheus has weeks and years, and no fractions",
    arguments: [
      ("0", 0), ("15s", 15), ("1h30m", 5_400), ("1w", 604_800), ("1d12h", 129_600),
      ("1y", 31_536_000), ("1.5h", nil), ("1m1h", nil), ("1m1m", nil), ("5 minutes", nil),
      ("30", nil), ("99999999999y", nil),
    ] as [(String, Double?)])
  func durations(text: String, seconds: Double?) {
    let platform = DecodedPlatform(
      """
      apiVersion: monitoring.coreos.com/v1
      kind: PrometheusRule
      metadata: {name: r}
      spec: {groups: [{name: g, rules: [{alert: A, expr: up, for: \(text)}]}]}
      """)
    let read = platform.set.prometheusRules.flatMap(\.groups).flatMap(\.rules).map(\.for.seconds)
    #expect(platform.items.map(\.code) == (seconds == nil ? ["invalid-value"] : []))
    #expect(read == [seconds ?? 0])
  }

  @Test("rules that Prometheus would refuse are told at their place")
  func rules() {
    let platform = DecodedPlatform(
      """
      apiVersion: monitoring.coreos.com/v1
      kind: PrometheusRule
      metadata: {name: r}
      spec:
        groups:
        - name: good
          rules:
          - {alert: Down, expr: up == 0, for: 0m, annotations: {summary: "{{ $value }}"}}
          - {record: "instance:up:sum", expr: sum by (instance) (up), labels: {a: b}}
        - name: bad
          rules:
          - {expr: up}
          - {alert: A, record: b, expr: up}
          - {record: "not-a-name", expr: up}
          - {record: c, expr: up, for: 5m}
          - {record: c, expr: up, annotations: {a: b}}
          - {alert: B, expr: " "}
        - name: good
      """)
    #expect(
      platform.places == [
        "invalid-rule 12:7", "invalid-rule 13:7", "invalid-rule 14:7", "invalid-rule 15:7",
        "invalid-rule 16:7", "invalid-rule 17:7", "invalid-rule 18:5",
      ])
  }
}
