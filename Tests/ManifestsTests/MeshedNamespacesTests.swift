import Manifests
import Testing

/// Where pods get sidecars.
@Suite("Namespaces of the mesh")
struct MeshedNamespacesTests {
  private func meshed(_ documents: [String]) -> MeshedNamespaces {
    let diagnostics = DiagnosticCollector()
    let loader = ManifestLoader(sources: SourceMap(), diagnostics: diagnostics)
    let text = documents.joined(separator: "\n---\n")
    let manifests = ManifestSet.decode(
      loader.documents(of: [UInt8](text.utf8), path: "shop.yaml"), diagnostics)
    #expect(!diagnostics.hasErrors, "\(diagnostics.diagnostics.items.map(\.message))")
    return MeshedNamespaces(manifests, nil)
  }

  private static func namespace(_ name: String, _ labels: String) -> String {
    "{apiVersion: v1, kind: Namespace, metadata: {name: \(name), labels: {\(labels)}}}"
  }

  private static func service(in namespace: String) -> String {
    """
    {apiVersion: v1, kind: Service, metadata: {name: api, namespace: \(namespace)},
     spec: {selector: {app: api}, ports: [{port: 80}]}}
    """
  }

  private static func rule(_ host: String, gateways: String = "[mesh]") -> String {
    """
    {apiVersion: networking.istio.io/v1, kind: VirtualService,
     metadata: {name: api, namespace: shop}, spec: {hosts: [\(host)], gateways: \(gateways),
     http: [{route: [{destination: {host: \(host)}}]}]}}
    """
  }

  @Test(
    "labels say where, whatever rules there are",
    arguments: [
      ("istio-injection: enabled", ["bank"]), ("istio.io/rev: stable", ["bank"]),
      ("istio-injection: disabled, istio.io/rev: stable", []), ("istio-injection: disabled", []),
    ] as [(String, [String])])
  func labelled(labels: String, expected: [String]) {
    let meshed = meshed([
      Self.namespace("bank", labels), Self.service(in: "shop"), Self.rule("api"),
    ])
    #expect(meshed.names == expected)
    #expect(!meshed.isInferred)
  }

  @Test(
    "where nothing is said of injection the rules for sidecars tell",
    arguments: [
      ("api", "[mesh]", ["shop"]), ("api.bank.svc.cluster.local", "[mesh, edge]", ["bank"]),
      ("other", "[mesh]", []), ("api", "[edge]", []),
    ] as [(String, String, [String])])
  func inferred(host: String, gateways: String, expected: [String]) {
    let meshed = meshed([
      Self.namespace("shop", "team: a"), Self.service(in: "shop"), Self.service(in: "bank"),
      Self.rule(host, gateways: gateways),
    ])
    #expect(meshed.names == expected)
    #expect(meshed.isInferred == !expected.isEmpty)
  }
}
