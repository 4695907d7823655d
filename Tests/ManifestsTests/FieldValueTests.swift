import Manifests
import Testing

/// Values of known fields and of the right type that the API server yet refuses.
@Suite("Values of fields")
struct FieldValueTests {
  private static func route(
    _ what: String, _ path: String, host: String = "a.b", _ codes: String...
  )
    -> RefusedManifest
  {
    var manifest = RefusedManifest.spec(
      what, "networking.k8s.io/v1 Ingress",
      "rules: [{host: \(host), http: {paths: [{pathType: Prefix, \(path)}]}}]")
    manifest.messages = codes
    return manifest
  }

  private static let web = "backend: {service: {name: web, port: {number: 80}}}"

  static let pods: [RefusedManifest] = [
    .pod(
      "sources that lead nowhere",
      "volumes: [{name: a, hostPath: {path: §/a/../b, type: §Dir}}, {name: b, secret: §{}}, "
        + "{name: c, nfs: {server: s, path: §x}}, {name: d, emptyDir: {sizeLimit: §-1Gi}}, "
        + "{name: e, persistentVolumeClaim: {claimName: §\"\"}}]", "invalid-value",
      "invalid-value", "missing-field", "invalid-value", "out-of-range", "missing-field"),
    .pod(
      "names of a condition and of a taint",
      "readinessGates: [{conditionType: §a b}]\n  tolerations: [{key: §a b, operator: Exists}]",
      "invalid-name", "invalid-label"),
    .pod(
      "owners that can not be",
      "securityContext: {fsGroup: §-1, fsGroupChangePolicy: §Never, seccompProfile: "
        + "{type: §Default}}", "out-of-range", "invalid-value", "invalid-value"),
    .pod(
      "labels of a term that no pod has",
      "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
        + "[{topologyKey: z, labelSelector: {matchLabels: §{a: b c}, matchExpressions: "
        + "[{key: §d e, operator: Exists}]}}]}}", "invalid-label", "invalid-label"),
    .container(
      "variables from nowhere",
      "env: [§{name: A, valueFrom: {}}, "
        + "{name: B, valueFrom: {resourceFieldRef: {resource: §limits.gpu}}}]", "missing-field",
      "invalid-value"),
    .container(
      "a device of no volume, and two paths inside one",
      "volumeDevices: [§{name: dta, devicePath: /dev/x}]\n      "
        + "volumeMounts: [{name: data, mountPath: /d, subPath: §a, subPathExpr: $(B)}]",
      "unknown-volume", "invalid-value"),
    .container(
      "where no message is", "terminationMessagePolicy: §Logs", "invalid-value"),
    .container(
      "two containers want a port of the node",
      "ports: [{containerPort: 1, hostPort: 80}]\n    - name: d\n      image: i:1\n      "
        + "ports: [{containerPort: 2, hostPort: §80}, "
        + "{containerPort: 3, hostPort: 80, protocol: UDP}]", "duplicate-name"),
  ]

  static let network: [RefusedManifest] = [
    route("an address for a host", "path: /, \(web)", host: "§10.0.0.1", "invalid-name"),
    route("an empty part of a path", "path: §/a//b, \(web)", "invalid-value"),
    route("a path with a way up", "path: §/a/.., \(web)", "invalid-value"),
    route(
      "a port that is none", "path: /, backend: {service: {name: web, port: §{number: 70000}}}",
      "out-of-range"),
    route(
      "a port's name", "path: /, backend: {service: {name: web, port: §{name: A_B}}}",
      "invalid-name"),
    .spec(
      "outside addresses", "v1 Service", "externalIPs: §[web]\n  ports: [{port: 80}]",
      "invalid-value"),
    .spec(
      "a port's name in a policy", "networking.k8s.io/v1 NetworkPolicy",
      "podSelector: {}\n  ingress: [{ports: [{port: §A_B}]}]", "invalid-name"),
  ]

  @Test("each is one error at its place", arguments: pods + network)
  func refused(manifest: RefusedManifest) {
    let platform = DecodedPlatform(manifest.text.replacing("§", with: ""))
    #expect(platform.places.sorted() == manifest.places.sorted(), "\(platform.items)")
    #expect(platform.items.allSatisfy { $0.severity == .error })
  }
}
