import Foundation
import Manifests
import Testing

/// A directory of files for one test, removed with it.
private final class InputDirectory {
  let path: String

  init(_ files: [String: String]) throws {
    path = NSTemporaryDirectory() + "manifests-\(ProcessInfo.processInfo.globallyUniqueString)"
    for (name, text) in files {
      let file = URL(fileURLWithPath: "\(path)/\(name)")
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func load(
    _ paths: [String] = ["."], lenient: Bool = false, standardInput: String = ""
  ) -> (documents: [ManifestDocument], items: [Diagnostic], sources: SourceMap) {
    let sources = SourceMap()
    let collector = DiagnosticCollector(lenient: lenient)
    let documents = ManifestLoader(sources: sources, diagnostics: collector).load(
      paths: paths, relativeTo: path, standardInput: { Data(standardInput.utf8) })
    return (documents, collector.diagnostics.items, sources)
  }
}

private func object(_ kind: String, _ name: String, _ more: String = "") -> String {
  "apiVersion: v1\nkind: \(kind)\nmetadata:\n  name: \(name)\n\(more)"
}

@Suite("The loader")
struct ManifestLoaderTests {
  @Test("reads directories recursively in the order of names, .yaml, .yml and .json only")
  func directories() throws {
    let input = try InputDirectory([
      "b/a.yml": object("Pod", "second"), "a.yaml": object("Pod", "first"),
      "c.json": #"{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "third"}}"#,
      "readme.md": "text", ".hidden/x.yaml": object("Pod", "hidden"), ".x.yaml": "a: [",
      "d/e/f.yaml": object("Pod", "fourth"),
    ])
    let read = input.load()
    #expect(read.documents.map(\.name) == ["first", "second", "third", "fourth"])
    #expect(read.items.isEmpty)
    #expect(read.documents.first?.path.hasSuffix("/a.yaml") == true)
  }

  @Test("refuses at once paths that hold more than a platform does")
  func wholeMachine() throws {
    let input = try InputDirectory(["a.yaml": object("Pod", "first")])
    for number in 0...10_000 {
      try FileManager.default.createDirectory(
        atPath: input.path + "/d\(number)", withIntermediateDirectories: false)
    }
    let read = input.load()
    #expect(read.documents.isEmpty)
    #expect(read.items.map(\.code) == ["too-many-files"])
    #expect(input.load(["a.yaml"]).documents.count == 1)
  }

  @Test("reads a file once, and ends in links that go round")
  func links() throws {
    let input = try InputDirectory(["a/x.yaml": object("Pod", "x"), "b.yaml": object("Pod", "z")])
    let files = FileManager.default
    try files.createSymbolicLink(atPath: input.path + "/a/up", withDestinationPath: "..")
    try files.createSymbolicLink(atPath: input.path + "/c.yaml", withDestinationPath: "b.yaml")
    try files.createSymbolicLink(atPath: input.path + "/d.yaml", withDestinationPath: "nowhere")
    try #require(mkfifo(input.path + "/pipe.yaml", 0o600) == 0)
    let read = input.load([".", "a/x.yaml", "a", input.path])
    #expect(read.documents.map(\.name).sorted() == ["x", "z"])
    #expect(read.items.map(\.message) == ["\(input.path)/d.yaml is a link to nothing"])
    #expect(read.items.map(\.severity) == [.warning])
  }

  @Test("tells of a file whose name is no UTF-8, and reads the others")
  func unnamable() throws {
    let input = try InputDirectory(["a.yaml": object("Pod", "x")])
    let name = Array(input.path.utf8) + [UInt8(ascii: "/"), 0xFF] + Array(".yaml".utf8)
    let file = open(name.map { CChar(bitPattern: $0) } + [0], O_WRONLY | O_CREAT, 0o600)
    try #require(file >= 0)
    close(file)
    let read = input.load()
    #expect(read.documents.map(\.name) == ["x"])
    #expect(read.items.map(\.code) == ["unreadable-file"])
    #expect(read.items.first?.message.hasSuffix("can not be read: its name is no UTF-8") == true)
  }

  @Test("reads standard input for -, and names what does not exist or holds nothing")
  func paths() throws {
    let input = try InputDirectory(["empty/readme.md": "", "a.txt": object("Pod", "given")])
    let read = input.load(["-", "a.txt", "nope", "empty", "-"], standardInput: object("Pod", "in"))
    #expect(read.documents.map(\.name) == ["in", "given"])
    #expect(read.items.map(\.code) == ["file-not-found", "no-manifests"])
    #expect(read.items.map(\.severity) == [.error, .warning])
  }

  @Test("opens lists, typed lists and lists in lists")
  func lists() {
    let read = ReadText(
      """
      apiVersion: v1
      kind: List
      items:
      - {apiVersion: v1, kind: Pod, metadata: {name: a}}
      - apiVersion: v1
        kind: PodList
        items: [{metadata: {name: b}}, {metadata: {name: c}}]
      - {apiVersion: apps/v1, kind: DeploymentList, items: []}
      - {metadata: {name: d}}
      """)
    #expect(
      read.documents.map { "\($0.apiVersion) \($0.kind) \($0.name)" } == [
        "v1 Pod a", "v1 Pod b", "v1 Pod c",
      ])
    #expect(read.places == ["not-kubernetes 9:3"])
  }

  @Test("refuses two objects of one kind, namespace and name, unless lenient: then the last wins")
  func duplicates() {
    let text = [
      object("Pod", "a", "spec: {nodeName: one}"),
      object("Pod", "a", "  namespace: default\nspec: {nodeName: two}"),
      object("Pod", "a", "  namespace: kube-system"), object("Service", "a"),
      "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: a}\n",
    ].joined(separator: "\n---\n")
    let strict = ReadText(text)
    #expect(strict.items.map(\.code) == ["duplicate-object"])
    #expect(strict.items.first?.span.line == 10)
    #expect(strict.items.first?.labels.first?.span.line == 4)
    let lenient = ReadText(text, lenient: true)
    #expect(lenient.items.map(\.severity) == [.warning])
    #expect(lenient.documents.count == 4)
    #expect(lenient.documents.first?.node["spec"]?["nodeName"]?.text == "two")
  }

  @Test("drops status, managed fields and whatever an object of the set controls")
  func dumps() {
    func owned(_ kind: String, _ name: String, by owner: String, _ ownerName: String) -> String {
      """
      apiVersion: apps/v1
      kind: \(kind)
      metadata:
        name: \(name)
        labels: {pod-template-hash: abc12}
        managedFields: [{manager: kubectl}]
        ownerReferences:
        - {apiVersion: apps/v1, kind: \(owner), name: \(ownerName), controller: true}
      status: {phase: Running}
      """
    }
    let read = ReadText(
      [
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nstatus: {replicas: 1}",
        owned("ReplicaSet", "web-abc12", by: "Deployment", "web"),
        owned("Pod", "web-abc12-1", by: "ReplicaSet", "web-abc12"),
        owned("Pod", "db-0", by: "StatefulSet", "db"),
        object("Node", "worker", "status: {capacity: {cpu: 4}}"),
      ].joined(separator: "\n---\n"))
    #expect(read.items.isEmpty)
    #expect(read.documents.map(\.name) == ["web", "db-0", "worker"])
    #expect(read.documents.map { $0.node["status"] == nil } == [true, true, false])
    #expect(read.documents.allSatisfy { $0.node["metadata"]?["managedFields"] == nil })
  }

  @Test("drops a dumped Pod whose Deployment is given without its ReplicaSet, by the template hash")
  func podsWithoutReplicaSet() {
    func pod(_ name: String, _ owner: String, uid: String = "1") -> String {
      object(
        "Pod", name,
        "  labels: {pod-template-hash: abc12}\n  ownerReferences:\n  - {apiVersion: apps/v1, "
          + "kind: ReplicaSet, name: \(owner), uid: \"\(uid)\", controller: true}")
    }
    let deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, uid: d}"
    let read = ReadText(
      [deployment, pod("a", "web-abc12"), pod("b", "api-abc12"), pod("c", "web-xyz")]
        .joined(separator: "\n---\n"))
    #expect(read.documents.map(\.name) == ["web", "b", "c"])
  }

