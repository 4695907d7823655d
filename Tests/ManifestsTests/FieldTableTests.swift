import Manifests
import Testing

@Suite("Field table")
struct FieldTableTests {
  @Test("every built-in kind of the catalog has its fields in the table")
  func catalogIsCovered() {
    let builtIn = ResourceCatalog.standard.kinds.flatMap { kind in
      kind.apiVersions.map { (kind: kind.kind, apiVersion: $0) }
    }.filter { !$0.apiVersion.contains(".") || $0.apiVersion.contains(".k8s.io/") }
    #expect(builtIn.count > 25)
    for (kind, apiVersion) in builtIn {
      #expect(FieldTable.standard.kind(kind, in: apiVersion)?.isCustom == false, "\(kind)")
    }
  }

  @Test("every kind of the hand-kept table is one that the catalog decodes")
  func customKindsAreDecoded() {
    let custom = FieldTable.standard.kinds.filter(\.isCustom)
    #expect(custom.count > 20)
    for kind in custom {
      #expect(
        ResourceCatalog.standard.kinds.contains {
          $0.kind == kind.kind && $0.apiVersions.contains(kind.apiVersion)
        }, "\(kind.apiVersion) \(kind.kind)")
    }
  }

  @Test("fields of 1.31 and of newer versions are known")
  func newerFields() {
    let platform = DecodedPlatform(
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec:
        resources: {requests: {cpu: 1}}
        containers:
          - name: c
            image: i:1
            resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}]
            lifecycle: {stopSignal: SIGUSR1}
      """)
    #expect(platform.places == [])
  }

  @Test("an unknown field is an error at its name, with the nearest field as help")
  func unknownField() {
    let platform = DecodedPlatform(
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: p, lables: {a: b}}
      spec:
        containers:
          - name: c
            image: i:1
            livenessprobe: {}
            resources:
              request: {cpu: 1}
        quux: 1
      """)
    #expect(
      platform.places == [
        "unknown-field 3:21", "unknown-field 8:7", "unknown-field 10:9", "unknown-field 11:3",
      ])
    #expect(
      platform.items.map(\.help) == [
        "did you mean \"labels\"?", "did you mean \"livenessProbe\"?",
        "did you mean \"requests\"?", nil,
      ])
    #expect(platform.items.allSatisfy { $0.severity == .error })
  }

  @Test("leniency turns unknown fields into warnings")
  func lenient() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndatta: {}\n"
    #expect(DecodedPlatform(text).items.map(\.severity) == [.error])
    #expect(DecodedPlatform(text, lenient: true).items.map(\.severity) == [.warning])
  }

  @Test("an unknown field of a custom resource is a warning")
  func customResource() {
    let platform = DecodedPlatform(
      """
      apiVersion: networking.istio.io/v1beta1
      kind: VirtualService
      metadata: {name: v}
      spec:
        hosts: [a]
        http:
          - timout: 1s
            route: [{destination: {host: a}}]
      """)
    #expect(platform.places == ["unknown-field 7:7"])
    #expect(platform.items.map(\.severity) == [.warning])
    #expect(platform.items.first?.help == "did you mean \"timeout\"?")
    #expect(platform.set.virtualServices.count == 1)
  }

  @Test("metadata has the same fields in every kind: an unknown one is an error")
  func customMetadata() {
    let text = """
      apiVersion: cert-manager.io/v1
      kind: Issuer
      metadata: {name: i, clusterName: c}
      spec: {selfSigned: {}}
      """
    #expect(DecodedPlatform(text).places == ["unknown-field 3:21"])
    #expect(DecodedPlatform(text).items.map(\.severity) == [.error])
    #expect(DecodedPlatform(text, lenient: true).items.map(\.severity) == [.warning])
  }

  @Test(
    "a value of the wrong type is one error at the value",
    arguments: [
      ("replicas: \"3\"", "wrong-type 5:13", "remove the quotes"),
      ("replicas: 3000000000", "invalid-value 5:13", nil),
      ("replicas: [3]", "wrong-type 5:13", nil),
      ("paused: \"true\"", "wrong-type 5:11", "remove the quotes"),
      ("minReadySeconds: soon", "wrong-type 5:20", nil),
      ("strategy: RollingUpdate", "wrong-type 5:13", nil),
    ] as [(String, String, String?)])
  func wrongType(field: String, place: String, help: String?) {
    let platform = DecodedPlatform(
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: d}
      spec:
        \(field)
        selector: {matchLabels: {a: b}}
        template:
          metadata: {labels: {a: b}}
          spec: {containers: [{name: c, image: "i:1"}]}
      """)
    #expect(platform.places == [place])
    #expect(platform.items.first?.help == help)
  }

  @Test("a number where Kubernetes wants text is an error, also in fields that are not simulated")
  func unquotedNumbers() {
    let platform = DecodedPlatform(
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: p, labels: {version: 1}}
      spec:
        containers:
          - name: c
            image: i:1
            terminationMessagePath: 5
            env:
              - {name: PORT, value: 8080}
              - {name: DEBUG, value: true}
      """)
    #expect(
      platform.places == [
        "wrong-type 3:39", "wrong-type 8:31", "wrong-type 10:31", "wrong-type 11:32",
      ])
    #expect(platform.items.last?.help == "write it in quotes: \"true\"")
  }

  @Test("a kind that is known but not simulated is checked, and reported once as a warning")
  func knownButNotSimulated() {
    let lease =
      "apiVersion: coordination.k8s.io/v1\nkind: Lease\nmetadata: {name: NAME}\nspecc: {}\n"
    let platform = DecodedPlatform(
      ["a", "b"].map { lease.replacing("NAME", with: $0) }.joined(separator: "---\n"))
    #expect(
      platform.places == ["unknown-kind 1:1", "unknown-field 4:1", "unknown-field 9:1"])
    #expect(platform.items.first?.severity == .warning)
    #expect(platform.items.first?.message.contains("2 objects") == true)
    #expect(platform.set.unknown.map(\.name) == ["a", "b"])
  }
}
