import Manifests
import Testing

/// What only one object may have, and what volumes, limits and Jobs may not say.
@Suite("Allocations and volumes")
struct AllocationTests {
  private static func volume(_ what: String, _ source: String, _ codes: String...)
    -> RefusedManifest
  {
    var manifest = RefusedManifest.spec(
      what, "v1 Pod",
      "volumes: [{name: v, \(source)}]\n  containers: [{name: c, image: \"i:1\"}]")
    manifest.messages = codes
    return manifest
  }

  private static func service(_ name: String, _ spec: String) -> String {
    "---\n{apiVersion: v1, kind: Service, metadata: {name: \(name)}, spec: \(spec)}\n"
  }

  private static func services(_ what: String, _ specs: String..., codes: String...)
    -> RefusedManifest
  {
    let text = specs.enumerated().map { service("s\($0)", $1) }.joined()
    return RefusedManifest(testDescription: what, text: text, messages: codes)
  }

  static let allocations: [RefusedManifest] = [
    services(
      "a port of the nodes that is taken, by whatever protocol",
      "{type: NodePort, ports: [{port: 80, nodePort: 30080}]}",
      "{type: LoadBalancer, ports: [{port: 81, protocol: UDP, nodePort: §30080}]}",
      "{type: NodePort, ports: [{port: 80, nodePort: 30081}]}", codes: "already-allocated"),
    services(
      "a Service's own port of the nodes, by two protocols and by one",
      "{type: NodePort, ports: [{name: a, port: 53, nodePort: 30053}, "
        + "{name: b, port: 53, protocol: UDP, nodePort: 30053}, "
        + "{name: c, port: 54, nodePort: §30053}]}", codes: "duplicate-name"),
    services(
      "an address that is taken", "{clusterIP: 10.96.0.10, ports: [{port: 53}]}",
      "{clusterIP: §10.96.0.10, ports: [{port: 54}]}", "{clusterIP: None, ports: [{port: 1}]}",
      "{clusterIP: None, ports: [{port: 1}]}", codes: "already-allocated"),
  ]

  private static func defaultClass(_ name: String, _ mark: String) -> String {
    "---\n{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: \(name)}, "
      + "value: 1, globalDefault: \(mark)}\n"
  }

  private static func namespace(_ labels: String) -> String {
    "{apiVersion: v1, kind: Namespace, metadata: {name: a, labels: {\(labels)}}}"
  }

  private static let security = "pod-security.kubernetes.io/"

  /// plugin/pkg/admission/priority validatePriorityClass; pod-security-admission ValidateNamespace.
  static let admission: [RefusedManifest] = [
    RefusedManifest(
      testDescription: "a second class of the pods that name none",
      text: defaultClass("a", "true") + defaultClass("b", "false") + defaultClass("c", "§true"),
      messages: ["already-allocated"]),
    RefusedManifest(
      testDescription: "levels and versions of Pod Security that there are not",
      text: namespace(
        "\(security)enforce: §restrictd, \(security)enforce-version: §\"1.30\", "
          + "\(security)warn-version: §v1.030"),
      messages: ["invalid-value", "invalid-value", "invalid-value"]),
    RefusedManifest(
      testDescription: "levels and versions of Pod Security that there are",
      text: namespace(
        "\(security)enforce: baseline, \(security)enforce-version: v1.30, "
          + "\(security)audit: restricted, \(security)audit-version: latest, "
          + "\(security)warn: privileged, \(security)warn-version: v1.0"),
      messages: []),
  ]

  static let volumes: [RefusedManifest] = [
    volume(
      "a mode in decimal", "configMap: {name: m, defaultMode: §644}", "out-of-range"),
    volume("a mode in octal", "secret: {secretName: s, defaultMode: 0400}"),
    volume(
      "modes of a projection and of a file",
      "projected: {defaultMode: §-1, sources: [{configMap: {name: m, "
        + "items: [{key: k, path: p, mode: §1000}]}}]}", "out-of-range", "out-of-range"),
    volume(
      "files that leave the volume",
      "configMap: {name: m, items: [{key: a, path: §/etc/x}, {key: b, path: §a/../b}, "
        + "{key: c, path: a/b..c}]}", "invalid-value", "invalid-value"),
    volume(
      "two files at a path, and a token of a minute",
      "projected: {sources: [{secret: {name: s, items: [{key: k, path: p}]}}, "
        + "{configMap: {name: m, items: [{key: k, path: §p}]}}, "
        + "{serviceAccountToken: {path: p, expirationSeconds: §60}}]}", "duplicate-name",
      "out-of-range"),
    .spec(
      "a volume that is nowhere", "v1 PersistentVolume",
      "accessModes: [ReadWriteOnce]\n  capacity: {storage: 1Gi}", "missing-field 1:1"),
    .spec(
      "a volume in two places", "v1 PersistentVolume",
      "accessModes: [ReadWriteOnce]\n  capacity: {storage: 1Gi}\n  hostPath: {path: /v}\n"
        + "  nfs: {server: s, path: /v}", "invalid-value 1:1"),
    .spec(
      "a volume of a kind that is not simulated", "v1 PersistentVolume",
      "accessModes: [ReadWriteOnce]\n  capacity: {storage: 1Gi}\n"
        + "  awsElasticBlockStore: {volumeID: v}"),
  ]

  static let others: [RefusedManifest] = [
    .spec(
      "defaults of a whole pod", "v1 LimitRange",
      "limits: [{type: Pod, max: {cpu: 2}, default: {cpu: §1}, defaultRequest: {cpu: §1}}]",
      "invalid-value", "invalid-value"),
    .spec(
      "a limit of claims without one", "v1 LimitRange",
      "limits: [§{type: PersistentVolumeClaim, max: {cpu: 1}}]", "missing-field"),
    .workload(
      "a Job's own selector", "Job", "selector: §{matchLabels: {a: b}}", "invalid-value"),
    .workload(
      "a Job's own selector by hand", "Job",
      "manualSelector: true\n  selector: {matchLabels: {a: b}}"),
    .workload(
      "the selector of a Job in a dump", "Job",
      "selector: {matchLabels: {batch.kubernetes.io/controller-uid: 0f3e}}"),
  ]

  @Test(
    "each is one error at its place, and what is allowed none",
    arguments: allocations + admission + volumes + others)
  func refused(manifest: RefusedManifest) {
    let platform = DecodedPlatform(manifest.text.replacing("§", with: ""))
    #expect(platform.places.sorted() == manifest.places.sorted(), "\(platform.items)")
    #expect(platform.items.allSatisfy { $0.severity == .error })
  }
}
