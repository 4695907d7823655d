import Manifests
import Testing
import Twin

/// Policies that block what the platform needs, and labels that controllers give to single pods.
extension PlatformCheckTests {
  private static func policy(_ spec: String) -> String {
    Case.object("networking.k8s.io/v1 NetworkPolicy", spec)
  }

  private static let caller = Case.pods("cart", "env: [{name: WEB_URL, value: §http://web}]")

  static let policies: [HopelessManifest] = [
    .init(
      "a policy that lets nobody in", "blocked-call",
      text: caller + "---\n" + Case.pods() + service
        + policy("{podSelector: {matchLabels: {app: web}}, ingress: []}")),
    .init(
      "a policy between an ingress controller and its backend", "blocked-call",
      text: Case.pods(namespace: "shop")
        + service.replacing("{name: web}", with: "{name: web, namespace: shop}") + namespace
        + "---\n"
        + Case.pods("ingress-nginx-controller")
        .replacing("example/ingress-nginx-controller", with: "ingress-nginx/controller")
        + Case.object(
          "networking.k8s.io/v1 Ingress",
          "{rules: [{host: a.example.com, http: {paths: [{path: /, pathType: Prefix, "
            + "backend: {service: {name: §web, port: {number: 80}}}}]}}]}"
        ).replacing("metadata: {name: x}", with: "metadata: {name: x, namespace: shop}")
        + policy(
          "{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]}"
        ).replacing("metadata: {name: x}", with: "metadata: {name: x, namespace: shop}")),
    .init(
      "a policy that lets others in, and on another port", "blocked-call",
      text: caller + "---\n" + Case.pods() + service
        + policy(
          "{podSelector: {}, policyTypes: [Ingress], ingress: "
            + "[{from: [{podSelector: {matchLabels: {app: cart}}}], ports: [{port: 80}]}, "
            + "{from: [{namespaceSelector: {matchLabels: {a: b}}}]}]}")),
    .init(
      "a policy that lets the caller in by the name of the port",
      text: caller.replacing("§", with: "") + "---\n" + Case.pods() + service
        + policy(
          "{podSelector: {matchLabels: {app: web}}, ingress: "
            + "[{from: [{podSelector: {matchLabels: {app: cart}}}], ports: [{port: http}]}]}")),
    .init(
      "a policy that lets nobody out, not even to the DNS", "blocked-call", "blocked-call",
      text: caller + "---\n" + Case.pods() + service
        + policy("{podSelector: {matchLabels: {app: cart}}, policyTypes: [Egress]}").replacing(
          "{name: x}", with: "{name: §x}")),
  ]

  static let identities: [HopelessManifest] = [
    .init(
      "one pod of a StatefulSet is selected by its name, and no pod of another", "empty-selection",
      text: Case.object("v1 Service", "{clusterIP: None, selector: {app: db}, ports: [{port: 1}]}")
        + Case.object(
          "apps/v1 StatefulSet",
          """
          {serviceName: x, selector: {matchLabels: {app: db}}, template: {
            metadata: {labels: {app: db}}, spec: {containers: [{name: a, image: b}]}}}
          """, name: "db")
        + Case.object(
          "v1 Service",
          "{selector: {statefulset.kubernetes.io/pod-name: db-0}, ports: [{port: 1}]}", name: "one")
        + Case.object(
          "v1 Service",
          "{selector: §{statefulset.kubernetes.io/pod-name: kv-0}, ports: [{port: 1}]}",
          name: "other"))
  ]

  @Test("pods of an unknown kind have the labels of its template")
  func unknownTemplates() {
    for (label, codes) in [("old", [String]()), ("new", ["empty-selection"])] {
      let text =
        Case.object("v1 Service", "{selector: {app: \(label)}, ports: [{port: 1}]}")
        + Case.object(
          "apps/v1beta1 Deployment", "{template: {metadata: {labels: {app: old, tier: web}}}}")
      let documents = ManifestLoader(sources: SourceMap(), diagnostics: DiagnosticCollector())
        .documents(of: [UInt8](text.utf8), path: "shop.yaml")
      let collector = DiagnosticCollector()
      let manifests = ManifestSet.decode(documents, DiagnosticCollector())
      PlatformChecks.report(on: manifests, models: PlatformModels(), isWhole: false, collector)
      #expect(collector.diagnostics.items.map(\.code) == codes)
    }
  }
}
