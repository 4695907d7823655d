/// The custom resources that definitions among the objects declare, and the schemas of their
/// versions.
struct DeclaredResources {
  private struct Name: Hashable {
    let group: String
    let kind: String
  }

  private struct Version {
    let name: String
    let isServed: Bool
    /// The schema of the whole object; nil where the definition has none.
    let schema: YAMLNode?
  }

  private var versions: [Name: [Version]] = [:]

  /// Finds the definitions among some objects; the last of a kind counts.
  init(_ documents: [ManifestDocument]) {
    for document in documents
    where document.kind == "CustomResourceDefinition"
      && document.apiVersion == "apiextensions.k8s.io/v1"
    {
      guard let spec = document.node["spec"], let group = spec["group"]?.text,
        let kind = spec["names"]?["kind"]?.text
      else { continue }
      versions[Name(group: group, kind: kind)] = (spec["versions"]?.elements ?? []).map {
        Version(
          name: $0["name"]?.text ?? "", isServed: $0["served"]?.text != "false",
          schema: $0["schema"]?["openAPIV3Schema"])
      }
    }
  }

  /// Whether there is a definition of an object's kind.
  func knows(_ document: ManifestDocument) -> Bool {
    versions[Name(group: document.group, kind: document.kind)] != nil
  }

  /// Reports what the API server refuses in an object by its definition; false where there is none,
  /// or where it says nothing about fields.
  ///
  /// Unknown fields are errors, as kubectl asks the API server for strict validation. Rules in CEL
  /// and the formats of texts are not looked at. Source: apiextensions-apiserver
  /// pkg/registry/customresource strategy.go, pkg/apiserver/schema.
  func check(_ document: ManifestDocument, _ diagnostics: DiagnosticCollector) -> Bool {
    let all = versions[Name(group: document.group, kind: document.kind)] ?? []
    guard !all.isEmpty else { return false }
    guard let version = all.first(where: { $0.name == document.version && $0.isServed }) else {
      let served = all.filter(\.isServed).map(\.name).joined(separator: ", ")
      diagnostics.error(
        "\(document.kind) is not served in the version \(document.version)",
        at: document.node["apiVersion"]?.span ?? document.span.start, code: "unknown-version",
        help: "its CustomResourceDefinition serves \(served.isEmpty ? "none" : served)")
      return true
    }
    guard let schema = version.schema, schema.pairs != nil else { return false }
    let object = document.node.completed(by: schema, isWhole: true)
    SchemaCheck(isStructural: true, diagnostics: diagnostics).checkFields(
      of: object, schema, in: document.kind, isWhole: true)
    return true
  }
}
