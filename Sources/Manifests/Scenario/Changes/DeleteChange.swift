extension NamedObject: SpecObject {
  static let what = "an object"

  /// `delete: {kind: KIND, namespace: NAMESPACE, name: NAME, cascade: orphan}`, as
  /// `kubectl delete`.
  static var deletion: SpecChoice<ChangeAction> {
    SpecChoice("delete", .object(Self.self), "an object to delete") { object, _ in
      .delete(object)
    }
  }

  init?(_ reader: inout SpecReader) {
    let kind = reader.required("kind", .name as SpecType<String>, "its kind, like Deployment")
    namespace = reader.optional("namespace", .name, "its namespace")
    let name = reader.required("name", .name as SpecType<LocatedText>, "its name")
    cascade = reader.optional(
      "cascade", .word(DeletionCascade.self), default: .background,
      "what becomes of what it owns; background by default")
    guard let kind, let name else { return nil }
    self.kind = kind
    self.name = name.text
    span = name.span
  }
}
