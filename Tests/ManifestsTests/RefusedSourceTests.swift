import Manifests
import Testing

/// Volumes of kinds that the twin does not act on, and addresses of Services, for which the API
/// server refuses the object.
///
/// The rules are those of pkg/apis/core/validation (validateVolumeSource and
/// ValidatePersistentVolumeSpec with the functions that they call,
/// ValidateServiceClusterIPsRelatedFields) and of pkg/registry/core/service (initIPFamilyFields).
@Suite("Refused sources and addresses")
struct RefusedSourceTests {
  private static func volumes(
    _ what: String, _ sources: [String], _ messages: String...
  ) -> RefusedManifest {
    let list = sources.enumerated().map { "{name: v\($0), \($1)}" }.joined(separator: ", ")
    var manifest = RefusedManifest.pod(what, "volumes: [\(list)]")
    manifest.messages = messages
    return manifest
  }

  private static func persistent(
    _ what: String, _ source: String, _ messages: String...
  ) -> RefusedManifest {
    var manifest = RefusedManifest.spec(
      what, "v1 PersistentVolume",
      "{capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], \(source)}")
    manifest.messages = messages
    return manifest
  }

  private static let target = "targetPortal: \"10.0.2.15:3260\""
  private static let name = "iqn: \"iqn.2001-04.com.example:storage.kube.sys1.xyz\""

  static let pods: [RefusedManifest] = [
    volumes(
      "the sources of Kubernetes' own documentation",
      [
        "iscsi: {\(target), \(name), lun: 0, chapAuthSession: true, secretRef: {name: s}}",
        "rbd: {monitors: [\"10.16.154.78:6789\"], image: foo}",
        "cephfs: {monitors: [\"10.16.154.78:6789\"]}",
        "fc: {targetWWNs: [500a0982991b8dc5], lun: 2}", "fc: {wwids: [a]}",
        "azureDisk: {diskName: d, diskURI: \"https://a.blob.core.windows.net/vhds/d.vhd\"}",
        "azureDisk: {kind: Managed, diskName: d, diskURI: /subscriptions/1/disks/d}",
        "awsElasticBlockStore: {volumeID: vol-1, partition: 255}",
        "flexVolume: {driver: kubernetes.io/lvm, options: {volumeID: v}}",
        "csi: {driver: secrets-store.csi.k8s.io, nodePublishSecretRef: {name: s}}",
        "quobyte: {registry: \"r:7861,[::1]:7861\", volume: v}", "flocker: {datasetUUID: u}",
        "gitRepo: {repository: \"https://a.example/r.git\", directory: src}",
        "projected: {sources: [{clusterTrustBundle: {name: b, path: ca.pem}}]}",
      ]),
    volumes(
      "sources of nothing",
      [
        "iscsi: §§{lun: 0}", "rbd: §{monitors: §[], fsType: ext4}", "cephfs: §{user: u}",
        "gcePersistentDisk: §{fsType: ext4}", "glusterfs: §{endpoints: e}",
        "portworxVolume: {volumeID: §\"\"}", "fc: §{readOnly: true}", "fc: §{targetWWNs: [a]}",
        "flocker: §{}", "csi: {driver: d, nodePublishSecretRef: §{}}",
        "projected: {sources: [{clusterTrustBundle: §{path: ca.pem}}]}",
      ], "missing-field", "missing-field", "missing-field", "missing-field", "missing-field",
      "missing-field", "missing-field", "missing-field", "missing-field", "missing-field",
      "missing-field", "missing-field", "missing-field"),
    volumes(
      "sources that there can not be",
      [
        "iscsi: {\(target), iqn: §disk1, lun: §256}",
        "iscsi: {\(target), \(name), initiatorName: §iqn.2001-4.com.example}",
        "azureDisk: {diskName: d, diskURI: §/subscriptions/1/disks/d}",
        "azureDisk: {diskName: d, diskURI: \"https://a\", kind: §managed, cachingMode: §Full}",
        "awsElasticBlockStore: {volumeID: v, partition: §-1}",
        "fc: {targetWWNs: [a], wwids: §[b], lun: 1}",
        "flexVolume: {driver: d, options: {§k8s.io/a: b}}", "quobyte: {registry: §r, volume: v}",
        "gitRepo: {repository: r, directory: §../a}",
        "projected: {sources: [{serviceAccountToken: {path: t, expirationSeconds: §4294967297}}]}",
      ], "invalid-value", "out-of-range", "invalid-value", "invalid-value", "invalid-value",
      "invalid-value", "out-of-range", "invalid-value", "invalid-name", "invalid-value",
      "invalid-value", "out-of-range"),
  ]

