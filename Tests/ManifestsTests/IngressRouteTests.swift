import Manifests
import Testing

/// Kubernetes' own table of paths (docs, Ingress, "Examples") and its wildcards.
@Suite("Routes of Ingresses")
struct IngressRouteTests {
  /// Where a request goes under rules that are written `HOST TYPE PATH`; a rule's Service is named
  /// by its number.
  private func targets(_ rules: [String], host: String, path: String) -> [String] {
    let texts = rules.enumerated().map { number, rule in
      let words = rule.split(separator: " ").map(String.init)
      let name = words[0] == "-" ? "" : "host: \"\(words[0])\", "
      return """
        - {\(name)http: {paths: [{pathType: \(words[1]), path: '\(words[2])', backend: {
             service: {name: "s\(number)", port: {number: 80}}}}]}}
        """
    }
    let read = ReadText(
      """
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: way}
      spec:
        rules:
      \(texts.joined(separator: "\n").indented)
      """)
    let set = ManifestSet.decode(read.documents, read.collector)
    #expect(read.items.isEmpty, "\(read.items.map(\.message))")
    return IngressRoutes(set.ingresses).targets(host: host, path: path).map(\.service)
  }

  @Test(
    "lead a path where Kubernetes says",
    arguments: [
      (["Prefix /"], "/any", "s0"), (["Exact /foo"], "/foo", "s0"), (["Exact /foo"], "/bar", ""),
      (["Exact /foo"], "/foo/", ""), (["Exact /foo/"], "/foo", ""), (["Prefix /foo"], "/foo", "s0"),
      (["Prefix /foo"], "/foo/", "s0"), (["Prefix /foo/"], "/foo", "s0"),
      (["Prefix /foo/"], "/foo/", "s0"), (["Prefix /aaa/bb"], "/aaa/bbb", ""),
      (["Prefix /aaa/bbb"], "/aaa/bbb", "s0"), (["Prefix /aaa/bbb/"], "/aaa/bbb", "s0"),
      (["Prefix /aaa/bbb"], "/aaa/bbb/", "s0"), (["Prefix /aaa/bbb"], "/aaa/bbb/ccc", "s0"),
      (["Prefix /aaa/bbb"], "/aaa/bbbxyz", ""), (["Prefix /", "Prefix /aaa"], "/aaa/ccc", "s1"),
      (["Prefix /aaa", "Prefix /"], "/aaa/ccc", "s0"),
      (["Prefix /", "Prefix /aaa", "Prefix /aaa/bbb"], "/aaa/bbb", "s2"),
      (["Prefix /", "Prefix /aaa"], "/ccc", "s0"),
      (["Prefix /aaa"], "/ccc", ""), (["Prefix /foo", "Exact /foo"], "/foo", "s1"),
      (["Prefix /foo"], "/foo?a=b", "s0"),
      (["ImplementationSpecific /api(/|$)(.*)"], "/api/x", "s0"),
      (["ImplementationSpecific /api(/|$)(.*)", "Prefix /api/x"], "/api/x", "s1"),
    ] as [([String], String, String)])
  func paths(rules: [String], path: String, target: String) {
    let found = targets(rules.map { "a.example " + $0 }, host: "a.example", path: path)
    #expect(found == (target.isEmpty ? [] : [target]))
  }

  @Test("prefer the host itself to a wildcard, which stands for one label, and that to no host")
  func hosts() {
    let rules = ["- Prefix /", "*.foo.com Prefix /", "bar.foo.com Prefix /"]
    #expect(targets(rules, host: "bar.foo.com", path: "/") == ["s2"])
    #expect(targets(rules, host: "baz.foo.com", path: "/") == ["s1"])
    for other in ["baz.bar.foo.com", "foo.com"] {
      #expect(targets(rules, host: other, path: "/") == ["s0"])
      #expect(targets(Array(rules.dropFirst()), host: other, path: "/").isEmpty)
    }
    #expect(targets(["a Prefix /", "a Prefix /"], host: "a", path: "/") == ["s0", "s1"])
  }
}