  @Test("refuses a kustomization with the command that builds it")
  func kustomizations() throws {
    let input = try InputDirectory([
      "base/kustomization.yaml": "resources: [a.yaml]", "base/a.yaml": object("Pod", "a"),
      "b.yaml": "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n",
      "it's/Kustomization": "", "ok.yaml": object("Pod", "ok"),
    ])
    let read = input.load()
    #expect(read.documents.map(\.name) == ["ok"])
    #expect(read.items.map(\.code) == ["kustomization", "kustomization", "kustomization"])
    #expect(
      Set(read.items.compactMap(\.help)) == [
        "kustomize build \(input.path) | vhsim run -",
        "kustomize build \(input.path)/base | vhsim run -",
        "kustomize build '\(input.path)/it'\\''s' | vhsim run -",
      ])
  }

  @Test("refuses Helm charts and templates with the command that renders them")
  func helm() throws {
    let input = try InputDirectory([
      "chart/Chart.yaml": "apiVersion: v2\nname: x", "chart/templates/a.yaml": "{{ if }}",
      "loose/templates/plain.yaml": object("Pod", "{{ .Release.Name }}"),
      "quoted.yaml": object("Pod", "\"{{ .Values.name }}\""),
      "control.yaml": "{{- range .Values.pods }}\n" + object("Pod", "x") + "{{- end }}\n",
    ])
    let read = input.load()
    #expect(read.documents.isEmpty)
    #expect(read.items.map(\.code) == Array(repeating: "helm-template", count: 4))
    #expect(
      Set(read.items.compactMap(\.help)) == [
        "helm template \(input.path) | vhsim run -",
        "helm template \(input.path)/chart | vhsim run -",
        "helm template \(input.path)/loose | vhsim run -",
      ])
  }

  @Test("leaves templates inside texts alone: alert rules, scripts, comments")
  func templatesInTexts() {
    let read = ReadText(
      object(
        "ConfigMap", "rules",
        """
        data:
          summary: "{{ $labels.pod }} is down" # {{ .Values.x }}
          rule: '{{ $value | humanize }}'
          file: |
            name: {{ .Values.name }}
        """))
    #expect(read.items.isEmpty)
    #expect(read.documents.count == 1)
  }

  @Test("tells what is wrong beside an alert rule's annotations, not that they are templates")
  func annotationsOfRules() {
    let read = ReadText(
      "a: for {{ $labels.namespace }}/{{\n  $labels.pod }}.\nb: |\n    deep\n  less\n")
    #expect(read.places == ["invalid-yaml 6:1"] || read.places == ["invalid-yaml 5:3"])
  }

  @Test("skips YAML that is no Kubernetes object with a warning")
  func otherYAML() {
    let texts = [
      "version: '3'\nservices: {web: {image: x}}", "- 1\n- 2", "just text",
      "apiVersion: v1\nkind: Config\nclusters: []", "kind: pipeline\nname: build",
      "apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nnodes: []",
      "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmaxPods: 10",
      "apiVersion: authorization.k8s.io/v1\nkind: SubjectAccessReview\nspec: {user: a}",
    ]
    for text in texts {
      let read = ReadText(text)
      #expect(read.documents.isEmpty)
      #expect(read.items.map(\.code) == ["not-kubernetes"], "\(text)")
      #expect(!read.collector.hasErrors)
    }
  }

  @Test("names what an object lacks, and numbers generated names")
  func identity() {
    #expect(ReadText("kind: Pod\nmetadata: {name: a}").places == ["missing-field 1:1"])
    #expect(ReadText("apiVersion: v1\nmetadata: {name: a}").places == ["missing-field 1:1"])
    #expect(ReadText("apiVersion: v1\nkind: Pod\nspec: {}").places == ["missing-field 1:1"])
    #expect(
      ReadText("apiVersion: v1\nkind: Pod\nmetadata: {labels: {}}").places == [
        "missing-field 3:11"
      ])
    let role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {labels: {}}"
    #expect(ReadText(role).places == ["missing-field 3:11"])
    #expect(ReadText("apiVersion: v1\nkind: Pod\nmetadata: [a]").places == ["wrong-type 3:11"])
    #expect(
      ReadText("apiVersion: v1\nkind: Pod\nmetadata: {name: 1e3}").places == [
        "wrong-type 3:18"
      ])
    let job = "apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: run-}"
    let names = ReadText("\(job)\n---\n\(job)").documents.map(\.name)
    #expect(Set(names).count == 2 && names.allSatisfy { $0.hasPrefix("run-") })
  }

  @Test("warns once of a namespace that no object creates")
  func namespaces() {
    let read = ReadText(
      [
        object("Pod", "a", "  namespace: shop"), object("Pod", "b", "  namespace: shop"),
        object("Pod", "c", "  namespace: kube-system"), object("Pod", "d", "  namespace: given"),
        object("Namespace", "given"), object("Pod", "e"),
      ].joined(separator: "\n---\n"))
    #expect(read.places == ["missing-namespace 5:14"])
    #expect(read.items.first?.severity == .warning)
  }

  @Test("a namespace that an object of the whole cluster names is passed over")
  func clusterScope() {
    let definition = """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: tenants.example.com}
      spec:
        {group: example.com, scope: Cluster, names: {kind: Tenant, plural: tenants}, versions: []}
      """
    let read = ReadText(
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: a, namespace: one}
      ---
      \(definition)
      ---
      apiVersion: example.com/v1
      kind: Tenant
      metadata: {name: b, namespace: two}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: c, namespace: three}
      """)
    #expect(read.places == ["missing-namespace 17:32"])
  }

  @Test("refuses a file over 32 MiB and still reads the others")
  func largeFiles() throws {
    let input = try InputDirectory(["a.yaml": object("Pod", "a")])
    let large = Data(repeating: UInt8(ascii: "#"), count: (32 << 20) + 1)
    try large.write(to: URL(fileURLWithPath: input.path + "/b.yaml"))
    let read = input.load()
    #expect(read.documents.map(\.name) == ["a"])
    #expect(read.items.map(\.code) == ["file-too-large"])
  }
}

@Suite("The field reader")
struct ObjectReaderTests {
  private func reader(_ text: String, _ body: (inout ObjectReader) -> Void) -> [Diagnostic] {
    guard let node = dataNode(text) else { return [] }
    let collector = DiagnosticCollector()
    if var reader = ObjectReader(node, collector, what: "a probe") { body(&reader) }
    return collector.diagnostics.items
  }

  @Test("reports unknown fields at their names with the nearest known field")
  func unknownFields() {
    let items = reader("perod: 3\nport: 80\nxyz: 1") { reader in
      let period: Int? = reader.optional("period")
      let port: Int? = reader.optional("port")
      reader.finish()
      #expect(period == nil && port == 80)
    }
    #expect(
      items.map(\.message) == [
        "unknown field \"perod\" in a probe", "unknown field \"xyz\" in a probe",
      ])
    #expect(items.map(\.help) == ["did you mean \"period\"?", nil])
    #expect(items.first?.span.endColumn == 8)
  }

  @Test("treats null as absent, keeps defaults, and names missing fields")
  func absence() {
    let items = reader("a:\nb: ~\nc: [1, x, 3]") { reader in
      let first: Int? = reader.required("a")
      let second = reader.optional("b", default: 7)
      let list: [Int] = reader.list("c")
      let none: [String] = reader.list("d")
      #expect(first == nil && second == 7 && list == [1, 3] && none.isEmpty)
      #expect(!reader.has("a") && reader.has("c"))
      reader.finish()
    }
    #expect(items.map(\.code) == ["missing-field", "wrong-type"])
  }

  @Test("refuses what is no mapping")
  func notAMapping() {
    for text in ["[1]", "text", "3"] {
      #expect(decode(text, as: StringMap.self).items.first?.code == "wrong-type", "\(text)")
      #expect(decode(text, as: LabelSelector.self).items.first?.code == "wrong-type", "\(text)")
    }
  }
}
