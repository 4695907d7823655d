import Foundation
import Manifests
import Metrics
import Testing
import Twin

/// Manifests as others write them, without any model: what is not in them is what clusters bring.
@Suite("Manifests of others")
struct ForeignManifestTests {
  /// A blog beside its database, whose claim names no class.
  private static let blog = """
    apiVersion: v1
    kind: Service
    metadata: {name: database}
    spec: {clusterIP: None, selector: {app: blog, tier: database}, ports: [{port: 3306}]}
    ---
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], CLASS resources: {requests: {storage: 20Gi}}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: database}
    spec:
      strategy: {type: Recreate}
      selector: {matchLabels: {app: blog, tier: database}}
      template:
        metadata: {labels: {app: blog, tier: database}}
        spec:
          containers:
            - {name: mysql, image: "mysql:8.0", ports: [{containerPort: 3306}],
               volumeMounts: [{name: data, mountPath: /var/lib/mysql}]}
          volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: blog}
    spec: {type: LoadBalancer, selector: {app: blog, tier: web}, ports: [{port: 80}]}
    ---
    apiVersion: CONTROLLER
    metadata: {name: blog}
    spec:
      replicas: 2
      selector: SELECTOR
      template:
        metadata: {labels: {app: blog, tier: web}}
        spec:
          containers:
            - name: blog
              image: wordpress:6.2-apache
              env: [{name: WORDPRESS_DB_HOST, value: database}]
              ports: [{containerPort: 80}]
    """

  /// A platform of a text's manifests, with the problems of reading it.
  private func read(
    _ text: String, _ overrides: [String]
  ) -> (platform: Platform?, collector: DiagnosticCollector, sources: SourceMap) {
    let sources = SourceMap()
    let collector = DiagnosticCollector()
    let documents = ManifestLoader(sources: sources, diagnostics: collector).load(
      paths: ["-"], relativeTo: ".", standardInput: { Data(text.utf8) })
    let (loaded, inferred) = DirectoryScenario.load(
      "blog", documents: documents, overrides: overrides.map { Override($0) }, sources: sources,
      diagnostics: collector)
    return (Platform(loaded, inferred: inferred, diagnostics: collector), collector, sources)
  }

  private func run(
    _ text: String, _ overrides: String...
  ) throws -> (summary: RunSummary, notes: [RunNote]) {
    let (platform, collector, sources) = read(text, overrides)
    let problems = collector.diagnostics.rendered(sources: sources, color: false)
    try #require(collector.diagnostics.items.isEmpty, "\(problems)")
    let bound = try #require(platform)
    let options = RunOptions(seed: 1, isParanoid: true)
    let rows = RowKeeper()
    guard
      let run = TwinRun(bound, options: options, sink: rows, diagnostics: collector)
    else { throw Unbuildable(messages: collector.diagnostics.items.map(\.message)) }
    return (run.run(observer: PatientObserver()), rows.notes)
  }

  @Test(
    "run on classes and controllers that clusters bring",
    arguments: [
      ("", "apps/v1\nkind: Deployment", "{matchLabels: {app: blog, tier: web}}", "standard"),
      ("storageClassName: fast,", "v1\nkind: ReplicationController", "{tier: web}", "fast"),
      ("", "v1\nkind: ReplicationController", "", "standard"),
    ])
  func blog(storageClass: String, controller: String, selector: String, assumed: String) throws {
    let text = Self.blog.replacing("CLASS ", with: storageClass + " ")
      .replacing("CONTROLLER", with: controller)
      .replacing(selector.isEmpty ? "  selector: SELECTOR\n" : "SELECTOR", with: selector)
    let (summary, notes) = try run(text)
    #expect(summary.answered > 1_000 && summary.failed == 0)
    #expect(notes.contains { $0.text.contains("StorageClass") && $0.text.contains(assumed) })
  }

