import Manifests
import Testing

/// What a manifest says of things beside it: owners, files of the pod, sources of a volume
/// (apimachinery pkg/api/validation validateOwnerReference; pkg/apis/core/validation
/// validateResizePolicy, validateFileKeySelector, validateFileKeyRefVolumes, validateDataSource,
/// ValidatePersistentVolumeSpec); roles and whom they are bound to (pkg/apis/rbac/validation).
@Suite("References that the API server refuses")
struct RefusedReferenceTests {
  static let owners = [
    RefusedManifest(
      testDescription: "owners that can not be found",
      text: """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: c
          ownerReferences:
            - §{apiVersion: v1, kind: Pod, name: a}
            - {apiVersion: v1, kind: Pod, name: §"", uid: §""}
            - {apiVersion: §apps/v1/x, kind: Deployment, name: a, uid: u}
            - {apiVersion: v1, kind: §Event, name: a, uid: u}
            - {apiVersion: apps/v1, kind: Deployment, name: a, uid: u}
        """,
      messages: [
        "missing-field", "missing-field", "missing-field", "invalid-value", "invalid-value",
      ])
  ]

  static let containers = [
    RefusedManifest.container(
      "policies of resizing",
      "resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}, "
        + "{resourceName: §cpu, restartPolicy: NotRequired}, "
        + "{resourceName: §storage, restartPolicy: §Never}, §{resourceName: memory}, "
        + "§{restartPolicy: NotRequired}]",
      "duplicate-name", "invalid-value", "invalid-value", "missing-field", "missing-field"),
    RefusedManifest(
      testDescription: "a container that starts anew in a pod that never does",
      text: """
        apiVersion: v1
        kind: Pod
        metadata: {name: p}
        spec:
          restartPolicy: Never
          containers:
            - name: c
              image: i:1
              resizePolicy: [{resourceName: cpu, restartPolicy: §RestartContainer}]
        """, messages: ["conflicting-fields"]),
    RefusedManifest(
      testDescription: "variables of files",
      text: """
        apiVersion: v1
        kind: Pod
        metadata: {name: p}
        spec:
          volumes: [{name: data, emptyDir: {}}, {name: set, configMap: {name: c}}]
          containers:
            - name: c
              image: i:1
              env:
                - {name: A, valueFrom: {fileKeyRef: {volumeName: §set, path: a, key: k}}}
                - {name: B, valueFrom: {fileKeyRef: {volumeName: §date, path: a, key: §"k=l"}}}
                - {name: C, valueFrom: {fileKeyRef: {volumeName: data, path: §../a, key: §""}}}
                - §{name: D, value: x, valueFrom: {fileKeyRef: {volumeName: data, path: a, key: k}}}
        """,
      messages: [
        "invalid-value", "unknown-volume", "invalid-name", "invalid-value", "missing-field",
        "invalid-value",
      ]),
  ]

  static let volumes = [
    RefusedManifest(
      testDescription: "a source of nothing is one mistake",
      text: """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: c}
        spec:
          accessModes: [ReadWriteOnce]
          dataSource: §{}
          resources: {requests: {storage: 1Gi}}
        """, messages: ["missing-field"]),
    RefusedManifest(
      testDescription: "attributes of a volume that has no driver",
      text: """
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: v}
        spec:
          capacity: {storage: 1Gi}
          accessModes: [ReadWriteOnce]
          volumeAttributesClassName: §gold
          nfs: {server: a, path: /a}
        """, messages: ["missing-field"]),
  ]

  static let access = [
    RefusedManifest(
      testDescription: "roles and subjects with names that none has",
      text: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: a}
        roleRef: {kind: ClusterRole, name: §a/b}
        subjects:
          - {kind: ServiceAccount, name: §A_b, namespace: web}
          - {kind: User, name: §""}
          - {kind: User, name: "system:kube-proxy"}
          - {kind: Group, name: A b}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: b, namespace: default}
        roleRef: {kind: Role, name: §""}
        ---
        §apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: c}
        roleRef: {kind: ClusterRole, name: "system:a"}
        subjects: [{kind: ServiceAccount, name: a, namespace: ""}]
        """,
      messages: [
        "invalid-name", "invalid-name", "missing-field", "missing-field", "missing-field",
      ]),
    RefusedManifest(
      testDescription: "rules of nothing and of everything",
      text: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: a}
        aggregationRule: §{clusterRoleSelectors: []}
        rules:
          - {nonResourceURLs: [/metrics], verbs: §[get], apiGroups: [""], resources: [pods]}
          - {nonResourceURLs: [/metrics], verbs: [get]}
        """, messages: ["missing-field", "invalid-value"]),
  ]

  static let times = [
    RefusedManifest(
      testDescription: "times that are none",
      text: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: a, creationTimestamp: §"", deletionTimestamp: §2023-02-29T00:00:00Z}
        spec:
          selector: {matchLabels: {a: b}}
          template:
            metadata: {labels: {a: b}, creationTimestamp: §2024-01-01}
            spec: {containers: [{name: c, image: "i:1"}]}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: a, creationTimestamp: null, deletionTimestamp: 2024-02-29T23:59:59.5+01:00}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: b, creationTimestamp: "2024-02-29T23:59:59Z"}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: c, creationTimestamp: §"2024-02-29 23:59:59Z"}
        """, messages: ["invalid-value", "invalid-value", "invalid-value", "invalid-value"])
  ]

  @Test(
    "are errors at their places", arguments: owners + containers + volumes + access + times)
  func refused(manifest: RefusedManifest) {
    let platform = DecodedPlatform(manifest.text.replacing("§", with: ""))
    let refused = platform.items.filter { $0.severity == .error }
    let places = refused.map { "\($0.code) \($0.span.line):\($0.span.column)" }
    #expect(places.sorted() == manifest.places.sorted(), "\(refused.map(\.message))")
  }
}