  static let volumes: [RefusedManifest] = [
    persistent("a volume of a driver", "csi: {driver: d, volumeHandle: h}"),
    persistent(
      "Secrets of no namespace",
      "csi: {driver: d, volumeHandle: h, nodePublishSecretRef: §{name: s}, "
        + "nodeStageSecretRef: {name: s}}", "missing-field"),
    persistent("a disk without its name", "rbd: §{monitors: [m]}", "missing-field"),
    persistent(
      "a directory above another",
      "local: {path: §/a/../b}, nodeAffinity: {required: "
        + "{nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}",
      "invalid-value"),
    persistent("an export of no root", "nfs: {server: s, path: §a}", "invalid-value"),
    persistent(
      "a node's root that is emptied",
      "hostPath: {path: /}, persistentVolumeReclaimPolicy: §Recycle", "invalid-value"),
    .spec(
      "a volume with cores, for one pod and for one node", "v1 PersistentVolume",
      "{capacity: {storage: 1Gi, cpu: §1}, accessModes: §[ReadWriteOnce, ReadWriteOncePod], "
        + "nfs: {server: s, path: /a}}", "invalid-value", "invalid-value"),
    .spec(
      "claims from two things, and from one of no group", "v1 PersistentVolumeClaim",
      "{accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, "
        + "dataSource: §§{kind: VolumeSnapshot, name: a}, "
        + "dataSourceRef: {kind: PersistentVolumeClaim, name: a}}", "missing-field",
      "conflicting-fields"),
  ]

  private static func service(
    _ what: String, _ fields: String, _ messages: String...
  ) -> RefusedManifest {
    var manifest = RefusedManifest.spec(
      what, "v1 Service", "{selector: {a: b}, ports: [{port: 80}], \(fields)}")
    manifest.messages = messages
    return manifest
  }

  static let services: [RefusedManifest] = [
    service(
      "addresses of both families",
      "clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, \"fd00::1\"], ipFamilies: [IPv4, IPv6], "
        + "ipFamilyPolicy: PreferDualStack"),
    service("a list without its first", "clusterIPs: §[10.0.0.1]", "invalid-value"),
    service(
      "a list of other addresses", "clusterIP: 10.0.0.1, clusterIPs: §[10.0.0.2]", "invalid-value"
    ),
    service(
      "more than two addresses, of one family twice",
      "clusterIP: 10.0.0.1, clusterIPs: §§[10.0.0.1, 10.0.0.2, 10.0.0.3]", "out-of-range",
      "invalid-value"),
    service(
      "none and one",
      "clusterIP: None, clusterIPs: §[None, 10.0.0.1], "
        + "ipFamilyPolicy: PreferDualStack", "invalid-value"),
    service(
      "an address of another family", "clusterIP: §10.0.0.1, ipFamilies: [IPv6]",
      "conflicting-fields"),
    service("two families, and no policy", "ipFamilies: §[IPv4, IPv6]", "conflicting-fields"),
    service(
      "two families under a policy of one",
      "ipFamilyPolicy: SingleStack, ipFamilies: §[IPv6, IPv4]", "conflicting-fields"),
    service(
      "a policy for users who do not come", "externalTrafficPolicy: §Cluster", "invalid-value"),
    service(
      "a class and ranges that there are not",
      "type: LoadBalancer, loadBalancerClass: §a b, "
        + "loadBalancerSourceRanges: §[\"::/0\", \"z::/0\"]",
      "invalid-name", "invalid-value"),
    .spec(
      "both families of what has no address", "v1 Service",
      "{clusterIP: None, ipFamilies: [IPv4, IPv6], ports: [{port: 80}]}"),
    .spec(
      "a name with addresses and with a node's port", "v1 Service",
      "{type: ExternalName, externalName: a.example, clusterIPs: §[10.0.0.1], "
        + "ports: [{port: 80, nodePort: 30000}]}", "invalid-value"),
    RefusedManifest(
      testDescription: "annotated ranges of no load balancer",
      text: """
        apiVersion: v1
        kind: Service
        metadata:
          name: s
          annotations: {service.beta.kubernetes.io/load-balancer-source-ranges: §§"10.0.0.0/8, a"}
        spec: {ports: [{port: 80}]}
        """, messages: ["invalid-value", "invalid-value"]),
  ]

  @Test("are errors at their places", arguments: pods + volumes + services)
  func refused(manifest: RefusedManifest) {
    let platform = DecodedPlatform(manifest.text.replacing("§", with: ""))
    let refused = platform.items.filter { $0.severity == .error }
    let places = refused.map { "\($0.code) \($0.span.line):\($0.span.column)" }
    #expect(places.sorted() == manifest.places.sorted(), "\(refused.map(\.message))")
  }
}