  @Test("nodes are assumed for pods that can not share one")
  func apart() throws {
    let text = """
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {selector: {app: web}, ports: [{port: 80}]}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 5
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: "example/web:1", ports: [{PORT}]}]}
      """
    for (port, nodes) in [("containerPort: 80, hostPort: 80", 5), ("containerPort: 80", 3)] {
      let (summary, notes) = try run(text.replacing("PORT", with: port))
      #expect(summary.answered > 1_000 && summary.failed == 0)
      #expect(notes.contains { $0.text.contains("\(nodes) nodes of 8 CPU") })
    }
  }

  @Test("a gentle load is gentle to a container whose limit is a five-hundredth of a core")
  func tightLimits() throws {
    let (summary, _) = try run(
      """
      apiVersion: v1
      kind: Service
      metadata: {name: products}
      spec: {type: LoadBalancer, selector: {app: products}, ports: [{port: 80}]}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: products}
      spec:
        selector: {matchLabels: {app: products}}
        template:
          metadata: {labels: {app: products}}
          spec:
            containers:
            - {name: a, image: "example/products:1", resources: {limits: {cpu: 2m, memory: 20Mi}}}
      """)
    #expect(summary.answered > 5_000 && summary.failed == 0 && summary.unfinished < 10)
  }

  @Test("the made scenario takes the command line's values, and tells those that do not fit")
  func overrides() throws {
    let service = """
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {app: web}}
      spec: {containers: [{name: web, image: "example/web:1"}]}
      """
    let (summary, _) = try run(
      service, "spec.duration=100s", "spec.load.web.rate=1")
    #expect(abs(Double(summary.sent) - 100) < 4 * 10)
    for (mistake, code) in [
      ("spec.durration=1m", "unknown-field"), ("spec.load.wbe.rate=1", "unknown-path"),
      ("spec.load.web.journey=wbe", "unknown-name"),
    ] {
      #expect(read(service, [mistake]).collector.diagnostics.items.map(\.code) == [code])
    }
  }

  @Test("a Service may select the pods of several workloads, each with software of its own")
  func canary() throws {
    let deployment = { (version: String) in
      """
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: reviews-\(version)}
      spec:
        selector: {matchLabels: {app: reviews, version: \(version)}}
        template:
          metadata: {labels: {app: reviews, version: \(version)}}
          spec:
            nodeSelector: {disk: ssd}
            containers: [{name: reviews, image: "example/reviews-\(version):1"}]

      """
    }
    let (summary, notes) = try run(
      """
      apiVersion: v1
      kind: Service
      metadata: {name: reviews}
      spec: {selector: {app: reviews}, ports: [{port: 9080}]}

      """ + ["v1", "v2", "v3"].map(deployment).joined())
    #expect(summary.answered > 1_000 && summary.failed == 0)
    #expect(notes.contains { $0.text.contains("disk=ssd") })
  }

  @Test("what is taken for granted at the start is said, and so is what nobody asks")
  func granted() throws {
    let (summary, notes) = try run(
      """
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec: {type: NodePort, selector: {app: web}, ports: [{port: 80}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: web, labels: {app: web}}
      spec:
        containers: [{name: web, image: "example/web:1"}]
        volumes: [{name: keys, secret: {secretName: keys}}]
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: search}
      spec:
        serviceName: search
        selector: {matchLabels: {app: search}}
        template:
          metadata: {labels: {app: search}}
          spec: {containers: [{name: search, image: "opensearchproject/opensearch:2.13.0"}]}
      ---
      apiVersion: batch/v1
      kind: Job
      metadata: {name: schema}
      spec:
        template:
          spec: {restartPolicy: Never, containers: [{name: a, image: "example/schema:1"}]}
      """)
    #expect(summary.answered > 5_000 && summary.failed == 0)
    for text in ["(1) are taken to exist", "Job default/schema is taken as completed"] {
      #expect(notes.contains { $0.kind == .warning && $0.text.contains(text) }, "\(text)")
    }
    #expect(
      notes.contains {
        $0.subject == "default/statefulset/search" && $0.text.contains("nobody reads or writes it")
      })
  }
}
